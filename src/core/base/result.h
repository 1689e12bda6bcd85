#pragma once

#include <string>
#include <utility>
#include <variant>

#include "core/base/finding.h"

namespace aictl {

/// How the program ends; the numbers are a promise to scripts (README, "Exit codes").
enum class ExitCode : int {
  done = 0,
  no = 1,        ///< done, and the answer is no: a difference, a failed check, a job that failed
  badInput = 2,  ///< usage, spec, stack, pack, kubeconfig; nothing was sent
  refused = 3,   ///< the server refused: unauthorized, forbidden, invalid, conflict
  noAnswer = 4,  ///< no trusted answer: unreachable, certificate not valid, time limit, connection lost
  notHere = 5,   ///< the hardware, driver or library asked for is not here
  interrupted = 130
};

/// Why something could not be done: what to tell, and how the program ends if it ends for this.
struct Failure {
  ExitCode code = ExitCode::badInput;
  Findings findings;

  Failure() = default;
  Failure(ExitCode exitCode, Finding finding) : code(exitCode), findings{std::move(finding)} {}
  Failure(ExitCode exitCode, Findings all) : code(exitCode), findings(std::move(all)) {}
};

/// What a step gives that can fail as a whole: a value, or the Failure. Steps that go on after a fault
/// (checks) add to Findings instead.
template <class T>
class Result {
 public:
  Result(T value) : content_(std::move(value)) {}            // NOLINT(google-explicit-constructor)
  Result(Failure failure) : content_(std::move(failure)) {}  // NOLINT(google-explicit-constructor)

  explicit operator bool() const { return std::holds_alternative<T>(content_); }
  T& operator*() & { return std::get<T>(content_); }
  const T& operator*() const& { return std::get<T>(content_); }
  T&& operator*() && { return std::get<T>(std::move(content_)); }
  T* operator->() { return &std::get<T>(content_); }
  const T* operator->() const { return &std::get<T>(content_); }
  Failure& failure() { return std::get<Failure>(content_); }
  const Failure& failure() const { return std::get<Failure>(content_); }

 private:
  std::variant<T, Failure> content_;
};

}  // namespace aictl
