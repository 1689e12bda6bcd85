#include "commands/rdma/bench_nodes_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/rdma/bench_text.h"
#include "commands/table.h"
#include "core/statistics/summary.h"

namespace aictl::commands {
namespace {

using rdma::bench::Measure;

constexpr const char* outlierMark = " !";

std::string cell(const fleet::PairsReport& report, const fleet::Matrix& matrix, std::size_t row,
                 std::size_t column) {
  if (row == column) return "X";
  const fleet::PairFigures* pair = fleet::figuresOf(matrix, row, column);
  const bool isLeftOut = report.nodes[row].machine.isNull() || report.nodes[column].machine.isNull();
  if (pair == nullptr) return isLeftOut ? "skip" : "failed";
  return fleet::figureNumber(matrix.test, statistics::median(pair->rounds)) +
         (fleet::isOutlier(matrix, *pair) ? outlierMark : "");
}

std::string textOf(const fleet::PairsReport& report, const fleet::Matrix& matrix) {
  Table table;
  std::vector<std::string> heading{""};
  for (const fleet::FleetNode& node : report.nodes) heading.push_back(node.name);
  table.add(std::move(heading));
  for (std::size_t row = 0; row < report.nodes.size(); ++row) {
    std::vector<std::string> cells{report.nodes[row].name};
    for (std::size_t column = 0; column < report.nodes.size(); ++column)
      cells.push_back(cell(report, matrix, row, column));
    table.add(std::move(cells));
  }
  return matrixTitle(matrix) + "\n" + table.text();
}

std::string footer(const std::vector<fleet::Matrix>& matrices) {
  std::string text = "medians of the rounds, each pair once, the upper node to the one below it";
  const auto has = [&](auto holds) { return std::ranges::any_of(matrices, holds); };
  if (has([](const fleet::Matrix& matrix) { return !matrix.outliers.pairs.empty(); }))
    text += "; !: worse than the others, beyond the noise";
  if (has([](const fleet::Matrix& matrix) { return !matrix.outliers.isKnown; }))
    text += "; too few pairs to tell which are worse than the others";
  return text + "\n";
}

/// A line for each node whose messages lay in the memory of a GPU.
std::string gpus(const fleet::PairsReport& report) {
  std::string text;
  for (const fleet::FleetNode& node : report.nodes) {
    const std::string gpu = gpuText(node.machine);
    if (!gpu.empty()) text += fmt::format("{}: {}\n", node.name, gpu);
  }
  return text;
}

}  // namespace

std::string matrixTitle(const fleet::Matrix& matrix) {
  const rdma::bench::Test& test = matrix.test;
  return fmt::format("{}  {} {}{}, {}", test.measure == Measure::latency ? "LATENCY µs" : "BANDWIDTH Gb/s",
                     name(test.transport), name(test.operation),
                     test.direction == rdma::bench::Direction::bothWays ? " both ways" : "",
                     rdma::bench::sizeText(test.bytes));
}

std::string nodesTable(const fleet::PairsReport& report, const std::vector<fleet::Matrix>& matrices) {
  std::string text;
  for (const fleet::Matrix& matrix : matrices) text += textOf(report, matrix) + "\n";
  return matrices.empty() ? text : text + footer(matrices) + gpus(report);
}

}  // namespace aictl::commands
