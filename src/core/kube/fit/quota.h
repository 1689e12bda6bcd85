#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/kube/fit/resource_amounts.h"

namespace aictl::kube {

/// What pods and objects add to the use that the quotas of their namespace count.
struct QuotaDemand {
  struct Pods {
    Value podTemplate;       ///< with what limit ranges give (limit_range.h)
    std::int64_t count = 0;  ///< below 0 for pods that are there, are counted already, and will go
  };
  std::vector<Pods> pods;
  Amounts objects;  ///< by the names of quotas: `count/jobs.batch`, `configmaps`, `requests.storage`

  /// Adds a new object of a resource, as in `jobs` of `batch`.
  void addObject(const Value& object, std::string_view plural, std::string_view group);
};

/// What speaks against a demand, as the quota admission of the API server would.
struct QuotaAnswer {
  /// `the quota 'team' allows 8 requests.nvidia.com/gpu, 6 are in use, and 4 are asked for (2 too many)`
  std::vector<std::string> faults;
  /// `the quota 'team': its scope CrossNamespacePodAffinity`
  std::vector<std::string> notLookedAt;
};

/// Holds the demand against the ResourceQuotas of its namespace: what they count (requests, limits, pods,
/// objects, storage) within their scopes, and that each container has to say what a quota of it counts.
QuotaAnswer judgeQuotas(const std::vector<Value>& quotas, const QuotaDemand& demand);

}  // namespace aictl::kube
