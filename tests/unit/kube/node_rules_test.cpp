// Which nodes take a pod, whatever is free on them.

#include "core/kube/fit/node_rules.h"

#include "core/kube/fit/taints.h"
#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

std::string words(const char* node, const char* spec) {
  const auto refusal = refusalBy(written(node), written(spec));
  return refusal ? refusal->words + (refusal->passing ? " (passing)" : "") : "";
}

bool tolerated(const char* taint, const char* toleration) {
  return isTolerated(written(taint), written("[" + std::string(toleration) + "]"));
}

}  // namespace

TEST_CASE("a taint is tolerated by key, value and effect, each of which may be left open") {
  constexpr auto* taint = "{key: team, value: ml, effect: NoSchedule}";
  CHECK(tolerated(taint, "{key: team, value: ml, effect: NoSchedule}"));
  CHECK(tolerated(taint, "{key: team, operator: Equal, value: ml}"));
  CHECK(tolerated(taint, "{key: team, operator: Exists}"));
  CHECK(tolerated(taint, "{operator: Exists}"));
  CHECK(tolerated(taint, "{operator: Exists, effect: NoSchedule}"));
  CHECK_FALSE(tolerated(taint, "{operator: Exists, effect: NoExecute}"));
  CHECK_FALSE(tolerated(taint, "{key: team, value: web}"));
  CHECK_FALSE(tolerated(taint, "{key: team}"));
  CHECK_FALSE(tolerated(taint, "{key: other, operator: Exists}"));
  CHECK_FALSE(tolerated(taint, "{key: team, operator: Near, value: ml}"));
  CHECK(tolerated("{key: gpu, effect: NoSchedule}", "{key: gpu}"));
}

TEST_CASE("taints that keep pods away are NoSchedule and NoExecute, not PreferNoSchedule") {
  CHECK(words("{spec: {taints: [{key: a, effect: PreferNoSchedule}]}}", "{containers: []}").empty());
  CHECK(words("{spec: {taints: [{key: a, value: b, effect: NoExecute}]}}", "{containers: []}") ==
        "with the taint a=b:NoExecute, which the pod does not tolerate");
  CHECK(words("{spec: {taints: [{key: a, effect: NoSchedule}, {key: b, effect: NoSchedule}]}}",
              "{tolerations: [{key: a, operator: Exists}]}") ==
        "with the taint b:NoSchedule, which the pod does not tolerate");
}

TEST_CASE("a cordoned node takes those alone that tolerate it") {
  CHECK(words("{spec: {unschedulable: true}}", "{containers: []}") == "cordoned (passing)");
  CHECK(words("{spec: {unschedulable: true}}",
              "{tolerations: [{key: node.kubernetes.io/unschedulable, operator: Exists}]}")
            .empty());
}

TEST_CASE("a node that is not well says how it is") {
  const auto of = [](const std::string& key) {
    return words(("{spec: {taints: [{key: node.kubernetes.io/" + key + ", effect: NoSchedule}]}}").c_str(),
                 "{containers: []}");
  };
  CHECK(of("not-ready") == "not ready (passing)");
  CHECK(of("unreachable") == "unreachable (passing)");
  CHECK(of("memory-pressure") == "under memory-pressure (passing)");
}

TEST_CASE("labels that a node has not, or otherwise, are named") {
  constexpr auto* node = "{metadata: {name: n1, labels: {zone: a, disk: ssd}}}";
  CHECK(words(node, "{nodeSelector: {zone: a}}").empty());
  CHECK(words(node, "{nodeSelector: {zone: b, disk: ssd}}") == "without the label zone=b");
  CHECK(words(node, "{nodeSelector: {zone: b, gpu: 'yes'}}") == "without the labels zone=b, gpu=yes");
}

TEST_CASE("a node outside the required affinity is out of the question, one outside the preferred is not") {
  constexpr auto* node = "{metadata: {name: n1, labels: {zone: a}}}";
  constexpr auto* term = "[{matchExpressions: [{key: zone, operator: In, values: [b]}]}]";
  const std::string required = "requiredDuringSchedulingIgnoredDuringExecution: {nodeSelectorTerms: ";
  CHECK(words(node, ("{affinity: {nodeAffinity: {" + required + term + "}}}}").c_str()) ==
        "outside the node affinity (zone in [b])");
  CHECK(words(node,
              "{affinity: {nodeAffinity: {preferredDuringSchedulingIgnoredDuringExecution: "
              "[{weight: 1, preference: {matchExpressions: [{key: zone, operator: In, values: [b]}]}}]}}}")
            .empty());
  CHECK(words(node, ("{affinity: {nodeAffinity: {" + required + "[]}}}}").c_str()) ==
        "outside the node affinity (nothing)");
}

TEST_CASE("a pod that names its node goes nowhere else") {
  CHECK(words("{metadata: {name: n1}}", "{nodeName: n1}").empty());
  CHECK(words("{metadata: {name: n1}}", "{nodeName: n2}") == "not the node n2 that it names");
}
