#pragma once

#include <span>
#include <vector>

#include "core/base/value.h"
#include "core/kube/lookup.h"
#include "core/kube/why.h"

namespace aictl::kube {

/// Whether the scheduler has found no node for the pod.
bool isUnscheduled(const Value& pod);

/// Why pods wait for a node: the arithmetic of what they ask for and what the nodes of the cluster have.
class Unscheduled {
 public:
  explicit Unscheduled(Lookup& lookup) : lookup_(lookup) {}

  /// Asks for the nodes and for what runs on them, once, where one of the pods waits for a node.
  void ask(std::span<const Value> pods);

  /// Says of each that waits what is missing; where nodes may not be read, what the scheduler says.
  void judge(std::span<const Value> pods, std::vector<Answer>& answers) const;

 private:
  Lookup& lookup_;
  bool asked_ = false;
  std::vector<Value> nodes_;
  std::vector<Value> running_;
};

}  // namespace aictl::kube
