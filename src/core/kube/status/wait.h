#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kube/status/status.h"

namespace aictl::kube {

/// What is waited for.
enum class Goal : std::uint8_t {
  ready,   ///< all is ready, or has succeeded
  done,    ///< runs have succeeded; what has no end is ready
  deleted  ///< nothing is there
};

/// How the waiting for one object ended.
enum class Ending : std::uint8_t {
  none,  ///< it did not
  ready,
  succeeded,
  failed,
  deleted,
  replaced,  ///< another object has its name now
  absent     ///< it was not there to begin with
};

/// `none`, `ready`, `succeeded`, …
std::string_view name(Ending ending);

struct Awaited {
  ApplySet set;  ///< the stack that it is of
  ObjectStatus status;
  Ending ending = Ending::none;
  std::string trouble;  ///< of its pods, as in `pod a-x7: main: ErrImagePull`; "" for none

  /// Whether that is what was waited for.
  bool isGood(Goal goal) const;
};

/// Other work that goes on over the same client meanwhile, such as reading logs.
struct Beside {
  std::function<bool()> hasFailed;  ///< that ends the waiting
  std::function<bool()> isOver;     ///< the end waits for it, for some seconds at most
};

struct WaitOptions {
  Goal goal = Goal::ready;
  std::chrono::milliseconds timeout{0};     ///< 0: for ever
  std::chrono::milliseconds grace{30'000};  ///< that pods may be in trouble before it counts as a failure
  std::optional<Beside> beside = {};
};

struct WaitReports {
  std::function<void(const Awaited&)> changed;  ///< another state than before, or an end; may be empty
  std::function<void(const Finding&)> said;     ///< the connection was lost; pods that this user may not see
  /// How all objects are, in their order: at first, soon after each change, and once a second, since ages go
  /// on. May be empty.
  std::function<void(std::span<const Awaited>)> show = {};
};

/// Waits until all objects have ended as the goal has it, one has ended otherwise, or the time is over. The
/// results have the order of the objects. It watches, and asks for nothing again and again.
Result<std::vector<Awaited>> wait(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                  std::span<const Member> objects, const WaitOptions& options,
                                  const WaitReports& reports);

/// done; no where one ended otherwise than the goal has it; noAnswer where the time was over.
ExitCode exitCode(std::span<const Awaited> results, Goal goal);

}  // namespace aictl::kube
