#include "core/fleet/matrix.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/statistics/summary.h"

namespace aictl::fleet {
namespace {

using rdma::bench::Measure;
using rdma::bench::Recorded;
using rdma::bench::Test;

void add(std::vector<Matrix>& matrices, const PairResult& pair) {
  for (const Recorded& recorded : pair.results) {
    if (recorded.figures.empty()) continue;
    auto matrix = std::ranges::find(matrices, recorded.test, &Matrix::test);
    if (matrix == matrices.end()) matrix = matrices.insert(matrix, {.test = recorded.test});
    matrix->figures.push_back({pair.nodes.first, pair.nodes.second, recorded.figures});
  }
}

/// The median of what a node has with all others.
double figureOfNode(const Matrix& matrix, std::size_t node) {
  std::vector<double> figures;
  for (const PairFigures& pair : matrix.figures) {
    if (pair.a == node || pair.b == node) figures.push_back(statistics::median(pair.rounds));
  }
  return statistics::median(std::move(figures));
}

Finding worse(const Matrix& matrix, double figure, std::string who) {
  return {.rule = "outlier",
          .message = fmt::format("{}: {}, where the others have {}", text(matrix.test),
                                 figureText(matrix.test, figure),
                                 figureText(matrix.test, matrix.outliers.reference)),
          .entry = std::move(who)};
}

void judgeMatrix(const PairsReport& report, const Matrix& matrix, Findings& findings) {
  const auto isOdd = [&](std::size_t node) {
    return std::ranges::find(matrix.outliers.nodes, node) != matrix.outliers.nodes.end();
  };
  for (const std::size_t node : matrix.outliers.nodes) {
    findings.push_back(worse(matrix, figureOfNode(matrix, node), report.nodes[node].name));
    findings.back().remedy =
        fmt::format("'aictl rdma check --nodes {}' looks at it", report.nodes[node].name);
  }
  for (const std::size_t place : matrix.outliers.pairs) {
    const PairFigures& pair = matrix.figures[place];
    if (isOdd(pair.a) || isOdd(pair.b)) continue;
    findings.push_back(worse(matrix, statistics::median(pair.rounds), pairText(report, {pair.a, pair.b})));
  }
}

/// What several pairs say in the same words is told once, with the first that said it where not all did.
Findings saidByPairs(const PairsReport& report) {
  Findings findings;
  std::vector<std::size_t> counts;
  for (const PairResult& pair : report.pairs) {
    for (const Finding& finding : pair.answer.findings) {
      const auto same = std::ranges::find_if(findings, [&](const Finding& other) {
        return other.message == finding.message && other.severity == finding.severity;
      });
      if (same != findings.end()) {
        ++counts[static_cast<std::size_t>(same - findings.begin())];
        continue;
      }
      findings.push_back(finding);
      findings.back().entry = pairText(report, pair.nodes);
      counts.push_back(1);
    }
  }
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (counts[i] == report.pairs.size()) {
      findings[i].entry.clear();
    } else if (counts[i] > 1) {
      findings[i].entry += fmt::format(" and {} more", counts[i] - 1);
    }
  }
  return findings;
}

}  // namespace

statistics::Better betterOf(const Test& test) {
  return test.measure == Measure::latency ? statistics::Better::lower : statistics::Better::higher;
}

std::string pairText(const PairsReport& report, const Pair& pair) {
  return fmt::format("{} → {}", report.nodes[pair.first].name, report.nodes[pair.second].name);
}

std::vector<Matrix> matricesOf(const PairsReport& report) {
  std::vector<Matrix> matrices;
  for (const PairResult& pair : report.pairs) add(matrices, pair);
  for (Matrix& matrix : matrices)
    matrix.outliers = findOutliers(matrix.figures, report.nodes.size(), betterOf(matrix.test));
  return matrices;
}

const PairFigures* figuresOf(const Matrix& matrix, std::size_t a, std::size_t b) {
  const auto found = std::ranges::find_if(matrix.figures, [&](const PairFigures& pair) {
    return (pair.a == a && pair.b == b) || (pair.a == b && pair.b == a);
  });
  return found == matrix.figures.end() ? nullptr : &*found;
}

bool isOutlier(const Matrix& matrix, const PairFigures& figures) {
  const auto place = static_cast<std::size_t>(&figures - matrix.figures.data());
  return std::ranges::find(matrix.outliers.pairs, place) != matrix.outliers.pairs.end();
}

Findings judge(const PairsReport& report, const std::vector<Matrix>& matrices) {
  Findings findings;
  for (const FleetNode& node : report.nodes) append(findings, node.findings);
  append(findings, saidByPairs(report));
  for (const Matrix& matrix : matrices) judgeMatrix(report, matrix, findings);
  return findings;
}

std::string figureNumber(const Test& test, double figure) {
  constexpr double perMicrosecond = 1e3;
  constexpr double bitsPerByte = 8;
  const double shown =
      test.measure == Measure::latency ? figure / perMicrosecond : figure * bitsPerByte / 1e9;
  constexpr double manyDigits = 1000;
  return shown < manyDigits ? fmt::format("{:.3g}", shown) : fmt::format("{:.0f}", shown);
}

std::string figureText(const Test& test, double figure) {
  return figureNumber(test, figure) + (test.measure == Measure::latency ? " µs" : " Gb/s");
}

}  // namespace aictl::fleet
