#pragma once

#include <termios.h>

#include <optional>
#include <string>

#include "commands/live_text.h"
#include "commands/terminal.h"

namespace aictl::cli {

/// How findings and results are shown.
struct OutputStyle {
  bool color = false;    ///< of findings
  bool excerpt = false;  ///< findings have the line that they are about, and a caret below the place
  bool drawn = false;    ///< what goes on is drawn in its place
  commands::Colours results = commands::Colours::off;
};

/// Standard output and standard error. Results are held back until there is a good piece of them; messages
/// come at once, after the results that were before them.
class StreamTerminal : public commands::Terminal {
 public:
  StreamTerminal(OutputStyle style, bool quiet);
  ~StreamTerminal() override;
  StreamTerminal(const StreamTerminal&) = delete;
  StreamTerminal& operator=(const StreamTerminal&) = delete;

  void write(std::string_view text) override;
  void message(std::string_view line) override;
  void show(Findings findings, const Sources& sources) override;
  commands::Answer ask(std::string_view question) override;
  std::optional<std::string> askForLine(std::string_view question) override;
  std::optional<commands::Screen> screen() const override;
  char key(std::chrono::milliseconds wait) override;
  commands::Colours colours() const override { return style_.results; }
  std::optional<commands::Screen> canvas() const override;
  void draw(std::string_view text) override;

  /// Writes what is held back. Gives the error (errno) of the first write of results that failed, 0 for
  /// none: EPIPE where the reader is gone.
  int flush() override;

 private:
  void say(std::string_view text);
  std::string excerpt(const Finding& finding, const Sources& sources) const;

  OutputStyle style_;
  bool quiet_;
  int error_ = 0;
  std::optional<termios> settings_;  ///< of the keyboard, before keys were asked for
  std::string held_;
  commands::LiveText live_;  ///< on standard error
  std::string drawing_;      ///< that it shows
};

}  // namespace aictl::cli
