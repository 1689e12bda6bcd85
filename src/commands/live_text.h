#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "commands/terminal.h"

namespace aictl::commands {

/// A text on a terminal that is drawn anew in its place. What stood there before it stays.
class LiveText {
 public:
  /// What to write so that the terminal shows this text and no longer the one before; "" where it does so
  /// already. Lines that are too long, and what is too much for the screen, are cut; colours take no room. A
  /// terminal that became narrower has broken the lines that it showed: they are found where they are now.
  std::string show(std::string_view text, const Screen& screen);

 private:
  std::string shown_;
  std::vector<std::string> lines_;  ///< that are shown, without colours
};

}  // namespace aictl::commands
