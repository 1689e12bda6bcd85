// Which nodes a NodeSelector means.

#include "core/kube/fit/node_selector.h"

#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

const Value& node() {
  static const Value value = written("{metadata: {name: n1, labels: {zone: a, memory: '128', gpu: ''}}}");
  return value;
}

/// Of one term with one expression.
bool matches(const std::string& expression) {
  return isSelected(node(), written("{nodeSelectorTerms: [{matchExpressions: [" + expression + "]}]}"));
}

}  // namespace

TEST_CASE("each operator of an expression over labels holds where it should") {
  CHECK(matches("{key: zone, operator: In, values: [b, a]}"));
  CHECK_FALSE(matches("{key: zone, operator: In, values: [b]}"));
  CHECK_FALSE(matches("{key: rack, operator: In, values: [b]}"));
  CHECK(matches("{key: zone, operator: NotIn, values: [b]}"));
  CHECK_FALSE(matches("{key: zone, operator: NotIn, values: [a]}"));
  CHECK(matches("{key: rack, operator: NotIn, values: [a]}"));
  CHECK(matches("{key: gpu, operator: Exists}"));
  CHECK_FALSE(matches("{key: rack, operator: Exists}"));
  CHECK(matches("{key: rack, operator: DoesNotExist}"));
  CHECK_FALSE(matches("{key: gpu, operator: DoesNotExist}"));
  CHECK(matches("{key: memory, operator: Gt, values: ['127']}"));
  CHECK_FALSE(matches("{key: memory, operator: Gt, values: ['128']}"));
  CHECK(matches("{key: memory, operator: Lt, values: ['129']}"));
  CHECK_FALSE(matches("{key: memory, operator: Lt, values: ['128']}"));
  CHECK_FALSE(matches("{key: zone, operator: Gt, values: ['1']}"));
  CHECK_FALSE(matches("{key: rack, operator: Lt, values: ['1']}"));
  CHECK_FALSE(matches("{key: zone, operator: Near, values: [a]}"));
}

TEST_CASE("all expressions and fields of a term have to hold, and one term is enough") {
  const auto selected = [](const char* selector) { return isSelected(node(), written(selector)); };
  CHECK_FALSE(selected(R"(
nodeSelectorTerms:
- matchExpressions: [{key: zone, operator: Exists}, {key: rack, operator: Exists}]
)"));
  CHECK(selected(R"(
nodeSelectorTerms:
- matchExpressions: [{key: rack, operator: Exists}]
- matchExpressions: [{key: zone, operator: Exists}]
  matchFields: [{key: metadata.name, operator: In, values: [n1]}]
)"));
  CHECK_FALSE(selected(
      "{nodeSelectorTerms: [{matchFields: [{key: metadata.name, operator: NotIn, values: [n1]}]}]}"));
  CHECK_FALSE(
      selected("{nodeSelectorTerms: [{matchFields: [{key: metadata.uid, operator: In, values: [n1]}]}]}"));
}

TEST_CASE("a selector and a term with nothing in them mean no node") {
  CHECK_FALSE(isSelected(node(), written("{nodeSelectorTerms: []}")));
  CHECK_FALSE(isSelected(node(), written("{nodeSelectorTerms: [{}]}")));
}

TEST_CASE("a selector is said in words") {
  CHECK(selectorText(written(R"(
nodeSelectorTerms:
- matchExpressions:
  - {key: zone, operator: In, values: [a, b]}
  - {key: gpu, operator: Exists}
- matchExpressions: [{key: mem, operator: Gt, values: ['5']}, {key: old, operator: DoesNotExist}]
  matchFields: [{key: metadata.name, operator: NotIn, values: [n1]}]
)")) == "zone in [a, b], gpu exists; or mem > 5, no old, metadata.name not in [n1]");
}
