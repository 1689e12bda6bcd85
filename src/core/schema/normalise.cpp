#include "core/schema/graph.h"

namespace aictl::schema {
namespace {

// Each gives the value as it must become, or nothing where it may stay: most stay, and are shared.
std::optional<Value> normalised(const Node* node, const Value& value);

bool isShort(const Node& node, const Value& value) {
  return !node.shortProperty.empty() && !value.isMap() && !value.isNull();
}

std::optional<Value> withoutNulls(const Value& map) {
  if (std::ranges::none_of(map.entries(), [](const Entry& entry) { return entry.value.isNull(); }))
    return std::nullopt;
  Value result = Value::map({}, map.origin());
  for (const Entry& entry : map.entries()) {
    if (!entry.value.isNull()) result.append(entry.key, entry.value);
  }
  return result;
}

std::optional<Value> normalisedMap(const Node* node, const Value& value) {
  auto result = withoutNulls(value);
  const Value map = result ? *result : value;
  for (std::size_t i = 0; i < map.size(); ++i) {
    const Entry& entry = map.entries()[i];
    auto child = normalised(node == nullptr ? nullptr : childSchema(*node, entry.key.string()), entry.value);
    if (!child) continue;
    if (!result) result = value;
    result->at(i) = std::move(*child);
  }
  return result;
}

std::optional<Value> normalisedList(const Node* node, const Value& value) {
  std::optional<Value> result;
  for (std::size_t i = 0; i < value.size(); ++i) {
    auto child = normalised(node == nullptr ? nullptr : itemSchema(*node, i), value.items()[i]);
    if (!child) continue;
    if (!result) result = value;
    result->setItem(i, std::move(*child));
  }
  return result;
}

/// `node` is nullptr inside what is passed through raw.
std::optional<Value> normalised(const Node* node, const Value& value) {
  if (node != nullptr && isShort(*node, value)) {
    Value map = Value::map({}, value.origin());
    map.set(Value(node->shortProperty, value.origin()), value);
    auto inside = normalisedMap(node, map);
    return inside ? std::move(inside) : std::move(map);
  }
  const bool isContainer = value.isMap() || value.isList();
  if (!isContainer) return std::nullopt;
  if (value.empty()) {
    if (!value.writtenEmpty() || node == nullptr || isRaw(*node)) return std::nullopt;
    Value result = value;
    result.setWrittenEmpty(false);
    return result;
  }
  return value.isMap() ? normalisedMap(node, value) : normalisedList(node, value);
}

}  // namespace

Value normalise(const Node& node, const Value& value) { return normalised(&node, value).value_or(value); }

}  // namespace aictl::schema
