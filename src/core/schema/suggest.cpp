#include "core/schema/checker.h"

#include <fmt/format.h>
#include "core/schema/conditions.h"
#include "core/schema/words.h"

namespace aictl::schema {
namespace {

constexpr std::size_t mostPlaces = 3;

/// The properties that belong to an object as it is given.
std::vector<const Node::Property*> belongingTo(const Node& object, const Value& map) {
  std::vector<const Node::Property*> properties;
  for (const auto& property : object.properties) {
    if (belonging(object, map, *property.schema) != Belonging::no) properties.push_back(&property);
  }
  return properties;
}

/// The paths of a key in the objects that are properties of one at a place.
std::vector<std::string> inProperties(const Node& object, const Place& place, std::string_view key) {
  std::vector<std::string> paths;
  for (const auto* property : belongingTo(object, *place.value)) {
    if (property->schema->property(key) == nullptr || paths.size() == mostPlaces) continue;
    paths.push_back(pathOf(place, property->name) + "." + std::string(key));
  }
  return paths;
}

/// Where an object further out has the key: beside what is in it on the way here.
std::string furtherOut(const Place& place, std::string_view key) {
  for (const Place* at = &place; at->parent != nullptr; at = at->parent) {
    if (at->key == nullptr || at->parent->node == nullptr || at->parent->node->property(key) == nullptr)
      continue;
    return fmt::format("write it beside '{}', not in it", pathOf(*at));
  }
  return {};
}

/// What the schema says is written in place of a key that others use (`x-instead`).
KeyRemedy saidInstead(const Node& object, std::string_view key) {
  if (object.assertions == nullptr) return {};
  for (const Value& map : object.assertions->instead) {
    const std::string instead(findString(map, {key}));
    if (!instead.empty()) return {"write " + instead, instead.substr(0, instead.find(':'))};
  }
  return {};
}

std::string nearestProperty(const Node& object, const Place& place, std::string_view key) {
  std::vector<std::string> names;
  for (const auto* property : belongingTo(object, *place.value)) names.push_back(property->name);
  auto near = nearest(key, names);
  if (!near.empty()) return near;
  names.clear();
  for (const auto& property : object.properties) names.push_back(property.name);
  return nearest(key, names);
}

}  // namespace

KeyRemedy unknownKeyRemedy(const Node& object, const Place& place, std::string_view key) {
  if (auto instead = saidInstead(object, key); !instead.text.empty()) return instead;
  if (const auto paths = inProperties(object, place, key); !paths.empty()) return {didYouMean(paths), {}};
  if (auto remedy = furtherOut(place, key); !remedy.empty()) return {std::move(remedy), {}};
  if (auto near = nearestProperty(object, place, key); !near.empty()) return {didYouMean({near}), near};
  if (place.parent == nullptr || place.parent->node == nullptr || !place.parent->value->isMap()) return {};
  return {didYouMean(inProperties(*place.parent->node, *place.parent, key)), {}};
}

}  // namespace aictl::schema
