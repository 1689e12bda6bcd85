#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kube/status/status.h"
#include "core/kube/status/wait.h"

namespace aictl::kube {

/// Which run of a container: the one of now, or the one before its last restart.
enum class Instance : std::uint8_t { current, previous };

struct LogOptions {
  std::string container;              ///< "" for the one that the facts of the kind name, else the first
  std::optional<std::int64_t> tail;   ///< the last so many lines of each container
  std::optional<std::int64_t> since;  ///< what is younger than so many seconds
  Instance instance = Instance::current;
};

struct LogReports {
  /// A line, without its end. False where nobody reads any more.
  std::function<bool(std::string_view pod, std::string_view line)> line;
  std::function<void(const Finding&)> said;  ///< a pod whose log cannot be had
};

/// Reads the logs of all pods of these objects, pod by pod in the order of their names; gives how many pods
/// there are.
Result<std::size_t> readLogs(Client& client, Discovery& discovery, std::span<const Member> members,
                             const LogOptions& options, const LogReports& reports);

/// Reads them as they come, also those of pods and containers that start later, until all runs have ended,
/// what is no run is gone, or nobody reads any more. A stream that was cut goes on where it was.
std::optional<Failure> followLogs(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                  std::span<const Member> members, const LogOptions& options,
                                  const LogReports& reports);

/// Waits as `wait` does, with the logs of the same objects as they come; what was written up to the end of a
/// run is told before the result is given. That nobody reads the logs any more ends it too.
Result<std::vector<Awaited>> waitWithLogs(Client& client, Discovery& discovery, pack::Kinds& kinds,
                                          std::span<const Member> members, const LogOptions& logOptions,
                                          const LogReports& logReports, WaitOptions options,
                                          const WaitReports& reports);

}  // namespace aictl::kube
