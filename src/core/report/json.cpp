#include "core/yaml/json.h"
#include "core/report/writers.h"

namespace aictl::report {
namespace {

Value orNull(const std::string& text) { return text.empty() ? Value() : Value(text); }
Value orNull(std::uint32_t number) { return number == 0 ? Value() : Value(number); }

Value valueOf(const Finding& finding, const Places& places) {
  const auto file = places.file(finding);
  return Value::map({{"severity", Value(name(finding.severity))},
                     {"rule", Value(finding.rule)},
                     {"message", Value(finding.message)},
                     {"entry", orNull(finding.entry)},
                     {"evidence", orNull(finding.evidence)},
                     {"remedy", orNull(finding.remedy)},
                     {"file", file ? Value(*file) : Value()},
                     {"line", file ? orNull(finding.origin.line) : Value()},
                     {"column", file ? orNull(finding.origin.column) : Value()}});
}

}  // namespace

std::string writeJson(const Report& report, const Places& places) {
  Value findings = Value::list();
  for (const Finding& finding : report.findings) findings.push(valueOf(finding, places));
  const Value document = Value::map(
      {{"version", Value(1)}, {"subject", Value(report.subject)}, {"findings", std::move(findings)}});
  return yaml::writeJson(document, 2) + "\n";
}

}  // namespace aictl::report
