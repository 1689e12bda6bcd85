#include "core/schema/samples.h"

#include <algorithm>
#include <array>

#include "core/schema/assertions.h"
#include "core/schema/formats.h"
#include "core/schema/graph.h"

namespace aictl::schema {
namespace {

/// Two of each kind of text that schemas ask for.
constexpr std::array<std::string_view, 26> texts{"example",
                                                 "other",
                                                 "10Gi",
                                                 "20Gi",
                                                 "90s",
                                                 "120s",
                                                 "example/a:1",
                                                 "example/b:1",
                                                 "/example",
                                                 "/other",
                                                 "example.com/a",
                                                 "example.com/b",
                                                 "example:1",
                                                 "other:2",
                                                 "0 3 * * *",
                                                 "0 4 * * *",
                                                 "10.0.0.0/16",
                                                 "10.1.0.0/16",
                                                 "10.0.0.1",
                                                 "10.1.0.1",
                                                 "s3://example/a",
                                                 "https://example.com/a",
                                                 "1",
                                                 "2",
                                                 "50%",
                                                 "status.podIP"};

bool fits(const Node& node, std::string_view text) {
  const Node::Assertions* all = node.assertions;
  if (all == nullptr) return true;
  if (text.size() < all->length.least || text.size() > all->length.most) return false;
  if (all->format != nullptr && !all->format->holds(text)) return false;
  return !all->pattern || all->pattern->compiled().found(text);
}

bool fits(const Node& node, std::int64_t number) {
  const Node::Assertions* all = node.assertions;
  if (all == nullptr) return true;
  const auto value = static_cast<double>(number);
  return (all->minimum.isNull() || value >= all->minimum.number()) &&
         (all->maximum.isNull() || value <= all->maximum.number()) &&
         (all->exclusiveMinimum.isNull() || value > all->exclusiveMinimum.number()) &&
         (all->exclusiveMaximum.isNull() || value < all->exclusiveMaximum.number());
}

void addNumbers(const Node& node, std::vector<Value>& values) {
  for (const std::int64_t number : {1, 2, 3, 100, 1000, 1024, 8080}) {
    if (fits(node, number)) values.emplace_back(number);
  }
}

void addTexts(const Node& node, std::vector<Value>& values) {
  for (const auto text : texts) {
    if (fits(node, text)) values.emplace_back(text);
  }
}

/// A map or list that holds one of them, for each.
void addLists(const Node& items, std::vector<Value>& values) {
  for (Value& item : samples(items)) values.push_back(Value::list({std::move(item)}));
}

void addMaps(const Node& node, std::vector<Value>& values) {
  const Node* names = node.assertions == nullptr ? nullptr : node.assertions->propertyNames;
  for (const auto key : texts) {
    if (names != nullptr && !fits(*names, key)) continue;
    for (Value& value : samples(*node.additional)) values.push_back(Value::map({{key, std::move(value)}}));
    return;
  }
}

void addObject(const Node& node, std::vector<Value>& values) {
  Value object = Value::map();
  for (const std::string& name : node.required) {
    const auto* property = node.property(name);
    const auto of = property == nullptr ? std::vector<Value>() : samples(*property->schema);
    if (of.empty()) return;
    object.set(name, of.front());
  }
  values.push_back(std::move(object));
}

}  // namespace

std::vector<Value> samples(const Node& node) {
  std::vector<Value> values(node.enumeration.begin(), node.enumeration.end());
  if (!values.empty()) return values;
  if (node.types == 0) return {};
  if (node.allows(Value::Kind::boolean)) values.insert(values.end(), {Value(true), Value(false)});
  if (node.allows(Value::Kind::integer)) addNumbers(node, values);
  if (node.allows(Value::Kind::string)) addTexts(node, values);
  if (node.allows(Value::Kind::list) && node.items != nullptr) addLists(*node.items, values);
  if (node.allows(Value::Kind::map)) {
    if (!node.properties.empty()) addObject(node, values);
    if (node.additional != nullptr && !node.additional->any) addMaps(node, values);
  }
  return values;
}

}  // namespace aictl::schema
