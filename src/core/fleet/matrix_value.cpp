#include "core/fleet/matrix_value.h"

#include <algorithm>

#include "core/base/time.h"
#include "core/statistics/summary.h"

namespace aictl::fleet {
namespace {

using rdma::bench::Measure;

Value findingValue(const Finding& finding) {
  return Value::map({{"severity", Value(name(finding.severity))},
                     {"rule", Value(finding.rule)},
                     {"about", finding.entry.empty() ? Value() : Value(finding.entry)},
                     {"message", Value(finding.message)},
                     {"remedy", finding.remedy.empty() ? Value() : Value(finding.remedy)}});
}

/// The reason that counts: the first error.
Value reasonOf(const Findings& findings) {
  const auto error = std::ranges::find(findings, Severity::error, &Finding::severity);
  return error == findings.end() ? Value() : Value(error->message);
}

Value nodeValue(const FleetNode& node) {
  return Value::map({{"name", Value(node.name)},
                     {"state", Value(node.machine.isNull() ? "skipped" : "measured")},
                     {"reason", reasonOf(node.findings)},
                     {"machine", node.machine}});
}

Value namesOf(const PairsReport& report, const Pair& pair) {
  return Value::list({Value(report.nodes[pair.first].name), Value(report.nodes[pair.second].name)});
}

Value pairValue(const PairsReport& report, const PairResult& pair) {
  const bool isMeasured = !pair.results.empty();
  return Value::map({{"client", Value(report.nodes[pair.nodes.first].name)},
                     {"server", Value(report.nodes[pair.nodes.second].name)},
                     {"state", Value(isMeasured ? "measured" : "skipped")},
                     {"reason", isMeasured ? Value() : reasonOf(pair.answer.findings)}});
}

Value figuresValue(const PairsReport& report, const Matrix& matrix, const PairFigures& pair) {
  Value rounds = Value::list();
  for (const double figure : pair.rounds) rounds.push(Value(figure));
  return Value::map({{"client", Value(report.nodes[pair.a].name)},
                     {"server", Value(report.nodes[pair.b].name)},
                     {"figure", Value(statistics::median(pair.rounds))},
                     {"rounds", std::move(rounds)},
                     {"outlier", matrix.outliers.isKnown ? Value(isOutlier(matrix, pair)) : Value()}});
}

Value matrixValue(const PairsReport& report, const Matrix& matrix) {
  Value value = rdma::bench::testValue(matrix.test);
  const Outliers& outliers = matrix.outliers;
  Value nodes = Value::list();
  for (const std::size_t node : outliers.nodes) nodes.push(Value(report.nodes[node].name));
  Value pairs = Value::list();
  for (const PairFigures& pair : matrix.figures) pairs.push(figuresValue(report, matrix, pair));
  value.set("figureUnit", Value(matrix.test.measure == Measure::latency ? "ns" : "bytes per second"));
  value.set("reference", outliers.isKnown ? Value(outliers.reference) : Value());
  value.set("noise", outliers.isKnown ? Value(outliers.noise) : Value());
  value.set("outlierNodes", std::move(nodes));
  value.set("pairs", std::move(pairs));
  return value;
}

/// What was agreed on by the first pair; all have the same, but for what their machines can do.
Value configurationOf(const PairsReport& report) {
  for (const PairResult& pair : report.pairs) {
    if (!pair.configuration.isNull()) return pair.configuration;
  }
  return {};
}

}  // namespace

Value pairsValue(const RunFacts& run, const PairsReport& report, const std::vector<Matrix>& matrices,
                 const Findings& findings) {
  const auto listOf = [](const auto& items, const auto& valueOf) {
    Value list = Value::list();
    for (const auto& item : items) list.push(valueOf(item));
    return list;
  };
  return Value::map(
      {{"schema", Value(pairsSchema)},
       {"began", Value(rfc3339(run.began))},
       {"command", Value(run.command)},
       {"namespace", Value(run.nameSpace)},
       {"image", Value(run.image)},
       {"configuration", configurationOf(report)},
       {"nodes", listOf(report.nodes, nodeValue)},
       {"rounds", listOf(report.rounds,
                         [&](const std::vector<Pair>& round) {
                           return listOf(round, [&](const Pair& pair) { return namesOf(report, pair); });
                         })},
       {"pairs", listOf(report.pairs, [&](const PairResult& pair) { return pairValue(report, pair); })},
       {"tests", listOf(matrices, [&](const Matrix& matrix) { return matrixValue(report, matrix); })},
       {"findings", listOf(findings, findingValue)}});
}

}  // namespace aictl::fleet
