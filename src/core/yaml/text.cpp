#include "core/yaml/text.h"

#include <algorithm>

namespace aictl::yaml {
namespace {

constexpr std::string_view blanks = " \t\r";

}  // namespace

std::size_t lineStart(std::string_view text, std::size_t offset) {
  return offset == 0 ? 0 : text.rfind('\n', offset - 1) + 1;  // npos + 1 is 0
}

std::string_view lineAt(std::string_view text, std::size_t offset) {
  const std::size_t start = lineStart(text, offset);
  std::string_view line = text.substr(start, text.find('\n', start) - start);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::string_view withoutComment(std::string_view line) {
  for (std::size_t at = line.find('#'); at != std::string_view::npos; at = line.find('#', at + 1)) {
    if (at == 0 || blanks.find(line[at - 1]) != std::string_view::npos) {
      line = line.substr(0, at);
      break;
    }
  }
  const auto last = line.find_last_not_of(blanks);
  line = line.substr(0, last + 1);
  line.remove_prefix(std::min(line.find_first_not_of(blanks), line.size()));
  return line;
}

std::string_view contentBefore(std::string_view text, std::size_t offset) {
  while (true) {
    const std::size_t start = lineStart(text, offset);
    const std::string_view content = withoutComment(text.substr(start, offset - start));
    if (!content.empty() || start == 0) return content;
    offset = start - 1;
  }
}

std::size_t skipProperties(std::string_view text, std::size_t offset) {
  while (offset < text.size() && (text[offset] == '&' || text[offset] == '!')) {
    offset = std::min(text.find_first_of(" \t\r\n", offset), text.size());
    while (offset < text.size()) {
      offset = std::min(text.find_first_not_of(" \t\r\n", offset), text.size());
      if (offset == text.size() || text[offset] != '#') break;
      offset = std::min(text.find('\n', offset), text.size());
    }
  }
  return offset;
}

std::size_t quoteEnd(std::string_view text, std::size_t offset) {
  const char quote = text[offset];
  for (std::size_t at = offset + 1; at < text.size(); ++at) {
    if (quote == '"' && text[at] == '\\') {
      ++at;
    } else if (text[at] == quote) {
      if (quote == '"' || at + 1 == text.size() || text[at + 1] != quote) return at + 1;
      ++at;
    }
  }
  return std::string_view::npos;
}

}  // namespace aictl::yaml
