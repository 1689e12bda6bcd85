// The forms of a benchmark's report: all say what the JSON document says, and that is of its published
// schema.

#include <fmt/format.h>

#include <algorithm>
#include <sstream>
#include <utility>

#include "catch.h"
#include "core/schema/schema.h"
#include "core/yaml/json.h"
#include "shell/fixture/workspace.h"

using aictl::Value;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

/// A short run in this form, with the document of the same run beside it.
struct Run {
  explicit Run(const Workspace& work, const std::string& form, const std::vector<std::string>& more = {}) {
    std::vector<std::string> words{"rdma", "bench",    "--loopback", "--transport", "tcp,shm", "--iterations",
                                   "50",   "--rounds", "2",          "--warm-up",   "0.01",    "-q",
                                   "-o",   form,       "--save",     "saved.json"};
    words.insert(words.end(), more.begin(), more.end());
    const Outcome outcome = work.aictl(words);
    INFO(outcome.err);
    REQUIRE(outcome.code == 0);
    text = outcome.out;
    const auto read = aictl::yaml::readJson(work.read("saved.json"));
    REQUIRE(read);
    document = *read;
    const auto items = document.find("results")->items();
    results.assign(items.begin(), items.end());
    REQUIRE(results.size() == 4);  // latency and bandwidth, of TCP and of shared memory
  }

  std::string text;
  Value document;
  std::vector<Value> results;
};

std::vector<std::vector<std::string>> cellsOf(const std::string& text, char separator) {
  std::vector<std::vector<std::string>> rows;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    std::vector<std::string> cells;
    std::istringstream parts(line);
    for (std::string cell; std::getline(parts, cell, separator);) {
      if (separator != ' ' || !cell.empty()) cells.push_back(cell);
    }
    rows.push_back(std::move(cells));
  }
  return rows;
}

double numberAt(const Value& result, const char* group, const char* key) {
  return result.find(group)->find(key)->number();
}

bool isLatency(const Value& result) { return findString(result, {"measure"}) == "latency"; }

}  // namespace

TEST_CASE("all JSON of a benchmark is of the form that aictl schema publishes") {
  using aictl::schema::Dialect;
  using aictl::schema::Schema;
  const Workspace work;
  const auto form = aictl::yaml::readJson(work.aictl({"schema", "rdma-bench"}).out);
  REQUIRE(form);
  aictl::Findings findings;
  const Schema schema = Schema::load(*form, *form, {}, findings, Dialect::standard);
  schema.validate(findings);
  REQUIRE(findings.empty());

  const std::vector<std::vector<std::string>> runs{
      {}, {"--both-ways", "--connections", "2"}, {"--min-bandwidth", "0.000001", "--size", "64,4Ki"}};
  for (const std::vector<std::string>& more : runs) {
    const Workspace folder;
    const Outcome run = [&] {
      std::vector<std::string> words{"rdma",         "bench", "--loopback", "--transport", "tcp",
                                     "--iterations", "50",    "--rounds",   "2",           "--warm-up",
                                     "0.01",         "-o",    "json",       "--save",      "saved"};
      words.insert(words.end(), more.begin(), more.end());
      return folder.aictl(words);
    }();
    INFO(run.err);
    CHECK(run.code == 0);
    for (const std::string& text : {run.out, folder.read("saved")}) {
      auto document = aictl::yaml::readJson(text);
      REQUIRE(document);
      schema.check(*document, "", findings);
      if (!findings.empty()) FAIL(findings[0].message);
      document->set(Value("results"), Value("none"));
      schema.check(*document, "", findings);
      CHECK_FALSE(std::exchange(findings, {}).empty());
    }
  }
}

TEST_CASE("a row of CSV has what the document has of a test, under the names of its columns") {
  const Workspace work;
  const Run run(work, "csv");
  const auto rows = cellsOf(run.text, ',');
  REQUIRE(rows.size() == 1 + run.results.size());
  const auto cell = [&](std::size_t row, const std::string& column) {
    const auto at = std::find(rows[0].begin(), rows[0].end(), column);
    REQUIRE(at != rows[0].end());
    const auto index = static_cast<std::size_t>(at - rows[0].begin());
    return index < rows[row].size() ? rows[row][index] : std::string();
  };
  for (std::size_t i = 0; i < run.results.size(); ++i) {
    const Value& result = run.results[i];
    for (const char* key : {"measure", "transport", "operation", "direction"})
      CHECK(cell(i + 1, key) == findString(result, {key}));
    CHECK(cell(i + 1, "bytes") == std::to_string(result.find("bytes")->integer()));
    CHECK(cell(i + 1, "rounds") == "2");
    CHECK(std::stod(cell(i + 1, "figure")) == Approx(result.find("figure")->number()));
    CHECK(cell(i + 1, "unit") == (isLatency(result) ? "ns" : "bytes/s"));
    if (isLatency(result)) {
      CHECK(cell(i + 1, "samples") == "100");
      CHECK(std::stod(cell(i + 1, "maximum")) == Approx(numberAt(result, "latency", "maximum")));
      CHECK(cell(i + 1, "p99.9").empty());  // too few samples to tell
    } else {
      CHECK(std::stod(cell(i + 1, "messages_per_second")) ==
            Approx(numberAt(result, "bandwidth", "messagesPerSecond")));
    }
  }
}

TEST_CASE("what reads perftest's columns finds the same figures there") {
  const Workspace work;
  const Run run(work, "perftest");
  const auto rows = cellsOf(run.text, ' ');
  REQUIRE(rows.size() == 3 * run.results.size());  // each is another test, with a title and a heading
  std::size_t row = 0;
  for (const Value& result : run.results) {
    CHECK(rows[row++] == std::vector<std::string>{std::string(findString(result, {"transport"})), "send",
                                                  isLatency(result) ? "Latency" : "BW", "Test"});
    CHECK(rows[row++][0] == "#bytes");
    CHECK(rows[row][0] == std::to_string(result.find("bytes")->integer()));
    CHECK(rows[row][1] == "100");
    if (isLatency(result)) {
      REQUIRE(rows[row].size() == 9);
      CHECK(rows[row][2] == fmt::format("{:.2f}", numberAt(result, "latency", "minimum") / 1000));
      CHECK(rows[row][5] == fmt::format("{:.2f}", numberAt(result, "latency", "mean") / 1000));
    } else {
      REQUIRE(rows[row].size() == 5);
      CHECK(rows[row][3] == fmt::format("{:.2f}", numberAt(result, "bandwidth", "mebibytesPerSecond")));
    }
    ++row;
  }
}

TEST_CASE("the page shows the rounds of each test and needs nothing from elsewhere") {
  const Workspace work;
  const Run run(work, "csv", {"--html", "page.html"});
  const std::string page = work.read("page.html");
  for (const char* heading :
       {"Figures", "Distribution of latencies", "tcp send latency, 8 B, round by round",
        "shm send latency, 8 B, round by round", "tcp send bandwidth, 64 KiB, round by round",
        "shm send bandwidth, 64 KiB, round by round"})
    CHECK(page.find(fmt::format("<h2>{}<", heading)) != std::string::npos);
  CHECK(page.find("<svg") != std::string::npos);
  for (const char* outside : {"http://", "https://", " src="}) CHECK(page.find(outside) == std::string::npos);
}
