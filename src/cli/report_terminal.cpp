#include "cli/report_terminal.h"

#include <unistd.h>

#include <filesystem>

#include "core/base/file.h"

namespace aictl::cli {
namespace {

namespace fs = std::filesystem;

/// The nearest folder above that holds `.git`; where there is none, the working folder.
fs::path topFolder() {
  std::error_code error;
  fs::path here = fs::current_path(error);
  for (fs::path folder = here; !folder.empty(); folder = folder.parent_path()) {
    if (fs::exists(folder / ".git", error)) return folder;
    if (folder == folder.root_path()) break;
  }
  return here;
}

std::optional<std::string> pathFrom(const fs::path& top, std::string_view name) {
  std::error_code error;
  const fs::path file = fs::absolute(fs::path(name), error);
  if (error || !fs::is_regular_file(file, error)) return std::nullopt;
  const fs::path relative = fs::weakly_canonical(file, error).lexically_relative(fs::canonical(top, error));
  return relative.empty() || *relative.begin() == ".." ? file.string() : relative.string();
}

}  // namespace

ReportTerminal::ReportTerminal(commands::Terminal& person, Reporting reporting, std::string subject)
    : person_(person), reporting_(std::move(reporting)), report_{.subject = std::move(subject)} {}

std::optional<commands::Screen> ReportTerminal::canvas() const {
  return reporting_.file.empty() ? std::nullopt : person_.canvas();
}

void ReportTerminal::message(std::string_view line) {
  if (!reporting_.file.empty() || reporting_.format->lines) person_.message(line);
}

void ReportTerminal::show(Findings findings, const Sources& sources) {
  append(report_.findings, findings);
  if (!reporting_.file.empty()) person_.show(std::move(findings), sources);
}

void ReportTerminal::begin(std::string_view verb) { report_.subject.append(" ").append(verb); }

void ReportTerminal::record(const std::vector<report::Checked>& checked, const Findings& findings) {
  report_.checked.insert(report_.checked.end(), checked.begin(), checked.end());
  append(report_.findings, findings);
}

std::optional<Failure> ReportTerminal::finish(const Sources& sources) {
  sortByPlace(report_.findings);
  const fs::path top = topFolder();
  const report::Places places{sources, [&](std::string_view name) { return pathFrom(top, name); }};
  const std::string text = reporting_.format->write(report_, places);
  if (!reporting_.file.empty()) {
    const auto written = writeFile(reporting_.file, text);
    return written ? std::nullopt : std::optional(written.failure());
  }
  person_.flush();
  for (std::string_view rest = text; !rest.empty();) {
    const auto done = ::write(STDERR_FILENO, rest.data(), rest.size());
    if (done < 0) break;
    rest.remove_prefix(static_cast<std::size_t>(done));
  }
  return std::nullopt;
}

}  // namespace aictl::cli
