#include "commands/live_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "core/base/display_width.h"

namespace aictl::commands {
namespace {

std::vector<std::string_view> linesOf(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

/// Without its colours (`\033[…m`).
std::string plain(std::string_view line) {
  std::string text;
  while (!line.empty()) {
    const std::size_t begin = std::min(line.find("\033["), line.size());
    text += line.substr(0, begin);
    const std::size_t end = std::min(line.find('m', begin), line.size() - 1);
    line.remove_prefix(begin == line.size() ? begin : end + 1);
  }
  return text;
}

/// How many lines of a terminal of this width a line takes that was written at another width.
std::size_t rowsOf(std::string_view line, std::size_t columns) {
  std::size_t rows = 1;
  // What is wider than the whole terminal would never fit.
  for (std::string_view part = firstColumns(line, columns); !part.empty() && part.size() < line.size();
       part = firstColumns(line, columns)) {
    line.remove_prefix(part.size());
    ++rows;
  }
  return rows;
}

}  // namespace

std::string LiveText::show(std::string_view text, const Screen& screen) {
  auto lines = linesOf(text);
  // The cursor stands below the text, so that the shell's next line does.
  const std::size_t room = std::max<std::size_t>(screen.lines, 3) - 1;
  std::string rest;
  if (lines.size() > room) {
    rest = fmt::format("… and {} more", lines.size() - (room - 1));
    lines.resize(room - 1);
    lines.emplace_back(rest);
  }
  std::string body;
  std::vector<std::string> uncoloured;
  for (const std::string_view line : lines) {
    uncoloured.push_back(plain(line));
    std::string& last = uncoloured.back();
    const bool fits = displayWidth(last) <= screen.columns;
    if (!fits) last = firstColumns(last, screen.columns);
    body.append(fits ? line : std::string_view(last)).append("\033[K\n");
  }
  if (body == shown_) return {};
  std::size_t rows = 0;
  for (const std::string& line : lines_) rows += rowsOf(line, screen.columns);
  std::string drawing = rows > 0 ? fmt::format("\033[{}A\r", rows) : "";
  // What the terminal broke has to go first: it would join those lines again when it gets wider.
  if (rows != lines_.size()) drawing += "\033[J";
  drawing += body;
  drawing += "\033[J";
  shown_ = std::move(body);
  lines_ = std::move(uncoloured);
  return drawing;
}

}  // namespace aictl::commands
