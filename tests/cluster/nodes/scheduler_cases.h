#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "core/base/value.h"

namespace aictl::test {

/// Nodes and pods of all sorts, the same ones for the same seed on every machine.
class SchedulerCases {
 public:
  explicit SchedulerCases(std::uint32_t seed) : random_(seed) {}

  /// A node of this name: its size, labels, taints, and whether it is cordoned or not ready.
  Value node(const std::string& name);
  /// A small pod that is bound to the node.
  Value boundPod(const std::string& name, const std::string& node);
  /// A pod with requests, init containers, selectors, affinity, tolerations, host ports. Some can go nowhere.
  Value pod(const std::string& name, int nodes);

  /// A quota that counts pods, requests and limits, some of which some pods go beyond. It is of no less than
  /// the use that there is already.
  Value quota(const std::string& name);

  /// A number from 0 to one less than this.
  int below(int bound) { return static_cast<int>(random_() % static_cast<std::uint32_t>(bound)); }
  /// Whether something is to be that is so in so many of a hundred cases.
  bool chance(int percent) { return below(100) < percent; }

 private:
  std::string pick(std::initializer_list<const char*> texts);
  Value container(const std::string& name, bool small);
  Value expression();
  Value affinity(int nodes);
  Value toleration();

  std::mt19937 random_;
};

}  // namespace aictl::test
