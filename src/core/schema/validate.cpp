#include "core/schema/checker.h"
#include "core/schema/review.h"

namespace aictl::schema {
namespace {

void compile(const LazyPattern& pattern, Findings& findings) {
  const auto& error = pattern.compiled().error();
  if (error.empty()) return;
  findings.push_back({.rule = "schema-pattern",
                      .message = "broken pattern '" + std::string(pattern.text().string()) + "': " + error,
                      .origin = pattern.text().origin()});
}

void tryDefault(const Graph& graph, const Node& node, Findings& findings) {
  Findings faults;
  check(graph, node, normalise(node, *node.defaultValue), "", faults);
  for (Finding& fault : faults) {
    fault.rule = "schema-default";
    fault.message = "the default " + fault.message;
    fault.origin = node.defaultValue->origin();
    findings.push_back(std::move(fault));
  }
}

}  // namespace

void validateGraph(const Graph& graph, Findings& findings) {
  for (std::size_t i = 0; i < graph.assertions.size(); ++i) {
    const auto& assertions = graph.assertions[i];
    if (assertions.pattern) compile(*assertions.pattern, findings);
    for (const auto& [pattern, schema] : assertions.patternProperties) compile(pattern, findings);
  }
  if (graph.dialect == Dialect::cluster) return;  // the API server's defaults are Go's empty values
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    const Node& node = graph.nodes[i];
    if (node.defaultValue) tryDefault(graph, node, findings);
  }
}

}  // namespace aictl::schema
