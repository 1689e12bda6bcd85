#include "commands/table.h"

#include <algorithm>

#include "core/base/display_width.h"

namespace aictl::commands {
namespace {

constexpr std::size_t gap = 2;

bool isControl(char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; }

}  // namespace

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
  rows_.push_back(std::move(row));
}

std::string Table::text() const {
  std::string text;
  for (const auto& row : rows_) {
    const std::size_t begin = text.size();
    for (std::size_t i = 0; i < row.size(); ++i) {
      text += row[i];
      text.append(widths_[i] - displayWidth(row[i]) + gap, ' ');
    }
    text.erase(std::max(begin, text.find_last_not_of(' ') + 1));
    text += '\n';
  }
  return text;
}

}  // namespace aictl::commands
