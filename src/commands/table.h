#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "commands/terminal.h"

namespace aictl::commands {

/// A text of a server on one line, which does nothing to a terminal: control characters become spaces.
std::string oneLine(std::string text);

/// What a cell means to a reader, who sees it as a colour.
enum class Meaning : std::uint8_t { none, good, open, bad };

/// How a table is to be shown.
struct Layout {
  std::optional<std::size_t>
      columns;  ///< what a line has more is cut off, with `…` in its place; none: nothing
  Colours colours = Colours::off;
};

/// For where a command's results go: a terminal has a width, and may have colours.
Layout layoutFor(const Terminal& terminal);

/// Lines in columns, each as wide on a terminal as its widest cell, with two spaces between.
class Table {
 public:
  /// `widths` are the least that columns have, from the first on.
  explicit Table(std::vector<std::size_t> widths = {}) : widths_(std::move(widths)) {}

  void add(std::vector<std::string> row);
  /// Says what a cell of the last row means.
  void mark(std::size_t column, Meaning meaning);
  bool empty() const { return rows_.empty(); }
  const std::vector<std::size_t>& widths() const { return widths_; }

  /// The lines, none with spaces at its end.
  std::string text(const Layout& layout = {}) const;

 private:
  struct Row {
    std::vector<std::string> cells;
    std::size_t marked = 0;
    Meaning meaning = Meaning::none;  ///< of the cell that is marked
  };
  std::string lineOf(const Row& row, const Layout& layout) const;

  std::vector<Row> rows_;
  std::vector<std::size_t> widths_;
};

}  // namespace aictl::commands
