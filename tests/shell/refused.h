#pragma once

#include <string>

#include "catch.h"
#include "shell/fixture/workspace.h"

namespace aictl::test {

/// Checks that what is in the folder is bad input for every command that reads a stack: exit code 2, nothing
/// on standard output, and on standard error these lines alone.
inline void checkRefused(const Workspace& work, const std::string& lines) {
  for (const char* command : {"render", "validate", "apply", "delete"}) {
    const Outcome run = work.aictl({command});
    INFO("aictl " << command);
    CHECK(run.err == lines);
    CHECK(run.out.empty());
    CHECK(run.code == 2);
  }
}

/// Checks that this text is bad input as a stack file.
inline void checkRefused(const std::string& stack, const std::string& lines) {
  const Workspace work;
  work.write("aictl.yaml", stack);
  checkRefused(work, lines);
}

}  // namespace aictl::test
