#include "core/fleet/told.h"

#include "core/yaml/json.h"

namespace aictl::fleet {
namespace {

constexpr std::string_view resultMark = "> ";
constexpr std::string_view findingMark = "! ";

Finding findingOf(const Value& told) {
  return {.severity = severity(findString(told, {"severity"})).value_or(Severity::error),
          .rule = std::string(findString(told, {"rule"})),
          .message = std::string(findString(told, {"message"})),
          .entry = std::string(findString(told, {"entry"})),
          .evidence = std::string(findString(told, {"evidence"})),
          .remedy = std::string(findString(told, {"remedy"}))};
}

}  // namespace

std::string resultLine(std::string_view line) { return std::string(resultMark).append(line); }

std::string findingLine(const Finding& finding) {
  return std::string(findingMark)
      .append(yaml::writeJson(Value::map({{"severity", Value(name(finding.severity))},
                                          {"rule", Value(finding.rule)},
                                          {"message", Value(finding.message)},
                                          {"entry", Value(finding.entry)},
                                          {"evidence", Value(finding.evidence)},
                                          {"remedy", Value(finding.remedy)}})));
}

Told toldIn(std::span<const std::string> lines) {
  Told told;
  for (const std::string& line : lines) {
    const std::string_view text(line);
    if (text.starts_with(resultMark)) {
      told.result.append(text.substr(resultMark.size())).append("\n");
      continue;
    }
    const auto finding = text.starts_with(findingMark) ? yaml::readJson(text.substr(findingMark.size()))
                                                       : Result<Value>(Value());
    if (finding && finding->isMap()) {
      told.findings.push_back(findingOf(*finding));
    } else if (!line.empty()) {
      told.others.push_back(line);
    }
  }
  return told;
}

}  // namespace aictl::fleet
