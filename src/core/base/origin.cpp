#include "core/base/origin.h"

#include <limits>

namespace aictl {

std::uint16_t Sources::add(std::string name, std::string text) {
  if (files_.size() >= std::numeric_limits<std::uint16_t>::max()) return 0;
  files_.push_back(std::make_unique<File>(File{std::move(name), std::move(text)}));
  return static_cast<std::uint16_t>(files_.size());
}

std::string_view Sources::name(std::uint16_t file) const {
  if (file == 0 || file > files_.size()) return {};
  return files_[file - 1]->name;
}

std::string_view Sources::line(Origin origin) const {
  if (origin.file == 0 || origin.file > files_.size() || origin.line == 0) return {};
  std::string_view text = files_[origin.file - 1]->text;
  for (std::uint32_t line = 1; line < origin.line; ++line) {
    const auto end = text.find('\n');
    if (end == std::string_view::npos) return {};
    text.remove_prefix(end + 1);
  }
  text = text.substr(0, text.find('\n'));
  if (text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

std::string Sources::place(Origin origin) const {
  std::string place(name(origin.file));
  if (place.empty() || origin.line == 0) return place;
  place += ':' + std::to_string(origin.line);
  if (origin.column != 0) place += ':' + std::to_string(origin.column);
  return place;
}

}  // namespace aictl
