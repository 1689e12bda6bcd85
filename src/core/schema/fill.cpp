#include "core/schema/conditions.h"
#include "core/schema/graph.h"

namespace aictl::schema {
namespace {

std::optional<Value> filled(const Node& node, const Value& value);

bool isOnly(const Node& node, Value::Kind kind) { return node.types == bit(kind); }

/// What stands for a value that was not given and has no default.
Value absent(const Node& node, Origin origin) {
  if (isOnly(node, Value::Kind::list)) return Value::list({}, origin);
  if (!isOnly(node, Value::Kind::map) && node.properties.empty()) return Value(nullptr, origin);
  Value map = Value::map({}, origin);
  map.reserve(node.properties.size());
  for (const auto& property : node.properties) {
    map.append(property.key.withOrigin(origin), absent(*property.schema, origin));
  }
  return map;
}

/// A default in the place of the object that lacks it.
Value withOrigin(const Value& value, Origin origin) {
  Value result = value.withOrigin(origin);
  if (value.isMap()) {
    for (std::size_t i = 0; i < value.size(); ++i)
      result.at(i) = withOrigin(value.entries()[i].value, origin);
  } else if (value.isList()) {
    for (std::size_t i = 0; i < value.size(); ++i) result.setItem(i, withOrigin(value.items()[i], origin));
  }
  return result;
}

Value notGiven(const Node& object, const Value& map, const Node& property) {
  if (!property.defaultValue || excludedBy(object, map, property) != nullptr)
    return absent(property, map.origin());
  Value value = withOrigin(normalise(property, *property.defaultValue), map.origin());
  auto inside = filled(property, value);
  return inside ? std::move(*inside) : value;
}

std::optional<Value> filledMap(const Node& node, const Value& value) {
  std::optional<Value> result;
  const auto own = [&]() -> Value& {
    if (!result) result = value;
    return *result;
  };
  for (std::size_t i = 0; i < value.size(); ++i) {
    const Entry& entry = value.entries()[i];
    const Node* schema = childSchema(node, entry.key.string());
    if (schema == nullptr || entry.value.isNull()) continue;
    if (auto child = filled(*schema, entry.value)) own().at(i) = std::move(*child);
  }
  if (value.size() < node.properties.size()) own().reserve(node.properties.size());
  for (const auto& property : node.properties) {
    const Value* given = value.find(property.name);
    if (given != nullptr && !given->isNull()) continue;
    Value key = property.key.withOrigin(value.origin());
    if (given == nullptr) {
      own().append(std::move(key), notGiven(node, value, *property.schema));
    } else {
      own().set(std::move(key), notGiven(node, value, *property.schema));
    }
  }
  return result;
}

std::optional<Value> filledList(const Node& node, const Value& value) {
  std::optional<Value> result;
  for (std::size_t i = 0; i < value.size(); ++i) {
    const Node* schema = itemSchema(node, i);
    if (schema == nullptr) return result;
    auto child = filled(*schema, value.items()[i]);
    if (!child) continue;
    if (!result) result = value;
    result->setItem(i, std::move(*child));
  }
  return result;
}

/// The value with what was not given, or nothing where it lacks nothing.
std::optional<Value> filled(const Node& node, const Value& value) {
  if (value.isMap()) return filledMap(node, value);
  if (value.isList()) return filledList(node, value);
  return std::nullopt;
}

}  // namespace

Value fill(const Node& node, const Value& value) { return filled(node, value).value_or(value); }

}  // namespace aictl::schema
