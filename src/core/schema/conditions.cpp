#include "core/schema/conditions.h"

namespace aictl::schema {
namespace {

bool contains(std::span<const Value> values, const Value& value) {
  return std::ranges::find(values, value) != values.end();
}

const Value* effective(const Node& object, const Value& map, std::string_view name, std::size_t chain);

const Node::Condition* excludedBy(const Node& object, const Value& map, const Node& property,
                                  std::size_t chain) {
  if (chain == 0) return nullptr;
  for (const auto& condition : property.conditions) {
    const Value* value = effective(object, map, condition.sibling, chain - 1);
    if (value == nullptr || !contains(condition.values.items(), *value)) return &condition;
  }
  return nullptr;
}

const Value* effective(const Node& object, const Value& map, std::string_view name, std::size_t chain) {
  const Value* given = map.find(name);
  if (given != nullptr && !given->isNull()) return given;
  const auto* property = object.property(name);
  if (property == nullptr || !property->schema->defaultValue) return nullptr;
  return excludedBy(object, map, *property->schema, chain) == nullptr ? &*property->schema->defaultValue
                                                                      : nullptr;
}

}  // namespace

const Node::Condition* excludedBy(const Node& object, const Value& map, const Node& property) {
  return excludedBy(object, map, property, longestConditions);
}

const Value* effective(const Node& object, const Value& map, std::string_view name) {
  return effective(object, map, name, longestConditions);
}

Belonging belonging(const Node& object, const Value& map, const Node& property) {
  if (property.conditions.empty()) return Belonging::yes;
  const auto* condition = excludedBy(object, map, property);
  if (condition == nullptr) return Belonging::yes;
  const Value* value = effective(object, map, condition->sibling);
  const auto* sibling = object.property(condition->sibling);
  if (value == nullptr || sibling == nullptr) return Belonging::no;
  const auto& allowed = sibling->schema->enumeration;
  const bool isWrong =
      !sibling->schema->allows(value->kind()) || (!allowed.empty() && !contains(allowed, *value));
  return isWrong ? Belonging::unknown : Belonging::no;
}

}  // namespace aictl::schema
