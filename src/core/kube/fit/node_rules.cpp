#include "core/kube/fit/node_rules.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

#include "core/kube/fit/node_selector.h"
#include "core/kube/fit/taints.h"

namespace aictl::kube {
namespace {

/// The taints that the cluster itself sets for how a node is, and takes away again.
NodeRefusal refusalOf(const Value& taint) {
  const std::string_view key = findString(taint, {"key"});
  if (key == "node.kubernetes.io/unschedulable") return {"cordoned", true};
  if (key == "node.kubernetes.io/not-ready") return {"not ready", true};
  if (key == "node.kubernetes.io/unreachable") return {"unreachable", true};
  constexpr std::string_view ofCluster = "node.kubernetes.io/";
  if (key.starts_with(ofCluster)) return {fmt::format("under {}", key.substr(ofCluster.size())), true};
  return {fmt::format("with the taint {}, which the pod does not tolerate", taintText(taint)), false};
}

/// `without the label zone=a`, of those labels that the node has otherwise or not.
std::string missingLabels(const Value& node, const Value& labels) {
  std::vector<std::string> missing;
  for (const Entry& label : labels.entries()) {
    if (hasLabels(node, Value::map({{label.key.string(), label.value}}))) continue;
    missing.push_back(fmt::format("{}={}", label.key.string(),
                                  label.value.isString() ? label.value.string() : std::string_view()));
  }
  return fmt::format("without the label{} {}", missing.size() == 1 ? "" : "s", fmt::join(missing, ", "));
}

const Value& orNull(const Value* value) {
  static thread_local const Value null;
  return value != nullptr ? *value : null;
}

}  // namespace

std::optional<NodeRefusal> refusalBy(const Value& node, const Value& podSpec) {
  const std::string_view wanted = findString(podSpec, {"nodeName"});
  if (!wanted.empty() && wanted != findString(node, {"metadata", "name"}))
    return NodeRefusal{fmt::format("not the node {} that it names", wanted), false};
  if (const Value* taint = repellingTaint(node, orNull(podSpec.find("tolerations"))); taint != nullptr)
    return refusalOf(*taint);
  const Value& labels = orNull(podSpec.find("nodeSelector"));
  if (!hasLabels(node, labels)) return NodeRefusal{missingLabels(node, labels), false};
  const Value* affinity =
      find(podSpec, {"affinity", "nodeAffinity", "requiredDuringSchedulingIgnoredDuringExecution"});
  if (affinity != nullptr && affinity->isMap() && !isSelected(node, *affinity))
    return NodeRefusal{fmt::format("outside the node affinity ({})", selectorText(*affinity)), false};
  return std::nullopt;
}

}  // namespace aictl::kube
