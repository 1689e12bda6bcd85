#include "core/base/finding.h"

#include <algorithm>
#include <tuple>

namespace aictl {

bool hasErrors(const Findings& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [](const Finding& finding) { return finding.severity == Severity::error; });
}

std::string_view name(Severity severity) {
  switch (severity) {
    case Severity::info: return "info";
    case Severity::warning: return "warning";
    case Severity::error: break;
  }
  return "error";
}

std::string text(const Finding& finding, const Sources& sources) {
  std::string line = sources.place(finding.origin);
  if (!line.empty()) line += ": ";
  if (finding.severity != Severity::error) line.append(name(finding.severity)).append(": ");
  if (!finding.entry.empty()) line.append(finding.entry).append(": ");
  line += finding.message;
  if (!finding.evidence.empty()) line.append(" (").append(finding.evidence).append(")");
  if (!finding.remedy.empty()) line.append("; ").append(finding.remedy);
  return line;
}

void sortByPlace(Findings& findings) {
  std::stable_sort(findings.begin(), findings.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.origin.file, a.origin.line, a.origin.column) <
           std::tie(b.origin.file, b.origin.line, b.origin.column);
  });
}

}  // namespace aictl
