#include "commands/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "core/base/display_width.h"

namespace aictl::commands {
namespace {

constexpr std::size_t gap = 2;

/// As much of a text as stands in so many columns, with `…` where that is not all.
std::string fitted(const std::string& text, std::size_t columns) {
  if (displayWidth(text) <= columns) return text;
  return std::string(firstColumns(text, columns - 1)) + "…";
}

int colourOf(Meaning meaning) {
  constexpr int green = 32, yellow = 33, red = 31;
  return meaning == Meaning::good ? green : meaning == Meaning::open ? yellow : red;
}

bool isControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

}  // namespace

Layout layoutFor(const Terminal& terminal) {
  const auto screen = terminal.screen();
  return {.columns = screen ? std::optional(screen->columns) : std::nullopt, .colours = terminal.colours()};
}

std::string oneLine(std::string text) {
  std::ranges::replace_if(text, isControl, ' ');
  return text;
}

void Table::add(std::vector<std::string> row) {
  if (widths_.size() < row.size()) widths_.resize(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    row[i] = oneLine(std::move(row[i]));
    widths_[i] = std::max(widths_[i], displayWidth(row[i]));
  }
  rows_.push_back({.cells = std::move(row)});
}

void Table::mark(std::size_t column, Meaning meaning) {
  rows_.back().marked = column;
  rows_.back().meaning = meaning;
}

std::string Table::text(const Layout& layout) const {
  std::string text;
  for (const Row& row : rows_) text += lineOf(row, layout) + "\n";
  return text;
}

std::string Table::lineOf(const Row& row, const Layout& layout) const {
  std::string line;
  std::size_t room = layout.columns.value_or(std::numeric_limits<std::size_t>::max());
  for (std::size_t i = 0; i < row.cells.size() && room > 0; ++i) {
    const std::string shown = fitted(row.cells[i], room);
    const bool isColoured = layout.colours == Colours::on && row.marked == i && row.meaning != Meaning::none;
    line += isColoured ? fmt::format("\033[{}m{}\033[0m", colourOf(row.meaning), shown) : shown;
    const std::size_t width = displayWidth(shown);
    const std::size_t blanks = std::min(room - width, widths_[i] - std::min(widths_[i], width) + gap);
    line.append(blanks, ' ');
    room -= width + blanks;
  }
  line.erase(line.find_last_not_of(' ') + 1);
  return line;
}

}  // namespace aictl::commands
