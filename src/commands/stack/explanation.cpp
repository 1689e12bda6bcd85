#include "commands/stack/explanation.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "commands/stack/reach.h"
#include "commands/stack/spec_flags.h"
#include "commands/table.h"
#include "core/base/path.h"

namespace aictl::commands {
namespace {

constexpr std::size_t mostReached = 12;  ///< lines that a person is shown

std::vector<std::string> behindFirst(const std::vector<std::string>& words) {
  return {words.begin() + 1, words.end()};
}

std::string pathOf(const std::vector<std::string>& words) {
  std::vector<PathStep> steps(words.begin(), words.end());
  return pathText(steps);
}

/// The flag of a property that has one: those inside of lists and maps have none.
std::string flagOf(const ExplainedPlace& place) {
  const auto path = behindFirst(place.words);
  const auto& way = place.step.way;
  if (place.found.definition == nullptr || path.empty() || way.size() != path.size()) return {};
  const bool throughList = std::ranges::any_of(
      way.begin(), way.end() - 1, [](const auto* property) { return property->schema->items != nullptr; });
  return throughList ? std::string() : fmt::format("aictl {} NAME {}", place.words.front(), flagName(path));
}

Value conditionsOf(const schema::Node& node) {
  Value where = Value::map();
  for (const auto& condition : node.conditions) where.set(condition.sibling, condition.values);
  return where;
}

bool isRequired(const ExplainedPlace& place) {
  if (place.step.way.empty() || place.step.last == nullptr) return false;
  const auto& required = place.step.last->required;
  return std::ranges::find(required, place.step.way.back()->name) != required.end();
}

Value propertiesOf(const schema::Node& node) {
  const schema::Node& object = node.properties.empty() && node.items != nullptr ? *node.items : node;
  Value properties = Value::list();
  for (const auto& property : object.properties) {
    properties.push(Value::map({{"name", Value(property.name)},
                                {"type", Value(schema::typeWords(*property.schema))},
                                {"description", Value(property.schema->description)}}));
  }
  return properties;
}

Value reachedBy(const ExplainedPlace& place) {
  Value list = Value::list();
  if (place.found.definition == nullptr) return list;
  for (const auto& reached : reach(place.found, behindFirst(place.words)))
    list.push(Value::map({{"object", Value(reached.object)}, {"field", Value(reached.field)}}));
  return list;
}

std::string joined(const Value& list) {
  std::string text;
  for (const Value& item : list.items()) text += (text.empty() ? "" : ", ") + item.scalarText();
  return text;
}

std::string textOf(const Value& value) {
  return value.isList() || value.isMap() ? (value.empty() ? (value.isList() ? "[]" : "{}") : "…")
                                         : value.scalarText();
}

void addFacts(const Value& explanation, Table& table) {
  const Value& allowed = *explanation.find("allowed");
  for (std::size_t i = 0; i < allowed.size(); ++i)
    table.add({i == 0 ? "allowed" : "", allowed[i].scalarText()});
  if (explanation.find("required")->boolean()) table.add({"required", "yes"});
  if (const Value* value = explanation.find("default"); !value->isNull())
    table.add({"default", textOf(*value)});
  for (const Entry& condition : explanation.find("where")->entries())
    table.add({"where", fmt::format("{} is {}", condition.key.string(), joined(condition.value))});
  if (const auto flag = findString(explanation, {"flag"}); !flag.empty())
    table.add({"flag", std::string(flag)});
}

std::string reachedText(const Value& reaches) {
  Table table;
  const std::size_t shown = std::min(reaches.size(), mostReached);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto field = findString(reaches[i], {"field"});
    table.add({i == 0 ? "reaches" : "       ", std::string(findString(reaches[i], {"object"})),
               field.empty() ? "(whether it is there)" : std::string(field)});
  }
  if (shown < reaches.size())
    table.add({"", fmt::format("and {} more; -o json has all", reaches.size() - shown)});
  return table.text();
}

std::string propertiesText(const Value& properties) {
  Table table;
  for (const Value& property : properties.items()) {
    table.add({"  " + std::string(findString(property, {"name"})),
               std::string(findString(property, {"type"})),
               std::string(findString(property, {"description"}))});
  }
  return table.text();
}

}  // namespace

std::optional<ExplainedPlace> placeOf(PacksAtHand& packs, const std::vector<std::string>& words) {
  ExplainedPlace place{.words = words};
  const auto found = packs.packs->find(words.front());
  if (found && found->definition != nullptr) {
    place.found = *found;
    if (words.size() == 1) place.description = found->definition->description;
    place.step = schema::follow(found->definition->schema->root(), behindFirst(words));
    return place;
  }
  if (packs.stack->root().property(words.front()) == nullptr) return std::nullopt;
  place.step = schema::follow(packs.stack->root(), words);
  return place;
}

Value explain(const ExplainedPlace& place) {
  const schema::Node& node = *place.step.found;
  Value allowed = Value::list();
  for (const auto& words : schema::boundWords(node)) allowed.push(Value(words));
  return Value::map(
      {{"path", Value(pathOf(place.words))},
       {"type", Value(schema::typeWords(node))},
       {"description", place.description.empty() ? Value(node.description) : Value(place.description)},
       {"allowed", std::move(allowed)},
       {"default", node.defaultValue.value_or(Value())},
       {"required", Value(isRequired(place))},
       {"where", conditionsOf(node)},
       {"flag", Value(flagOf(place))},
       {"reaches", reachedBy(place)},
       {"properties", propertiesOf(node)}});
}

std::string explanationText(const Value& explanation) {
  std::string text =
      fmt::format("{}: {}\n", findString(explanation, {"path"}), findString(explanation, {"type"}));
  if (const auto description = findString(explanation, {"description"}); !description.empty())
    text += fmt::format("  {}\n", description);
  Table facts;
  addFacts(explanation, facts);
  for (const auto& part : {facts.text(), reachedText(*explanation.find("reaches")),
                           propertiesText(*explanation.find("properties"))}) {
    if (!part.empty()) text += "\n" + part;
  }
  return text;
}

}  // namespace aictl::commands
