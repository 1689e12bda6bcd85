#pragma once

#include <string>

#include "commands/terminal.h"

namespace aictl::cli {

enum class Color { never, always };

/// Standard output and standard error. Results are held back until there is a good piece of them; messages
/// come at once, after the results that were before them.
class StreamTerminal : public commands::Terminal {
 public:
  StreamTerminal(Color errorColor, bool quiet);
  ~StreamTerminal() override;
  StreamTerminal(const StreamTerminal&) = delete;
  StreamTerminal& operator=(const StreamTerminal&) = delete;

  void write(std::string_view text) override;
  void message(std::string_view line) override;
  void show(Findings findings, const Sources& sources) override;

  /// Writes what is held back. False where the reader is gone or the disk is full.
  bool flush();

 private:
  std::string excerpt(const Finding& finding, const Sources& sources) const;

  Color errorColor_;
  bool quiet_;
  bool good_ = true;
  std::string held_;
};

}  // namespace aictl::cli
