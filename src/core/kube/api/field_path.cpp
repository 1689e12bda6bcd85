#include "core/kube/api/field_path.h"

#include <charconv>
#include <optional>

namespace aictl::kube {
namespace {

bool endsKey(std::string_view rest) { return rest.empty() || rest.front() == '.' || rest.front() == '['; }

/// The entry whose key begins the text, the longest where several do; the text then begins after it.
const Entry* takeKey(const Value& map, std::string_view& text) {
  const Entry* longest = nullptr;
  for (const Entry& entry : map.entries()) {
    const std::string_view key = entry.key.string();
    if (!text.starts_with(key) || !endsKey(text.substr(key.size()))) continue;
    if (longest == nullptr || key.size() > longest->key.string().size()) longest = &entry;
  }
  if (longest != nullptr) text.remove_prefix(longest->key.string().size());
  return longest;
}

/// What stands between the bracket that begins the text and its end; the text then begins after it.
/// A bracket in quotes does not end it.
std::optional<std::string_view> takeBracket(std::string_view& text) {
  bool quoted = false;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (quoted && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      quoted = !quoted;
    } else if (text[i] == ']' && !quoted) {
      const std::string_view inside = text.substr(1, i - 1);
      text.remove_prefix(i + 1);
      return inside;
    }
  }
  return std::nullopt;
}

std::string_view unquoted(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"') return text.substr(1, text.size() - 2);
  return text;
}

/// How many of the keys of `name="m",protocol="TCP"` an item of a list has; none where one differs. A key
/// that the manifest leaves to its default is no difference.
std::optional<int> matching(const Value& item, std::string_view keys) {
  int count = 0;
  while (!keys.empty()) {
    const std::size_t end = std::min(keys.find(','), keys.size());
    const std::string_view one = keys.substr(0, end);
    keys.remove_prefix(std::min(end + 1, keys.size()));
    const std::size_t equals = one.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const Value* value = item.find(one.substr(0, equals));
    if (value == nullptr || value->isMap() || value->isList()) continue;
    if (value->scalarText() != unquoted(one.substr(equals + 1))) return std::nullopt;
    ++count;
  }
  return count;
}

const Value* itemWithKeys(const Value& list, std::string_view keys) {
  const Value* best = nullptr;
  int most = 0;
  for (const Value& item : list.items()) {
    const std::optional<int> count = matching(item, keys);
    if (!count || *count <= most) continue;
    most = *count;
    best = &item;
  }
  return best;
}

/// `[="x"]`: the item of a set that has this value.
const Value* itemOfSet(const Value& list, std::string_view text) {
  for (const Value& item : list.items()) {
    if (!item.isMap() && !item.isList() && item.scalarText() == text) return &item;
  }
  return nullptr;
}

const Value* itemOf(const Value& list, std::string_view bracket) {
  std::size_t index = 0;
  const char* end = bracket.data() + bracket.size();
  const auto [stop, error] = std::from_chars(bracket.data(), end, index);
  if (error == std::errc() && stop == end) return index < list.size() ? &list[index] : nullptr;
  if (bracket.starts_with('=')) return itemOfSet(list, unquoted(bracket.substr(1)));
  return itemWithKeys(list, bracket);
}

const Value* step(const Value& value, std::string_view& text) {
  if (text.starts_with('[')) {
    const std::optional<std::string_view> bracket = takeBracket(text);
    if (!bracket) return nullptr;
    return value.isList() ? itemOf(value, *bracket) : value.find(unquoted(*bracket));
  }
  if (!value.isMap()) return nullptr;
  if (text.starts_with('.')) text.remove_prefix(1);
  const Entry* entry = takeKey(value, text);
  return entry == nullptr ? nullptr : &entry->value;
}

}  // namespace

Located locate(const Value& manifest, std::string_view path) {
  Located located{&manifest, manifest.origin(), path.empty()};
  while (!path.empty()) {
    const Value* next = step(*located.value, path);
    if (next == nullptr) return located;
    located.value = next;
    if (next->origin().known()) located.origin = next->origin();
  }
  located.whole = true;
  return located;
}

}  // namespace aictl::kube
