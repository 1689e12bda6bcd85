#include <fmt/format.h>

#include <set>

#include "core/base/version.h"
#include "core/report/writers.h"
#include "core/yaml/json.h"

namespace aictl::report {
namespace {

std::string_view level(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

/// A path as a URI reference (RFC 3986).
std::string uri(std::string_view path) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string text;
  for (const char c : path) {
    if (plain.find(c) != std::string_view::npos) {
      text += c;
    } else {
      text += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return text;
}

Value regionOf(Origin origin) {
  Value region = Value::map({{"startLine", Value(origin.line)}});
  if (origin.column != 0) region.set("startColumn", Value(origin.column));
  return region;
}

/// A list of one location; empty where nothing is known of where it is.
Value locationsOf(const Finding& finding, const Places& places) {
  Value location = Value::map();
  if (const auto file = places.file(finding)) {
    Value physical = Value::map({{"artifactLocation", Value::map({{"uri", Value(uri(*file))}})}});
    if (finding.origin.line != 0) physical.set("region", regionOf(finding.origin));
    location.set("physicalLocation", std::move(physical));
  }
  if (!finding.entry.empty()) {
    const Value entry = Value::map({{"fullyQualifiedName", Value(finding.entry)}});
    location.set("logicalLocations", Value::list({entry}));
  }
  return location.empty() ? Value::list() : Value::list({location});
}

Value rulesOf(const Findings& findings) {
  std::set<std::string> names;
  for (const Finding& finding : findings) names.insert(finding.rule);
  Value rules = Value::list();
  for (const auto& name : names) rules.push(Value::map({{"id", Value(name)}}));
  return rules;
}

}  // namespace

std::string writeSarif(const Report& report, const Places& places) {
  Value results = Value::list();
  for (const Finding& finding : report.findings) {
    results.push(Value::map({{"ruleId", Value(finding.rule)},
                             {"level", Value(level(finding.severity))},
                             {"message", Value::map({{"text", Value(places.message(finding))}})},
                             {"locations", locationsOf(finding, places)}}));
  }
  const Value driver = Value::map(
      {{"name", Value("aictl")}, {"version", Value(version)}, {"rules", rulesOf(report.findings)}});
  const Value run = Value::map({{"tool", Value::map({{"driver", driver}})},
                                {"automationDetails", Value::map({{"id", Value(report.subject)}})},
                                {"columnKind", Value("unicodeCodePoints")},
                                {"results", std::move(results)}});
  return yaml::writeJson(Value::map({{"$schema", Value("https://json.schemastore.org/sarif-2.1.0.json")},
                                     {"version", Value("2.1.0")},
                                     {"runs", Value::list({run})}}),
                         2) +
         "\n";
}

}  // namespace aictl::report
