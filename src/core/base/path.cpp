#include "core/base/path.h"

#include <algorithm>
#include <charconv>

namespace aictl {
namespace {

bool isPlain(std::string_view key) {
  return !key.empty() && std::ranges::none_of(key, [](char c) {
    return c == '.' || c == '[' || c == ']' || c == '"' || c == '\'' || c == '=' ||
           static_cast<unsigned char>(c) <= ' ';
  });
}

/// Takes `[0]`, `["key"]` or `['key']` from the front.
std::optional<PathStep> takeBracket(std::string_view& text) {
  text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  const char quote = text.front();
  if (quote == '"' || quote == '\'') {
    const auto end = text.find(quote, 1);
    if (end == std::string_view::npos || end + 1 >= text.size() || text[end + 1] != ']') return std::nullopt;
    PathStep step = std::string(text.substr(1, end - 1));
    text.remove_prefix(end + 2);
    return step;
  }
  std::int64_t index = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  if (error != std::errc{} || end == text.data() + text.size() || *end != ']') return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return index;
}

}  // namespace

std::optional<std::vector<PathStep>> parsePath(std::string_view text) {
  std::vector<PathStep> steps;
  bool keyWanted = true;
  while (!text.empty() || keyWanted) {
    if (!text.empty() && text.front() == '[') {
      auto step = takeBracket(text);
      if (!step) return std::nullopt;
      steps.push_back(std::move(*step));
    } else if (keyWanted) {
      const auto key = text.substr(0, text.find_first_of(".["));
      if (!isPlain(key)) return std::nullopt;
      steps.emplace_back(std::string(key));
      text.remove_prefix(key.size());
    } else {
      return std::nullopt;
    }
    keyWanted = !text.empty() && text.front() == '.';
    if (keyWanted) text.remove_prefix(1);
  }
  return steps;
}

const Value* follow(const Value& value, const std::vector<PathStep>& steps) {
  const Value* at = &value;
  for (const PathStep& step : steps) {
    if (const auto* key = std::get_if<std::string>(&step)) {
      at = at->find(*key);
      if (at == nullptr) return nullptr;
      continue;
    }
    if (!at->isList()) return nullptr;
    const auto count = static_cast<std::int64_t>(at->size());
    auto index = std::get<std::int64_t>(step);
    if (index < 0) index += count;
    if (index < 0 || index >= count) return nullptr;
    at = &at->items()[static_cast<std::size_t>(index)];
  }
  return at;
}

std::string pathText(const std::vector<PathStep>& steps) {
  std::string text;
  for (const PathStep& step : steps) {
    if (const auto* index = std::get_if<std::int64_t>(&step)) {
      text += '[' + std::to_string(*index) + ']';
      continue;
    }
    const auto& key = std::get<std::string>(step);
    if (isPlain(key)) {
      if (!text.empty()) text += '.';
      text += key;
    } else {
      const char quote = key.find('"') == std::string::npos ? '"' : '\'';
      text.append("[").append(1, quote).append(key).append(1, quote).append("]");
    }
  }
  return text;
}

}  // namespace aictl
