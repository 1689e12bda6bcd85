#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/value.h"

namespace aictl::kube {

/// Amounts of resources by name, in whole numbers, as the scheduler counts: `cpu` in thousandths of a core,
/// `memory`, `ephemeral-storage` and `hugepages-*` in bytes, all else (`nvidia.com/gpu`, `pods`) in pieces. A
/// resource that is not there is 0.
using Amounts = std::map<std::string, std::int64_t, std::less<>>;

/// What a quantity (a text or a number) of that resource is, rounded up; none where it is no quantity. Names
/// of quotas count as the resource that they limit: `limits.cpu` is in thousandths of a core as `cpu` is.
std::optional<std::int64_t> amountOf(std::string_view resource, const Value& quantity);

/// The amounts of a map of quantities, as `resources.requests` and `status.allocatable` are; what is no
/// quantity is left out.
Amounts amountsOf(const Value& quantities);

/// The amount under that name; 0 where there is none.
std::int64_t amount(const Amounts& amounts, std::string_view resource);

/// Adds `times` times the others.
void add(Amounts& amounts, const Amounts& others, std::int64_t times = 1);

/// Raises each amount to that of the others, where that is more.
void raise(Amounts& amounts, const Amounts& others);

/// The amount as an exact Kubernetes quantity: `1500m`, `4`, `12Gi`.
std::string quantityText(std::string_view resource, std::int64_t amount);

/// The amount for sentences: as quantityText, bytes with at most two places of their largest unit (`7.55Gi`).
std::string amountText(std::string_view resource, std::int64_t amount);

/// `8 nvidia.com/gpu, 64 cpu, 12Gi memory`: devices first, then as the names come. Pods are not told.
std::string amountsText(const Amounts& amounts);

}  // namespace aictl::kube
