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
  for (const std::string_view line : lines)
    body.append(firstColumns(line, screen.columns)).append("\033[K\n");
  if (body == shown_) return {};
  std::string drawing = lines_ > 0 ? fmt::format("\033[{}A\r", lines_) : "";
  drawing += body;
  drawing += "\033[J";
  shown_ = std::move(body);
  lines_ = lines.size();
  return drawing;
}

}  // namespace aictl::commands
