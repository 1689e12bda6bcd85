#include "core/fleet/matrix_baseline.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/fleet/matrix_value.h"
#include "core/rdma/bench/configuration.h"
#include "core/rdma/bench/verdict.h"
#include "core/statistics/change_finding.h"

namespace aictl::fleet {
namespace {

Failure wrong(std::string message) {
  return {ExitCode::badInput, Finding{.rule = "baseline",
                                      .message = std::move(message),
                                      .remedy = "make it with 'aictl rdma bench --nodes NODE,... -o json'"}};
}

std::span<const Value> itemsOf(const Value& value, std::string_view key) {
  const Value* list = value.find(key);
  return list != nullptr && list->isList() ? list->items() : std::span<const Value>();
}

std::vector<double> roundsOf(const Value& pair) {
  std::vector<double> rounds;
  for (const Value& round : itemsOf(pair, "rounds")) {
    if (round.isNumber()) rounds.push_back(round.number());
  }
  return rounds;
}

const EarlierPair* earlierOf(const EarlierRun& earlier, const rdma::bench::Test& test, const std::string& a,
                             const std::string& b) {
  const auto found = std::ranges::find_if(earlier.pairs, [&](const EarlierPair& pair) {
    return pair.test == test &&
           ((pair.client == a && pair.server == b) || (pair.client == b && pair.server == a));
  });
  return found == earlier.pairs.end() ? nullptr : &*found;
}

/// What has changed over a node's link makes no difference of figures one of the node.
std::optional<Failure> otherLinkOf(const PairsReport& report, const EarlierRun& earlier) {
  for (const FleetNode& node : report.nodes) {
    const auto before = earlier.links.find(node.name);
    if (node.machine.isNull() || before == earlier.links.end()) continue;
    const std::string now = rdma::bench::linkOf(node.machine);
    if (before->second != now) return wrong(node.name + ": " + rdma::bench::otherLink(before->second, now));
  }
  return std::nullopt;
}

}  // namespace

Result<EarlierRun> earlierRunOf(const Value& document) {
  if (findString(document, {"schema"}) != pairsSchema)
    return wrong(fmt::format("it is no document of the form {}", pairsSchema));
  EarlierRun earlier;
  for (const Value& node : itemsOf(document, "nodes")) {
    const Value* machine = node.find("machine");
    if (machine == nullptr || machine->isNull()) continue;
    earlier.links.emplace(findString(node, {"name"}), rdma::bench::linkOf(*machine));
  }
  for (const Value& value : itemsOf(document, "tests")) {
    const auto test = rdma::bench::testOf(value);
    if (!test) return wrong("a test of it is none that is known here");
    for (const Value& pair : itemsOf(value, "pairs")) {
      earlier.pairs.push_back({.test = *test,
                               .client = std::string(findString(pair, {"client"})),
                               .server = std::string(findString(pair, {"server"})),
                               .rounds = roundsOf(pair)});
    }
  }
  if (earlier.pairs.empty()) return wrong("it has no figures");
  return earlier;
}

Result<Findings> compareWith(const PairsReport& report, const std::vector<Matrix>& matrices,
                             const EarlierRun& earlier) {
  if (auto failure = otherLinkOf(report, earlier)) return *std::move(failure);
  Findings findings;
  std::size_t compared = 0;
  std::size_t unchanged = 0;
  for (const Matrix& matrix : matrices) {
    for (const PairFigures& pair : matrix.figures) {
      const EarlierPair* before =
          earlierOf(earlier, matrix.test, report.nodes[pair.a].name, report.nodes[pair.b].name);
      if (before == nullptr || before->rounds.empty()) continue;
      ++compared;
      const auto comparison = statistics::compare(before->rounds, pair.rounds, betterOf(matrix.test));
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
  if (compared == 0) return wrong("it has none of the pairs of this run");
  findings.push_back({.severity = Severity::info,
                      .rule = "baseline",
                      .message = fmt::format("{} of {} figures of pairs are as they were, within their noise",
                                             unchanged, compared)});
  return findings;
}

}  // namespace aictl::fleet
