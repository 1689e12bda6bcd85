#include "core/node/attribute.h"

#include <charconv>
#include <filesystem>

#include "core/base/file.h"

namespace aictl::node {

namespace fs = std::filesystem;

std::string attribute(const std::string& path) {
  constexpr std::size_t limit = 65536;
  auto text = readFile(path, limit);
  if (!text) return {};
  while (!text->empty() && (text->back() == '\n' || text->back() == ' ')) text->pop_back();
  return *std::move(text);
}

std::optional<std::int64_t> integerAttribute(const std::string& path) {
  std::string text = attribute(path);
  int base = 10;
  if (text.starts_with("0x")) {
    text.erase(0, 2);
    base = 16;
  }
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::vector<std::string> namesIn(const std::string& folder) {
  std::vector<std::string> names;
  std::error_code error;
  for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error))
    names.push_back(entry->path().filename().string());
  std::ranges::sort(names);
  return names;
}

std::string linkName(const std::string& path) {
  std::error_code error;
  return fs::read_symlink(path, error).filename().string();
}

}  // namespace aictl::node
