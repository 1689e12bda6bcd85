#pragma once

#include <span>
#include <vector>

#include "core/base/value.h"
#include "core/kube/fit/room_reading.h"
#include "core/kube/why/why.h"

namespace aictl::kube {

/// Whether the scheduler has found no node for the pod.
bool isUnscheduled(const Value& pod);

/// Adds for each pod that waits for a node what is missing, by the arithmetic of what it asks for and what
/// the nodes have; where nodes could not be read, what the scheduler says.
void addUnscheduled(std::span<const Value> pods, const RoomReading& reading, std::vector<Answer>& answers);

}  // namespace aictl::kube
