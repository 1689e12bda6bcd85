#include <fmt/format.h>

#include <map>

#include "core/base/digest.h"
#include "core/report/writers.h"
#include "core/yaml/json.h"

namespace aictl::report {
namespace {

std::string_view word(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "minor";
    case Severity::error:
      break;
  }
  return "major";
}

}  // namespace

std::string writeGitlab(const Report& report, const Places& places) {
  Value issues = Value::list();
  std::map<std::string, int> seen;
  for (const Finding& finding : report.findings) {
    // GitLab shows nothing without a path and a line.
    const std::string path = places.file(finding).value_or(".");
    const std::uint32_t line = path == "." || finding.origin.line == 0 ? 1 : finding.origin.line;
    const std::string message = places.message(finding);
    // The line is no part of the fingerprint: a finding that moved is the same one. Equal ones are counted.
    const std::string identity = fmt::format("{}\n{}\n{}", finding.rule, path, message);
    issues.push(Value::map({{"description", Value(message)},
                            {"check_name", Value(finding.rule)},
                            {"fingerprint", Value(sha256(fmt::format("{}\n{}", identity, seen[identity]++)))},
                            {"severity", Value(word(finding.severity))},
                            {"location", Value::map({{"path", Value(path)},
                                                     {"lines", Value::map({{"begin", Value(line)}})}})}}));
  }
  return yaml::writeJson(issues, 2) + "\n";
}

}  // namespace aictl::report
