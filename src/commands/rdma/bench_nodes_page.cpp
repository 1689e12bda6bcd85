#include "commands/rdma/bench_nodes_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/rdma/bench_nodes_text.h"
#include "commands/rdma/bench_text.h"
#include "core/base/time.h"
#include "core/report/heat_map.h"
#include "core/report/html.h"
#include "core/report/markup.h"
#include "core/statistics/summary.h"

namespace aictl::commands {
namespace {

namespace page = aictl::report;

/// Where a figure lies between the best and the worst.
class Heat {
 public:
  explicit Heat(const fleet::Matrix& matrix)
      : isLowerBetter_(matrix.test.measure == rdma::bench::Measure::latency) {
    std::vector<double> figures;
    for (const fleet::PairFigures& pair : matrix.figures) figures.push_back(statistics::median(pair.rounds));
    const auto [low, high] = std::ranges::minmax(figures);
    low_ = low;
    high_ = high;
    // What differs by less than links that are alike do is no heat.
    if (high_ - low_ < fleet::leastOutlier * high_)
      (isLowerBetter_ ? high_ : low_) *= isLowerBetter_ ? 2 : 0.5;
  }

  double of(double figure) const {
    if (!(high_ > low_)) return 0;
    const double share = (figure - low_) / (high_ - low_);
    return isLowerBetter_ ? share : 1 - share;
  }

 private:
  bool isLowerBetter_;
  double low_ = 0;
  double high_ = 0;
};

std::string mapOf(const fleet::PairsReport& report, const fleet::Matrix& matrix) {
  page::HeatMap map{.title = matrixTitle(matrix)};
  for (const fleet::FleetNode& node : report.nodes) map.names.push_back(node.name);
  const Heat heat(matrix);
  for (std::size_t row = 0; row < report.nodes.size(); ++row) {
    map.rows.emplace_back();
    for (std::size_t column = 0; column < report.nodes.size(); ++column) {
      const fleet::PairFigures* pair = row == column ? nullptr : fleet::figuresOf(matrix, row, column);
      map.rows.back().emplace_back();
      if (pair == nullptr) continue;
      const double figure = statistics::median(pair->rounds);
      map.rows.back().back() = page::HeatCell{.heat = heat.of(figure),
                                              .text = fleet::figureNumber(matrix.test, figure),
                                              .isMarked = fleet::isOutlier(matrix, *pair)};
    }
  }
  return fmt::format("<h2>{}</h2>\n", page::escaped(map.title)) + page::svg(map);
}

std::string machines(const fleet::PairsReport& report) {
  std::vector<std::vector<std::string>> rows{{"Node", "Host", "Kernel", "Processor", "RDMA device", "", ""}};
  for (const fleet::FleetNode& node : report.nodes) {
    const auto of = [&](std::initializer_list<std::string_view> path) {
      return std::string(findString(node.machine, path));
    };
    rows.push_back({node.name, of({"host"}), of({"kernel"}), of({"processor"}),
                    of({"rdma", "device", "name"}), gpuText(node.machine),
                    node.findings.empty() ? "" : node.findings.front().message});
  }
  return "<h2>Nodes</h2>\n" + page::table(rows);
}

}  // namespace

std::string nodesPage(const fleet::RunFacts& facts, const fleet::PairsReport& report,
                      const std::vector<fleet::Matrix>& matrices, const Findings& findings) {
  std::string body = "<p><code>" + page::escaped(facts.command) + "</code></p>\n";
  for (const Finding& finding : findings)
    body += fmt::format("<p>{}{}{}</p>\n", page::escaped(finding.entry), finding.entry.empty() ? "" : ": ",
                        page::escaped(finding.message));
  for (const fleet::Matrix& matrix : matrices) body += mapOf(report, matrix);
  if (!matrices.empty())
    body += "<p>Each pair was measured once. A frame: worse than the others, beyond the noise.</p>\n";
  return page::page(fmt::format("RDMA benchmark between nodes, {}", rfc3339(facts.began)),
                    body + machines(report));
}

}  // namespace aictl::commands
