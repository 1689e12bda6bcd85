#include "core/kube/fit/volume_claims.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/fit/node_selector.h"

namespace aictl::kube {
namespace {

std::string keyOf(std::string_view nameSpace, std::string_view name) {
  return fmt::format("{}/{}", nameSpace, name);
}

std::vector<std::string> claimNames(const Value& podSpec) {
  std::vector<std::string> names;
  const Value* volumes = podSpec.find("volumes");
  if (volumes == nullptr || !volumes->isList()) return names;
  for (const Value& volume : volumes->items()) {
    const std::string_view claim = findString(volume, {"persistentVolumeClaim", "claimName"});
    if (!claim.empty()) names.emplace_back(claim);
  }
  return names;
}

const Value* found(const std::map<std::string, Value, std::less<>>& values, std::string_view key) {
  const auto position = values.find(key);
  return position == values.end() ? nullptr : &position->second;
}

}  // namespace

void VolumeClaims::addClaim(const Value& claim) {
  claims_.insert_or_assign(
      keyOf(findString(claim, {"metadata", "namespace"}), findString(claim, {"metadata", "name"})), claim);
}

void VolumeClaims::addVolume(const Value& volume) {
  volumes_.insert_or_assign(std::string(findString(volume, {"metadata", "name"})), volume);
}

void VolumeClaims::addClass(const Value& storageClass) {
  classes_.insert_or_assign(std::string(findString(storageClass, {"metadata", "name"})), storageClass);
}

void VolumeClaims::addComing(std::string_view nameSpace, std::string_view claim) {
  coming_.insert(keyOf(nameSpace, claim));
}

std::vector<std::string> VolumeClaims::obstacles(const Value& podSpec, std::string_view nameSpace) const {
  std::vector<std::string> reasons;
  if (!readNamespaces_.contains(nameSpace)) return reasons;
  for (const std::string& name : claimNames(podSpec)) {
    const std::string key = keyOf(nameSpace, name);
    const Value* claim = found(claims_, key);
    const std::string trouble = claim != nullptr        ? troubleOf(*claim)
                                : coming_.contains(key) ? ""
                                                        : "does not exist";
    if (!trouble.empty()) reasons.push_back(fmt::format("the claim '{}' {}", name, trouble));
  }
  return reasons;
}

std::string VolumeClaims::troubleOf(const Value& claim) const {
  if (find(claim, {"metadata", "deletionTimestamp"}) != nullptr) return "is being deleted";
  if (findString(claim, {"status", "phase"}) == "Lost") return "has lost its volume";
  if (!findString(claim, {"spec", "volumeName"}).empty()) return {};
  const std::string_view className = findString(claim, {"spec", "storageClassName"});
  if (className.empty()) return "has no storage class, and no volume is bound to it";
  const Value* storageClass = found(classes_, className);
  // One that waits for its first consumer is bound once the pod has a node.
  if (storageClass != nullptr && findString(*storageClass, {"volumeBindingMode"}) == "WaitForFirstConsumer")
    return {};
  if (storageClass == nullptr && areClassesRead_)
    return fmt::format("is of the storage class '{}', which does not exist", className);
  return fmt::format("of the storage class '{}' is not bound to a volume yet", className);
}

std::string VolumeClaims::refusal(const Value& node, const Value& podSpec, std::string_view nameSpace) const {
  for (const std::string& name : claimNames(podSpec)) {
    const Value* claim = found(claims_, keyOf(nameSpace, name));
    if (claim == nullptr) continue;
    const Value* volume = found(volumes_, findString(*claim, {"spec", "volumeName"}));
    const Value* required = volume != nullptr ? find(*volume, {"spec", "nodeAffinity", "required"}) : nullptr;
    if (required != nullptr && required->isMap() && !isSelected(node, *required))
      return fmt::format("that the volume of the claim '{}' cannot be reached from ({})", name,
                         selectorText(*required));
  }
  return {};
}

}  // namespace aictl::kube
