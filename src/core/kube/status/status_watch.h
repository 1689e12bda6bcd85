#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "core/kube/status/status.h"

namespace aictl::kube {

struct StatusReports {
  /// How all is: once all was read, soon after each change, and once a second, since ages go on. False ends
  /// it.
  std::function<bool(const std::vector<Member>&)> show;
  std::function<void(const Finding&)> said;  ///< what cannot be read; a connection that was lost
};

/// Keeps showing how stacks are, from watches: nothing is asked for again and again, but every `pauseOfKinds`
/// kinds that the server has not, which may come with an operator. What comes to a stack later is shown too,
/// also of kinds that it had none of. Ends where `show` says so, where nothing can be watched, and with a
/// Failure (interrupted; the server cannot be had).
std::optional<Failure> watchStatus(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                   std::span<const StatusQuestion> questions, const StatusReports& reports,
                                   std::chrono::milliseconds pauseOfKinds = std::chrono::seconds(3));

}  // namespace aictl::kube
