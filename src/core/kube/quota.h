#pragma once

#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/kube/resource_amounts.h"

namespace aictl::kube {

/// What pods and objects add to the use that quotas of their namespace count.
struct QuotaDemand {
  struct Pods {
    Value podTemplate;
    std::int64_t count = 0;  ///< below 0 for pods that are there and are counted already
  };
  std::vector<Pods> pods;
  Amounts objects;  ///< new ones, by their resource: `jobs.batch`, `configmaps`
};

/// What speaks against a demand, as the API server's quota admission would.
struct QuotaAnswer {
  std::vector<std::string>
      faults;  ///< `quota 'team' has 2 of 8 requests.nvidia.com/gpu left, 4 are needed (2 more)`
  std::vector<std::string> notLookedAt;  ///< `quota 'team': scope CrossNamespacePodAffinity`
};

/// Holds the demand against ResourceQuotas of one namespace. `pods` (with LimitRange defaults taken in, see
/// limit_range.h) count with their requests and limits, as their scopes say.
QuotaAnswer judgeQuotas(const std::vector<Value>& quotas, const QuotaDemand& demand);

}  // namespace aictl::kube
