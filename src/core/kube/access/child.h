#pragma once

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace aictl::kube {

/// A program to run, without a shell.
struct Child {
  std::string command;  ///< found in PATH where it has no slash
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  ///< in addition to our own
  bool terminal = false;  ///< it may ask the person at our standard input
  std::chrono::milliseconds time{60'000};
  std::size_t limit = 1U << 20U;  ///< bytes that it may print
};

/// How it ended.
struct ChildEnd {
  enum class Kind { exited, killed, notStarted, late, tooMuch };
  Kind kind = Kind::exited;
  int number = 0;      ///< exit code, signal, or errno
  std::string output;  ///< of its standard output
};

/// Runs it to its end, or ends it with all that it started once its time is over.
ChildEnd runChild(const Child& child);

}  // namespace aictl::kube
