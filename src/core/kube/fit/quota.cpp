#include "core/kube/fit/quota.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "core/kube/fit/pod_demand.h"
#include "core/kube/fit/quota_scope.h"

namespace aictl::kube {
namespace {

/// Kinds of the core that quotas count by their plain name too.
constexpr std::array<std::string_view, 6> plainNames{
    "configmaps", "persistentvolumeclaims", "replicationcontrollers", "resourcequotas", "secrets",
    "services"};

/// What containers have to say where a quota counts it.
constexpr std::array<std::string_view, 6> compulsory{
    "cpu", "memory", "requests.cpu", "requests.memory", "limits.cpu", "limits.memory"};

constexpr std::string_view ofRequests = "requests.";
constexpr std::string_view ofLimits = "limits.";

/// Whether a quota counts requests of the resource by its plain name too.
bool hasPlainName(std::string_view resource) { return resource.find('/') == std::string_view::npos; }

/// What one such pod adds, by the names of quotas.
Amounts useOf(const Value& podTemplate) {
  Amounts use{{"pods", 1}, {"count/pods", 1}};
  for (const auto& [resource, value] : podDemand(podTemplate)) {
    if (resource == "pods") continue;
    use[std::string(ofRequests) + resource] = value;
    if (hasPlainName(resource)) use[resource] = value;
  }
  for (const auto& [resource, value] : podLimits(podTemplate)) use[std::string(ofLimits) + resource] = value;
  return use;
}

bool says(const Value& container, std::string_view name) {
  const bool isLimit = name.starts_with(ofLimits);
  std::string_view resource = name;
  if (isLimit) resource.remove_prefix(ofLimits.size());
  if (name.starts_with(ofRequests)) resource.remove_prefix(ofRequests.size());
  // The request that is missing is the limit.
  return find(container, {"resources", "limits", resource}) != nullptr ||
         (!isLimit && find(container, {"resources", "requests", resource}) != nullptr);
}

/// The first container that does not say it; "" where all do.
std::string silentContainer(const Value& podTemplate, std::string_view name) {
  const Value spec = podSpecOf(podTemplate);
  for (const auto* key : {"initContainers", "containers"}) {
    const Value* containers = spec.find(key);
    if (containers == nullptr || !containers->isList()) continue;
    for (const Value& container : containers->items()) {
      if (!says(container, name)) return std::string(findString(container, {"name"}));
    }
  }
  return {};
}

/// Judges one quota.
class Judge {
 public:
  Judge(const Value& quota, QuotaAnswer& answer)
      : quota_(quota), name_(findString(quota, {"metadata", "name"})), answer_(answer) {
    const Value* hard = find(quota, {"spec", "hard"});
    if (hard != nullptr) hard_ = amountsOf(*hard);
    const Value* used = find(quota, {"status", "used"});
    if (used != nullptr) used_ = amountsOf(*used);
  }

  void run(const QuotaDemand& demand) {
    const std::string unknown = unknownScope(quota_);
    if (!unknown.empty()) {
      answer_.notLookedAt.push_back(fmt::format("the quota '{}', for its scope {}", name_, unknown));
      return;
    }
    Amounts added = hasScopes(quota_) ? Amounts() : demand.objects;
    for (const QuotaDemand::Pods& pods : demand.pods) {
      if (!isInScopes(quota_, podSpecOf(pods.podTemplate))) continue;
      add(added, useOf(pods.podTemplate), pods.count);
      if (pods.count > 0) askContainers(pods.podTemplate);
    }
    for (const auto& [resource, limit] : hard_) judge(resource, limit, amount(added, resource));
  }

 private:
  void judge(const std::string& resource, std::int64_t limit, std::int64_t more) {
    const std::int64_t used = amount(used_, resource);
    if (more <= 0 || used + more <= limit) return;
    answer_.faults.push_back(fmt::format("the quota '{}' allows {} {}: {} in use, {} asked for ({} too many)",
                                         name_, amountText(resource, limit), resource,
                                         amountText(resource, used), amountText(resource, more),
                                         amountText(resource, used + more - limit)));
  }

  void askContainers(const Value& podTemplate) {
    for (const std::string_view resource : compulsory) {
      if (!hard_.contains(resource)) continue;
      const std::string container = silentContainer(podTemplate, resource);
      if (container.empty()) continue;
      std::string fault = fmt::format("the quota '{}' counts {}, and the container '{}' does not say it",
                                      name_, resource, container);
      if (std::ranges::find(answer_.faults, fault) == answer_.faults.end())
        answer_.faults.push_back(std::move(fault));
    }
  }

  const Value& quota_;
  const std::string name_;
  QuotaAnswer& answer_;
  Amounts hard_;
  Amounts used_;
};

}  // namespace

void QuotaDemand::addObject(const Value& object, std::string_view plural, std::string_view group) {
  const std::string name = group.empty() ? std::string(plural) : fmt::format("{}.{}", plural, group);
  add(objects, {{"count/" + name, 1}});
  if (std::ranges::find(plainNames, name) != plainNames.end()) add(objects, {{name, 1}});
  if (name != "persistentvolumeclaims") return;
  const Value* size = find(object, {"spec", "resources", "requests", "storage"});
  const auto bytes = size != nullptr ? amountOf("storage", *size) : std::nullopt;
  if (!bytes) return;
  add(objects, {{"requests.storage", *bytes}});
  const std::string_view storageClass = findString(object, {"spec", "storageClassName"});
  if (storageClass.empty()) return;
  const std::string ofClass = fmt::format("{}.storageclass.storage.k8s.io/", storageClass);
  add(objects, {{ofClass + "requests.storage", *bytes}, {ofClass + "persistentvolumeclaims", 1}});
}

QuotaAnswer judgeQuotas(const std::vector<Value>& quotas, const QuotaDemand& demand) {
  QuotaAnswer answer;
  for (const Value& quota : quotas) Judge(quota, answer).run(demand);
  return answer;
}

}  // namespace aictl::kube
