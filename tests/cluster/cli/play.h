#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "cluster/cli/cluster.h"

// The test plays the kubelet and the controllers of what it does not want to wait for.
namespace aictl::test {

/// Until it holds; a minute at most.
template <class Condition>
void until(Condition condition) {
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (!condition()) {
    REQUIRE(std::chrono::steady_clock::now() < deadline);
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

/// What `aictl ARGUMENTS…` says while the test changes the cluster.
inline std::unique_ptr<Process> begin(const Cluster& cluster, std::vector<std::string> arguments) {
  arguments.insert(arguments.end(), {"-n", cluster.nameSpace});
  return std::make_unique<Process>(cluster.work.command(std::move(arguments)));
}

/// Ends the job `a` as its controller does, until that, which may be about to write what it saw before, has
/// taken it in: of a job that has ended it writes nothing more.
inline void endJob(Cluster& cluster, const std::string& condition) {
  until([&] { return find(cluster.live("batch/v1", "Job", "a"), {"status", "active"}) != nullptr; });
  for (int stable = 0; stable < 3; ++stable) {
    const Value live = cluster.live("batch/v1", "Job", "a");
    if (live.isNull()) return;  // who waited for the end has deleted it
    const Value* conditions = find(live, {"status", "conditions"});
    if (conditions == nullptr || conditions->empty()) {
      stable = 0;
      cluster.change("/apis/batch/v1/namespaces/" + cluster.nameSpace + "/jobs/a/status",
                     R"({"status": {"conditions": [{"type": ")" + condition +
                         R"(", "status": "True", "message": "so it is"}]}})");
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
  }
}

/// Sets the status of the only pod.
inline void setPod(Cluster& cluster, const std::string& status) {
  std::string pod;
  until([&] {
    pod = cluster.firstPod();
    return !pod.empty();
  });
  cluster.change("/api/v1/namespaces/" + cluster.nameSpace + "/pods/" + pod + "/status",
                 R"({"status": )" + status + "}");
}

}  // namespace aictl::test
