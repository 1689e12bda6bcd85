#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>

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
  bool lookedAt = false;
  std::string skipped;  ///< why not
  std::vector<const Finding*> errors;
  std::vector<const Finding*> remarks;  ///< warnings and informations

  bool failed() const { return !errors.empty(); }
  bool wasSkipped() const { return !failed() && !lookedAt && !skipped.empty(); }
};

/// The cases of a report by their names, in the order in which these come first.
class Cases {
 public:
  void add(const Checked& checked) {
    Case& one = at(checked.name);
    if (checked.skipped.empty()) {
      one.lookedAt = true;
    } else {
      one.skipped = checked.skipped;
    }
  }
  void add(const Finding& finding) {
    Case& one = at(caseOf(finding));
    (finding.severity == Severity::error ? one.errors : one.remarks).push_back(&finding);
  }
  std::vector<Case> take() && { return std::move(all_); }

 private:
  Case& at(const std::string& name) {
    const auto [known, isNew] = positions_.emplace(name, all_.size());
    if (isNew) all_.push_back({.name = name});
    return all_[known->second];
  }

  std::vector<Case> all_;
  std::unordered_map<std::string, std::size_t> positions_;
};

std::vector<Case> casesOf(const Report& report) {
  Cases cases;
  for (const Checked& checked : report.checked) cases.add(checked);
  for (const Finding& finding : report.findings) cases.add(finding);
  auto all = std::move(cases).take();
  if (all.empty()) all.push_back({.name = report.subject});
  return all;
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
  if (one.failed()) {
    inside += fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                          escaped(one.errors.front()->rule), escaped(places.message(*one.errors.front())),
                          linesOf(one.errors, places));
  }
  if (one.wasSkipped()) inside += fmt::format("      <skipped message=\"{}\"/>\n", escaped(one.skipped));
  if (!one.remarks.empty())
    inside += fmt::format("      <system-out>{}</system-out>\n", linesOf(one.remarks, places));
  const std::string head =
      fmt::format("    <testcase classname=\"{}\" name=\"{}\"", escaped(subject), escaped(one.name));
  return inside.empty() ? head + "/>\n" : head + ">\n" + inside + "    </testcase>\n";
}

}  // namespace

std::string writeJunit(const Report& report, const Places& places) {
  const auto cases = casesOf(report);
  const auto failed = std::ranges::count_if(cases, &Case::failed);
  const auto skipped = std::ranges::count_if(cases, &Case::wasSkipped);
  const std::string totals = fmt::format("name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"0\"",
                                         escaped(report.subject), cases.size(), failed);
  std::string inside;
  for (const Case& one : cases) inside += text(one, report.subject, places);
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites {0}>\n  <testsuite {0} skipped=\"{1}\">\n{2}"
      "  </testsuite>\n</testsuites>\n",
      totals, skipped, inside);
}

}  // namespace aictl::report
