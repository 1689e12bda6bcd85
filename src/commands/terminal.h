#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "core/base/finding.h"
#include "core/base/origin.h"
#include "core/report/report.h"

namespace aictl::commands {

/// What a person says to a question; `nobody` where none can be asked.
enum class Answer { yes, no, nobody };

/// How large a terminal is.
struct Screen {
  std::size_t columns = 80;
  std::size_t lines = 24;
};

enum class Colours { off, on };

/// Where a command's results and messages go; the terminal of src/cli is one, tests have another.
class Terminal {
 public:
  virtual ~Terminal() = default;

  /// A part of the result, as it is.
  virtual void write(std::string_view text) = 0;

  /// Sends on what was written so far, which may be held back else. Not 0 where nobody reads it any more.
  virtual int flush() { return 0; }

  /// The terminal that results go to; none where they go elsewhere.
  virtual std::optional<Screen> screen() const { return std::nullopt; }

  /// The key that a person presses at the terminal within that time; 0 for none. From the first question on,
  /// keys are not shown.
  virtual char key(std::chrono::milliseconds wait) {
    std::this_thread::sleep_for(wait);
    return 0;
  }

  /// Whether results may have colours.
  virtual Colours colours() const { return Colours::off; }

  /// A line for the person: progress, warnings. Not shown with -q.
  virtual void message(std::string_view line) = 0;

  /// The terminal on which what goes on can be drawn in its place; none where lines have to do.
  virtual std::optional<Screen> canvas() const { return std::nullopt; }

  /// Draws a text on the canvas, below all that is said, in the place of the one before; "" takes that away.
  virtual void draw(std::string_view /*text*/) {}

  /// What is done now, of a work with many steps: drawn in the place of the step before, or a line.
  void step(const std::string& line) {
    if (canvas()) return draw(line + "\n");
    message(line);
  }

  /// Findings in the order of their places; on a terminal with the line and a caret. Only errors with -q.
  virtual void show(Findings findings, const Sources& sources) = 0;

  /// The verb of a command that has some is begun: reports are named by it too (`aictl gpu check`).
  virtual void begin(std::string_view /*verb*/) {}

  /// What was looked at, and what came out of it that results tell already: for reports that machines read
  /// (`--error-format`), which name what is well too. No person is told.
  virtual void record(const std::vector<report::Checked>& /*checked*/, const Findings& /*findings*/) {}

  /// Asks the person at the terminal; `nobody` where there is no terminal to ask at.
  virtual Answer ask(std::string_view question) = 0;

  /// Asks the person at the terminal for a line, which may be empty; none where there is no terminal to ask
  /// at, or the person ends the input.
  virtual std::optional<std::string> askForLine(std::string_view /*question*/) { return std::nullopt; }
};

}  // namespace aictl::commands
