#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace aictl {

/// Which of our streams a program holds besides the pipe that takes its standard output.
enum class ChildStreams : std::uint8_t {
  errors,  ///< our standard error
  all,     ///< and our standard input: it may ask the person
  none     ///< no descriptor of ours at all: whoever reads what we write never waits for it
};

/// A program to run, without a shell.
struct Child {
  std::string command;  ///< found in PATH where it has no slash
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  ///< in addition to our own
  ChildStreams streams = ChildStreams::errors;
  std::chrono::milliseconds time{60'000};
  std::size_t limit = 1U << 20U;    ///< bytes that it may print
  std::function<bool()> isStopped;  ///< asked now and then; it is ended where this is true
};

/// How it ended.
struct ChildEnd {
  enum class Kind { exited, killed, notStarted, late, tooMuch, stopped };
  Kind kind = Kind::exited;
  int number = 0;      ///< exit code, signal, or errno
  std::string output;  ///< of its standard output, also where it did not come to its end
};

/// Runs it to its end, or ends it with all that it started once its time is over. One that hangs in the
/// kernel, where no signal reaches it, is left there: nothing waits for it.
ChildEnd runChild(const Child& child);

/// Runs several at once; their ends are in the same order.
std::vector<ChildEnd> runChildren(std::span<const Child> children);

}  // namespace aictl
