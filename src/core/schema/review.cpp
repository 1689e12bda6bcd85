#include "core/schema/review.h"

#include <fmt/format.h>

#include "core/schema/conditions.h"
#include "core/schema/words.h"

namespace aictl::schema {
namespace {

/// Measures how far each schema goes on without taking in anything of a value. That must end, and soon:
/// filling goes all the way for every object that is not given, and each value is checked by all of it.
class Extents {
 public:
  Extents(const Graph& graph, Findings& findings)
      : graph_(graph), findings_(findings), extents_(graph.nodes.size()) {}

  void measure() {
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i) {
      const Node& node = graph_.nodes[i];
      if (!node.properties.empty() || node.assertions != nullptr) visit(node, 0);
    }
  }

 private:
  enum class State : std::uint8_t { unseen, open, done };
  struct Extent {
    State state = State::unseen;
    std::size_t height = 0;  ///< schemas below each other
    std::size_t size = 0;    ///< schemas in all
  };
  static constexpr std::size_t highest = 100;
  static constexpr std::size_t largest = 20'000;

  void visit(const Node& node, std::size_t depth) {
    auto& extent = extents_[node.number];
    if (extent.state == State::done) return;
    const bool isCycle = extent.state == State::open;
    extent.state = isCycle ? State::done : State::open;
    if (isCycle) return refuse(node, "contains itself, with no list or map between");
    if (depth > highest) return;  // told further up, where its height is seen
    // Filling goes into all properties of a template's schema, given or not. Elsewhere values end the way.
    if (graph_.dialect == Dialect::templates) {
      for (const auto& property : node.properties) take(extent, *property.schema, depth);
    }
    if (node.assertions != nullptr) takeInPlace(extent, *node.assertions, depth);
    extent.height += 1;
    extent.size += 1;
    extent.state = State::done;
    if (extent.height <= highest && extent.size <= largest) return;
    extent = {.state = State::done};
    refuse(node, "is too deep or too large for one without lists or maps");
  }

  void take(Extent& extent, const Node& part, std::size_t depth) {
    if (part.properties.empty() && part.assertions == nullptr) {
      extent.size += 1;
      return;
    }
    visit(part, depth + 1);
    const Extent& taken = extents_[part.number];
    extent.height = std::max(extent.height, taken.height);
    extent.size += taken.size;
  }

  void takeInPlace(Extent& extent, const Node::Assertions& assertions, std::size_t depth) {
    for (const auto* list : {&assertions.allOf, &assertions.anyOf, &assertions.oneOf}) {
      for (const Node* node : *list) take(extent, *node, depth);
    }
    for (const auto& [property, node] : assertions.dependentSchemas) take(extent, *node, depth);
    for (const Node* node :
         {assertions.negated, assertions.condition, assertions.consequence, assertions.alternative}) {
      if (node != nullptr) take(extent, *node, depth);
    }
  }

  void refuse(const Node& node, std::string why) {
    findings_.push_back(
        {.rule = "schema-cycle", .message = "the schema " + std::move(why), .origin = node.source.origin()});
  }

  const Graph& graph_;
  Findings& findings_;
  std::vector<Extent> extents_;
};

std::vector<std::string> names(const Node& object) {
  std::vector<std::string> result;
  for (const auto& property : object.properties) result.push_back(property.name);
  return result;
}

Origin originOf(const Node& node, std::string_view keyword) {
  const Value* value = node.source.find(keyword);
  return value == nullptr ? node.source.origin() : value->origin();
}

/// That `object` has the property which a keyword of `node` names.
void reviewName(const Node& object, const std::string& name, const Node& node, std::string_view keyword,
                Findings& findings) {
  if (object.property(name) != nullptr) return;
  findings.push_back({.rule = "schema-value",
                      .message = fmt::format("{} names '{}', and there is no such property", keyword, name),
                      .origin = originOf(node, keyword),
                      .remedy = didYouMean({nearest(name, names(object))})});
}

void reviewNames(const Node& object, Findings& findings) {
  if (!object.shortProperty.empty()) {
    reviewName(object, object.shortProperty, object, "x-short", findings);
  }
  if (!object.closed) return;
  for (const auto& name : object.required) reviewName(object, name, object, "required", findings);
}

/// That a condition names a sibling, and values that it can have.
void reviewCondition(const Node& object, const Node& property, const Node::Condition& condition,
                     Findings& findings) {
  reviewName(object, condition.sibling, property, "x-for", findings);
  const auto* sibling = object.property(condition.sibling);
  if (sibling == nullptr || sibling->schema->enumeration.empty()) return;
  for (const Value& value : condition.values.items()) {
    const auto& allowed = sibling->schema->enumeration;
    if (std::ranges::find(allowed, value) != allowed.end()) continue;
    findings.push_back(
        {.rule = "schema-value",
         .message = fmt::format("x-for names {}, which {} cannot be", found(value), condition.sibling),
         .origin = value.origin()});
  }
}

/// Whether the conditions of a property lead on and on, by way of its siblings' conditions.
bool isEndless(const Node& object, const Node& property, std::size_t steps) {
  if (steps == longestConditions) return !property.conditions.empty();
  return std::ranges::any_of(property.conditions, [&](const Node::Condition& condition) {
    const auto* sibling = object.property(condition.sibling);
    return sibling != nullptr && isEndless(object, *sibling->schema, steps + 1);
  });
}

void reviewConditions(const Node& object, Findings& findings) {
  for (const auto& property : object.properties) {
    const Node& schema = *property.schema;
    if (schema.conditions.empty()) continue;
    for (const auto& condition : schema.conditions) reviewCondition(object, schema, condition, findings);
    if (schema.conditions.size() > mostConditions) {
      findings.push_back({.rule = "schema-value",
                          .message = fmt::format("x-for names more than {} siblings", mostConditions),
                          .origin = originOf(schema, "x-for")});
    } else if (isEndless(object, schema, 0)) {
      findings.push_back(
          {.rule = "schema-cycle",
           .message = fmt::format("the x-for of '{}' depends on itself, or on more than {} others",
                                  property.name, longestConditions),
           .origin = originOf(schema, "x-for")});
    }
  }
}

}  // namespace

void review(const Graph& graph, Findings& findings) {
  Extents(graph, findings).measure();
  if (graph.dialect != Dialect::templates) return;
  for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
    reviewNames(graph.nodes[i], findings);
    reviewConditions(graph.nodes[i], findings);
  }
}

}  // namespace aictl::schema
