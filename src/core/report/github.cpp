#include <fmt/format.h>

#include "core/report/writers.h"

namespace aictl::report {
namespace {

std::string_view command(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "notice";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

/// As the runner reads it back (actions/toolkit, command.ts): what would end the line, and in a property what
/// would end the property.
std::string escaped(std::string_view text, std::string_view special) {
  std::string result;
  for (const char c : text) {
    if (special.find(c) != std::string_view::npos) {
      result += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result;
}

std::string property(std::string_view text) { return escaped(text, "%\r\n:,"); }

std::string line(const Finding& finding, const Places& places) {
  std::string properties;
  if (const auto file = places.file(finding)) {
    properties = "file=" + property(*file);
    if (finding.origin.line != 0) properties += fmt::format(",line={}", finding.origin.line);
    if (finding.origin.column != 0) properties += fmt::format(",col={}", finding.origin.column);
  }
  if (!finding.rule.empty())
    properties += (properties.empty() ? "title=" : ",title=") + property(finding.rule);
  return fmt::format("::{}{}{}::{}\n", command(finding.severity), properties.empty() ? "" : " ", properties,
                     escaped(places.message(finding), "%\r\n"));
}

}  // namespace

std::string writeGithub(const Report& report, const Places& places) {
  std::string text;
  for (const Finding& finding : report.findings) text += line(finding, places);
  return text;
}

}  // namespace aictl::report
