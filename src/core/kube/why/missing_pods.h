#pragma once

#include <cstddef>
#include <optional>

#include "core/base/result.h"
#include "core/kube/why/why.h"
#include "core/pack/kinds.h"

namespace aictl::kube {

/// Of a run that has fewer pods than it is to have by the facts of its kind, though it was made a minute ago:
/// how many are missing. None of what is no run, which may scale. `pods` are those that are there, ended ones
/// too; `now` is in seconds since 1970.
Result<std::optional<Answer>> missingPods(const pack::KindFacts& facts, const Value& object, std::size_t pods,
                                          std::int64_t now);

}  // namespace aictl::kube
