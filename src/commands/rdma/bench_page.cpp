#include "commands/rdma/bench_page.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/rdma/bench_text.h"
#include "core/base/time.h"
#include "core/report/chart.h"
#include "core/report/html.h"
#include "core/report/markup.h"

namespace aictl::commands {
namespace {

using namespace rdma::bench;
namespace page = aictl::report;
using page::Chart;
using page::Scale;
using page::Series;

constexpr double perMicrosecond = 1000;

/// µs of a latency, Gb/s of a bandwidth.
double shownFigure(const Test& test, double figure) {
  constexpr double bitsPerByte = 8;
  return test.measure == Measure::latency ? figure / perMicrosecond : figure * bitsPerByte / 1e9;
}

std::string unitOf(Measure measure) { return measure == Measure::latency ? "µs" : "Gb/s"; }

/// Latencies at the share of samples that are slower: 1 in 2, 1 in 10 … as far as the samples go.
Series distribution(const TestResult& result) {
  Series series{.name = text(result.test)};
  const double half = result.isHalved() ? 0.5 : 1;
  const auto total = static_cast<double>(result.samples.count());
  std::uint64_t seen = 0;
  for (const auto& bucket : result.samples.buckets()) {
    const double slower = (total - static_cast<double>(seen)) / total;
    series.points.emplace_back(1 / slower, static_cast<double>(bucket.high) * half / perMicrosecond);
    seen += bucket.count;
  }
  return series;
}

std::string distributions(const Report& report) {
  Chart chart{.title = "Distribution of latencies",
              .x = {"one of so many samples is slower", Scale::logarithmic},
              .y = {"latency, µs", Scale::logarithmic}};
  for (const TestResult& result : report.results) {
    if (result.test.measure == Measure::latency) chart.series.push_back(distribution(result));
  }
  return chart.series.empty() ? "" : "<h2>Distribution of latencies</h2>\n" + page::svg(chart);
}

/// Figures over sizes, a line for each transport and operation that was measured with several.
std::string sweepOf(const Report& report, Measure measure) {
  Chart chart{.title = fmt::format("{} over sizes", name(measure)),
              .x = {"size of a message, B", Scale::logarithmic},
              .y = {fmt::format("{}, {}", name(measure), unitOf(measure)), Scale::logarithmic}};
  for (const TestResult& result : report.results) {
    if (result.test.measure != measure) continue;
    const std::string line = fmt::format("{} {}", name(result.test.transport), name(result.test.operation));
    auto series = std::ranges::find(chart.series, line, &Series::name);
    if (series == chart.series.end()) series = chart.series.insert(series, {.name = line});
    series->points.emplace_back(static_cast<double>(result.test.bytes),
                                shownFigure(result.test, result.figure()));
  }
  std::erase_if(chart.series, [](const Series& series) { return series.points.size() < 2; });
  if (chart.series.empty()) return {};
  return fmt::format("<h2>{}</h2>\n", page::escaped(chart.title)) + page::svg(chart);
}

Series roundsOf(std::string name, const Test& test, const std::vector<double>& figures) {
  Series series{.name = std::move(name)};
  for (std::size_t i = 0; i < figures.size(); ++i)
    series.points.emplace_back(static_cast<double>(i + 1), shownFigure(test, figures[i]));
  return series;
}

std::string rounds(const Report& report, const std::vector<Recorded>& earlier) {
  std::string html;
  for (const TestResult& result : report.results) {
    Chart chart{.title = text(result.test), .x = {"round"}, .y = {unitOf(result.test.measure)}};
    chart.series.push_back(roundsOf("this run", result.test, result.figures()));
    const auto before = std::ranges::find(earlier, result.test, &Recorded::test);
    if (before != earlier.end()) chart.series.push_back(roundsOf("baseline", result.test, before->figures));
    html += fmt::format("<h2>{}, round by round</h2>\n", page::escaped(chart.title)) + page::svg(chart);
  }
  return html;
}

std::string figures(const Report& report) {
  return "<h2>Figures</h2>\n<pre>" + page::escaped(benchTable(report)) + "</pre>\n";
}

std::string notes(const Report& report) {
  std::string html;
  for (const Finding& note : report.notes) html += "<p>" + page::escaped(note.message) + "</p>\n";
  return html;
}

}  // namespace

std::string benchPage(const Report& report, const std::vector<Recorded>& earlier) {
  const std::string title = fmt::format("RDMA benchmark, {}", rfc3339(report.began));
  return page::page(title, "<p><code>" + page::escaped(report.command) + "</code></p>\n" + notes(report) +
                               figures(report) + distributions(report) + sweepOf(report, Measure::latency) +
                               sweepOf(report, Measure::bandwidth) + rounds(report, earlier));
}

}  // namespace aictl::commands
