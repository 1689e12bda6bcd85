#pragma once

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/objects.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// What becomes of the objects that an object owns: deleted after it, deleted before it, or left alone.
enum class Propagation { background, foreground, orphan };

struct RemoveOptions {
  Propagation propagation = Propagation::background;
  std::chrono::milliseconds wait{0};  ///< until the objects are gone; 0: not at all
};

enum class RemoveOutcome : std::uint8_t {
  removed,  ///< gone
  going,    ///< the server has agreed and it is still there: finalizers, or pods that end
  absent,   ///< was not there
  refused,
  failed,  ///< no trusted answer came
  notSent
};

/// `removed`, `being removed`, `not there`, `refused`, `failed`, `not sent`.
std::string_view name(RemoveOutcome outcome);

struct Removed {
  const ObjectName* object = nullptr;
  RemoveOutcome outcome = RemoveOutcome::notSent;
  std::string waitsFor;  ///< of `going`: the finalizers that hold it
  Failure fault;         ///< of `refused` and `failed`
};

/// Deletes objects, all at once; with a uid only the object that has it. Kinds that the server has not
/// count as absent. `report` is called as each is done. The results have the order of the objects.
Result<std::vector<Removed>> remove(Client& client, Discovery& discovery, std::span<const ObjectName> objects,
                                    const RemoveOptions& options,
                                    const std::function<void(const Removed&)>& report = {});

/// How a run with these results ends: interrupted, noAnswer (also for what was waited for in vain),
/// refused, or done.
ExitCode exitCode(std::span<const Removed> results, const RemoveOptions& options);

}  // namespace aictl::kube
