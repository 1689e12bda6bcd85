#pragma once

#include <span>
#include <vector>

#include "commands/cluster/subjects.h"
#include "commands/stack/stack_picture.h"
#include "core/kube/status/status.h"

namespace aictl::commands {

/// The boxes of what a status has, coloured by the worst state in each: those of the stack file, in the waves
/// that its manifests have, and others.
std::vector<Box> boxesOf(std::span<const kube::Member> members, const Subjects& subjects);

}  // namespace aictl::commands
