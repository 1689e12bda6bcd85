#include "core/base/finding.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

namespace aictl {
namespace {

bool isControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

std::string escaped(std::string text) {
  if (std::ranges::none_of(text, isControl)) return text;
  std::string result;
  for (const char c : text) {
    if (c == '\n') {
      result += "\\n";
    } else if (c == '\t') {
      result += "\\t";
    } else if (isControl(c)) {
      result += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      result += c;
    }
  }
  return result;
}

}  // namespace

void append(Findings& findings, Findings more) { std::ranges::move(more, std::back_inserter(findings)); }

bool hasErrors(const Findings& findings) {
  return std::ranges::any_of(findings,
                             [](const Finding& finding) { return finding.severity == Severity::error; });
}

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::info:
      return "info";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

std::optional<Severity> severity(std::string_view name) {
  for (const auto known : {Severity::info, Severity::warning, Severity::error}) {
    if (aictl::name(known) == name) return known;
  }
  return std::nullopt;
}

std::string text(const Finding& finding, const Sources& sources) {
  std::string line = sources.place(finding.origin);
  if (!line.empty()) line += ": ";
  if (finding.severity != Severity::error) line.append(name(finding.severity)).append(": ");
  if (!finding.entry.empty()) line.append(finding.entry).append(": ");
  line += finding.message;
  if (!finding.evidence.empty()) line.append(" (").append(finding.evidence).append(")");
  if (!finding.remedy.empty()) line.append("; ").append(finding.remedy);
  return escaped(std::move(line));
}

void sortByPlace(Findings& findings) {
  std::ranges::stable_sort(findings, {}, [](const Finding& finding) {
    return std::tuple(finding.origin.file, finding.origin.line, finding.origin.column);
  });
}

}  // namespace aictl
