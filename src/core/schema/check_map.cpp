#include "core/schema/checker.h"

#include <fmt/format.h>
#include "core/schema/conditions.h"
#include "core/schema/words.h"

namespace aictl::schema {

bool Checker::map(const Node& node, Place& place) {
  bool holds = true;
  for (const Entry& each : place.value->entries()) {
    holds &= entry(node, place, each);
    if (!holds && isSilent()) return false;
  }
  holds &= required(node, place);
  if (node.assertions == nullptr || (!holds && isSilent())) return holds;
  holds &= amount(node.assertions->entryCount, place.value->size(), "entry", place);
  return dependent(*node.assertions, place) && holds;
}

bool Checker::entry(const Node& node, Place& place, const Entry& entry) {
  const auto key = entry.key.string();
  bool holds = keyName(node, place, entry);
  bool isKnown = false;
  if (const auto* property = node.property(key)) {
    isKnown = true;
    switch (belonging(node, *place.value, *property->schema)) {
      case Belonging::yes:
        holds &= below(*property->schema, place, entry.value, &entry.key, 0);
        break;
      case Belonging::no:
        return foreignKey(node, *property->schema, place, entry);
      case Belonging::unknown:
        break;  // the sibling's own finding says it
    }
  }
  if (node.assertions != nullptr) {
    for (const auto& [pattern, schema] : node.assertions->patternProperties) {
      if (!pattern.compiled().found(key)) continue;
      isKnown = true;
      holds &= below(*schema, place, entry.value, &entry.key, 0);
    }
  }
  if (isKnown) return holds;
  if (node.closed) return unknownKey(node, place, entry);
  if (node.additional != nullptr) holds &= below(*node.additional, place, entry.value, &entry.key, 0);
  return holds;
}

bool Checker::keyName(const Node& node, const Place& place, const Entry& entry) {
  if (node.assertions == nullptr || node.assertions->propertyNames == nullptr) return true;
  const Node& names = *node.assertions->propertyNames;
  const Place key{&place, &names, &entry.key, &entry.key};
  if (holdsSilently(names, key)) return true;
  if (isSilent()) return false;
  // Told as a fault of the key, with what its schema says about it.
  Findings reasons;
  Place root{.node = &names, .value = &entry.key, .key = &entry.key};
  Checker(graph_, entry_, &reasons, work_).at(names, root);
  if (reasons.empty()) return false;
  const auto path = pathOf(place);
  return tell({.rule = "key-name",
               .message = fmt::format("{} cannot be a key{}: it {}", quoted(entry.key.string()),
                                      path.empty() ? "" : " of " + path, reasons.front().message),
               .origin = entry.key.origin(),
               .remedy = reasons.front().remedy});
}

bool Checker::unknownKey(const Node& node, Place& place, const Entry& entry) {
  if (isSilent()) return false;
  const auto key = entry.key.string();
  auto [remedy, meant] = unknownKeyRemedy(node, place, key);
  if (!meant.empty()) place.meant.push_back(std::move(meant));
  constexpr std::size_t few = 12;
  if (remedy.empty() && node.properties.empty()) remedy = "nothing can be given here";
  if (remedy.empty() && node.properties.size() <= few) {
    std::vector<std::string> names;
    for (const auto& property : node.properties) names.push_back(property.name);
    remedy = (names.size() == 1 ? "the only key is " : "the keys are ") + both(names);
  }
  const auto path = pathOf(place);
  return tell({.rule = "unknown-key",
               .message = "unknown key " + quoted(key) + (path.empty() ? "" : " in " + path),
               .origin = entry.key.origin(),
               .remedy = std::move(remedy)});
}

/// A property that belongs to another choice of a sibling (`x-for`).
bool Checker::foreignKey(const Node& node, const Node& property, const Place& place, const Entry& entry) {
  if (isSilent()) return false;
  const auto* condition = excludedBy(node, *place.value, property);
  const Value* actual = effective(node, *place.value, condition->sibling);
  std::vector<std::string> values;
  for (const Value& value : condition->values.items()) values.push_back(plain(value));
  const auto sibling = pathOf(place, condition->sibling);
  const auto key = pathOf(place, entry.key.string());
  return tell({.rule = "not-for",
               .message = fmt::format("'{}' is for {} {}, {}", key, condition->sibling, either(values),
                                      actual == nullptr ? "and " + condition->sibling + " is not given"
                                                        : "not " + plain(*actual)),
               .origin = entry.key.origin(),
               .remedy = fmt::format("leave it out, or give {}: {}", sibling, either(values))});
}

bool Checker::required(const Node& node, const Place& place) {
  bool holds = true;
  for (const auto& name : node.required) {
    if (place.value->find(name) != nullptr) continue;
    const auto* property = node.property(name);
    if (property != nullptr && belonging(node, *place.value, *property->schema) != Belonging::yes) continue;
    if (isSilent()) return false;
    holds = false;
    if (std::ranges::find(place.meant, name) != place.meant.end()) continue;
    const auto description = std::string(property == nullptr ? "" : property->schema->description);
    tell({.rule = "missing",
          .message = pathOf(place, name) + " is missing",
          .origin = place.value->origin(),
          .remedy = description.empty() ? "" : "give it: " + description});
  }
  return holds;
}

bool Checker::dependent(const Node::Assertions& assertions, Place& place) {
  bool holds = true;
  for (const auto& [given, names] : assertions.dependentRequired) {
    const Entry* giver = place.value->findEntry(given);
    if (giver == nullptr) continue;
    for (const auto& name : names) {
      if (place.value->find(name) != nullptr) continue;
      if (isSilent()) return false;
      holds = tell({.rule = "missing",
                    .message = fmt::format("{} needs {} beside it", pathOf(place, given), quoted(name)),
                    .origin = giver->key.origin()});
    }
  }
  for (const auto& [given, schema] : assertions.dependentSchemas) {
    if (place.value->find(given) != nullptr) holds &= at(*schema, place);
  }
  return holds;
}

}  // namespace aictl::schema
