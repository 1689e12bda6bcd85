#pragma once

#include <string>
#include <vector>

#include "commands/command.h"
#include "core/stack/stack.h"

namespace aictl::commands {

/// A stack and what it renders to. Everything that was found is shown; `good` is false where an error was.
struct StackInput {
  stack::Stack stack;
  std::vector<stack::Rendered> manifests;
  std::string nameSpace;
  bool good = false;
};

/// Loads and renders the stack, in `fallback` where neither the stack nor the command line has a namespace.
StackInput readStack(Context& context, const stack::Options& options, const std::vector<std::string>& names,
                     const std::string& fallback);

/// Renders a stack that is loaded; shows these findings and those of rendering.
StackInput renderStack(Context& context, stack::Stack stack, const std::vector<std::string>& names,
                       const std::string& fallback, Findings findings);

/// The namespace that a stack names, with its place; null where it names none, or is not there. What is wrong
/// with the stack is not told.
Value stackNamespace(Context& context, stack::Options options);

}  // namespace aictl::commands
