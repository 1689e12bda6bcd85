#include <algorithm>
#include <array>

#include "core/report/report.h"
#include "core/report/writers.h"

namespace aictl::report {
namespace {

constexpr std::array table{
    Format{"json", writeJson},   Format{"github", writeGithub, true}, Format{"gitlab", writeGitlab},
    Format{"sarif", writeSarif}, Format{"junit", writeJunit},
};

}  // namespace

std::span<const Format> formats() { return table; }

const Format* findFormat(std::string_view name) {
  const auto found = std::ranges::find(table, name, &Format::name);
  return found == table.end() ? nullptr : &*found;
}

std::optional<std::string> Places::file(const Finding& finding) const {
  const auto name = sources.name(finding.origin.file);
  return name.empty() ? std::nullopt : path(name);
}

std::string Places::message(const Finding& finding) const {
  Finding shown = finding;
  shown.severity = Severity::error;  // each format has its own word for it
  if (file(finding)) shown.origin = {};
  return text(shown, sources);
}

}  // namespace aictl::report
