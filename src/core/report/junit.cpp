#include <fmt/format.h>

#include <algorithm>

#include "core/report/markup.h"
#include "core/report/writers.h"

namespace aictl::report {
namespace {

/// What a finding counts for: the entry that it is about, else its rule.
const std::string& caseOf(const Finding& finding) {
  return finding.entry.empty() ? finding.rule : finding.entry;
}

struct Case {
  std::string name;
  std::vector<const Finding*> errors;
  std::vector<const Finding*> remarks;  ///< warnings and informations
};

std::vector<Case> casesOf(const Report& report) {
  std::vector<Case> cases;
  for (const auto& name : report.checked) cases.push_back({.name = name});
  for (const Finding& finding : report.findings) {
    auto found = std::ranges::find(cases, caseOf(finding), &Case::name);
    if (found == cases.end()) found = cases.insert(cases.end(), {.name = caseOf(finding)});
    (finding.severity == Severity::error ? found->errors : found->remarks).push_back(&finding);
  }
  if (cases.empty()) cases.push_back({.name = report.subject});
  return cases;
}

/// The place as machines and people find it, and the words.
std::string lineOf(const Finding& finding, const Places& places) {
  std::string place = places.file(finding).value_or("");
  if (!place.empty() && finding.origin.line != 0)
    place += fmt::format(":{}:{}", finding.origin.line, finding.origin.column);
  return (place.empty() ? "" : place + ": ") + places.message(finding);
}

std::string linesOf(const std::vector<const Finding*>& findings, const Places& places) {
  std::string text;
  for (const Finding* finding : findings) text += lineOf(*finding, places) + "\n";
  return escaped(text);
}

std::string text(const Case& one, const std::string& subject, const Places& places) {
  std::string inside;
  if (!one.errors.empty()) {
    inside += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                          escaped(one.errors.front()->rule), escaped(places.message(*one.errors.front())),
                          linesOf(one.errors, places));
  }
  if (!one.remarks.empty())
    inside += fmt::format("      <system-out>{}</system-out>\n", linesOf(one.remarks, places));
  const std::string head =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(subject), escaped(one.name));
  return inside.empty() ? head + "/>\n" : head + ">\n" + inside + "    </testcase>\n";
}

}  // namespace

std::string writeJunit(const Report& report, const Places& places) {
  const auto cases = casesOf(report);
  const auto failed = std::ranges::count_if(cases, [](const Case& one) { return !one.errors.empty(); });
  const std::string totals = fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\"",
                                         escaped(report.subject), cases.size(), failed);
  std::string inside;
  for (const Case& one : cases) inside += text(one, report.subject, places);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite {0} skipped=\"0\">\n{1}"
      "  </testsuite>\n</testsuites>\n",
      totals, inside);
}

}  // namespace aictl::report
