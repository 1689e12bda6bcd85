#include "core/kube/fit/taints.h"

#include <algorithm>
#include <span>
#include <string_view>

namespace aictl::kube {
namespace {

constexpr std::string_view unschedulable = "node.kubernetes.io/unschedulable";

/// An empty key with Exists tolerates every taint, no effect means every effect.
bool tolerates(const Value& toleration, const Value& taint) {
  const std::string_view effect = findString(toleration, {"effect"});
  if (!effect.empty() && effect != findString(taint, {"effect"})) return false;
  const std::string_view key = findString(toleration, {"key"});
  if (!key.empty() && key != findString(taint, {"key"})) return false;
  const std::string_view operation = findString(toleration, {"operator"});
  if (operation == "Exists") return true;
  const bool isEqual = operation.empty() || operation == "Equal";
  return isEqual && findString(toleration, {"value"}) == findString(taint, {"value"});
}

bool repels(const Value& taint) {
  const std::string_view effect = findString(taint, {"effect"});
  return effect == "NoSchedule" || effect == "NoExecute";
}

const Value& cordon() {
  static thread_local const Value taint =
      Value::map({{"key", Value(unschedulable)}, {"effect", Value("NoSchedule")}});
  return taint;
}

}  // namespace

bool isTolerated(const Value& taint, const Value& tolerations) {
  return tolerations.isList() && std::ranges::any_of(tolerations.items(), [&](const Value& toleration) {
           return tolerates(toleration, taint);
         });
}

const Value* repellingTaint(const Value& node, const Value& tolerations) {
  const Value* isCordoned = find(node, {"spec", "unschedulable"});
  const bool cordoned = isCordoned != nullptr && isCordoned->isBoolean() && isCordoned->boolean();
  if (cordoned && !isTolerated(cordon(), tolerations)) return &cordon();
  const Value* taints = find(node, {"spec", "taints"});
  if (taints == nullptr || !taints->isList()) return nullptr;
  const auto all = taints->items();
  const auto found = std::ranges::find_if(
      all, [&](const Value& taint) { return repels(taint) && !isTolerated(taint, tolerations); });
  return found == all.end() ? nullptr : &*found;
}

std::string taintText(const Value& taint) {
  std::string text(findString(taint, {"key"}));
  if (const std::string_view value = findString(taint, {"value"}); !value.empty())
    text.append("=").append(value);
  return text.append(":").append(findString(taint, {"effect"}));
}

}  // namespace aictl::kube
