#pragma once

#include <optional>
#include <string>

#include "commands/terminal.h"
#include "core/base/result.h"
#include "core/report/report.h"

namespace aictl::cli {

/// How findings are told to a machine.
struct Reporting {
  const report::Format* format = nullptr;
  std::string file;  ///< beside what a person reads; "": instead of it, on standard error
};

/// Keeps all findings of a run, and writes them at its end as one report. What goes to a file is shown to the
/// person too; where the report takes standard error for itself, nothing else is said there that would spoil
/// it.
class ReportTerminal : public commands::Terminal {
 public:
  ReportTerminal(commands::Terminal& person, Reporting reporting, std::string subject);

  void write(std::string_view text) override { person_.write(text); }
  int flush() override { return person_.flush(); }
  std::optional<commands::Screen> screen() const override { return person_.screen(); }
  char key(std::chrono::milliseconds wait) override { return person_.key(wait); }
  commands::Colours colours() const override { return person_.colours(); }
  commands::Answer ask(std::string_view question) override { return person_.ask(question); }
  std::optional<std::string> askForLine(std::string_view question) override {
    return person_.askForLine(question);
  }
  std::optional<commands::Screen> canvas() const override;
  void draw(std::string_view text) override { person_.draw(text); }
  void message(std::string_view line) override;
  void show(Findings findings, const Sources& sources) override;
  void begin(std::string_view verb) override;
  void record(const std::vector<report::Checked>& checked, const Findings& findings) override;

  /// Writes the report. Paths in it are from the top of the git work tree, where there is one. Gives what
  /// went wrong.
  std::optional<Failure> finish(const Sources& sources);

 private:
  commands::Terminal& person_;
  Reporting reporting_;
  report::Report report_;
};

}  // namespace aictl::cli
