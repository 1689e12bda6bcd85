#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "commands/terminal.h"

namespace aictl::commands {

/// A text on a terminal that is drawn anew in its place. What stood there before it stays.
class LiveText {
 public:
  /// What to write so that the terminal shows this text and no longer the one before; "" where it does so
  /// already. Lines that are too long, and what is too much for the screen, are cut.
  std::string show(std::string_view text, const Screen& screen);

 private:
  std::string shown_;
  std::size_t lines_ = 0;
};

}  // namespace aictl::commands
