#include "core/fleet/matrix_baseline.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/fleet/matrix_value.h"
#include "core/rdma/bench/verdict.h"
#include "core/statistics/change_finding.h"

namespace aictl::fleet {
namespace {

Finding wrong(std::string message) {
  return {.rule = "baseline",
          .message = std::move(message),
          .remedy = "make it with 'aictl rdma bench --nodes NODE,... -o json'"};
}

std::span<const Value> itemsOf(const Value& value, std::string_view key) {
  const Value* list = value.find(key);
  return list != nullptr && list->isList() ? list->items() : std::span<const Value>();
}

/// The rounds of a pair of nodes in an earlier test; none where it has none of them.
std::vector<double> roundsOf(const Value& earlier, const std::string& a, const std::string& b) {
  std::vector<double> rounds;
  for (const Value& pair : itemsOf(earlier, "pairs")) {
    const std::string_view client = findString(pair, {"client"});
    const std::string_view server = findString(pair, {"server"});
    if ((client != a || server != b) && (client != b || server != a)) continue;
    for (const Value& round : itemsOf(pair, "rounds")) {
      if (round.isNumber()) rounds.push_back(round.number());
    }
  }
  return rounds;
}

/// The same test of an earlier run; null where it has none.
Value earlierOf(const rdma::bench::Test& test, const Value& baseline) {
  for (const Value& earlier : itemsOf(baseline, "tests")) {
    const auto same = rdma::bench::testOf(earlier);
    if (same && *same == test) return earlier;
  }
  return {};
}

/// That a node's link was another one: the figures say nothing of the node then. "" where none was.
std::string otherLinkOf(const PairsReport& report, const Value& baseline) {
  for (const FleetNode& node : report.nodes) {
    for (const Value& before : itemsOf(baseline, "nodes")) {
      const Value* machine = before.find("machine");
      if (node.machine.isNull() || machine == nullptr || machine->isNull() ||
          findString(before, {"name"}) != node.name)
        continue;
      const std::string earlier = rdma::bench::linkOf(*machine);
      const std::string now = rdma::bench::linkOf(node.machine);
      if (earlier != now) return node.name + ": " + rdma::bench::otherLink(earlier, now);
    }
  }
  return {};
}

}  // namespace

Findings baselineFaults(const Value& document) {
  if (findString(document, {"schema"}) != pairsSchema)
    return {wrong(fmt::format("it is no document of the form {}", pairsSchema))};
  bool hasPairs = false;
  for (const Value& test : itemsOf(document, "tests")) {
    if (!rdma::bench::testOf(test)) return {wrong("a test of it is none that is known here")};
    hasPairs = hasPairs || !itemsOf(test, "pairs").empty();
  }
  return hasPairs ? Findings() : Findings{wrong("it has no figures")};
}

Result<Findings> compareWith(const PairsReport& report, const std::vector<Matrix>& matrices,
                             const Value& baseline) {
  std::string otherLink = otherLinkOf(report, baseline);
  if (!otherLink.empty()) return Failure(ExitCode::badInput, wrong(std::move(otherLink)));
  Findings findings;
  std::size_t compared = 0;
  std::size_t unchanged = 0;
  for (const Matrix& matrix : matrices) {
    const Value earlier = earlierOf(matrix.test, baseline);
    for (const PairFigures& pair : matrix.figures) {
      const auto before = roundsOf(earlier, report.nodes[pair.a].name, report.nodes[pair.b].name);
      if (before.empty()) continue;
      ++compared;
      const auto comparison = statistics::compare(before, pair.rounds, betterOf(matrix.test));
      if (comparison.change == statistics::Change::none) {
        ++unchanged;
        continue;
      }
      findings.push_back(statistics::changeFinding(
          comparison, {.title = text(matrix.test),
                       .write = [&](double figure) { return figureText(matrix.test, figure); },
                       .repeats = "rounds"}));
      findings.back().entry = pairText(report, {pair.a, pair.b});
    }
  }
  if (compared == 0) return Failure(ExitCode::badInput, wrong("it has none of the pairs of this run"));
  findings.push_back({.severity = Severity::info,
                      .rule = "baseline",
                      .message = fmt::format("{} of {} figures of pairs are as they were, within their noise",
                                             unchanged, compared)});
  return findings;
}

}  // namespace aictl::fleet
