#include "commands/stack/reach.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <span>

#include "commands/stack/render_text.h"
#include "core/kube/api/value_difference.h"
#include "core/pack/functions.h"
#include "core/pack/render.h"
#include "core/schema/describe.h"
#include "core/schema/samples.h"

namespace aictl::commands {
namespace {

using Path = std::span<const std::string>;

/// Enough to see a difference; each is a rendering of the template.
constexpr std::size_t mostValues = 12;
constexpr std::size_t mostFields = 200;

Value with(const schema::Node& node, const Value* current, Path path, const Value& value);

/// The siblings of a property have the values that it counts for.
void meetConditions(const schema::Node& property, Value& object) {
  for (const auto& condition : property.conditions) {
    const Value* sibling = object.find(condition.sibling);
    const bool met = sibling != nullptr &&
                     std::ranges::find(condition.values.items(), *sibling) != condition.values.items().end();
    if (!met && !condition.values.empty()) object.set(condition.sibling, condition.values[0]);
  }
}

Value objectWith(const schema::Node& node, const Value* current, Path path, const Value& value) {
  Value object = Value::map();
  if (current != nullptr && current->isMap()) {
    object = *current;
  } else if (current != nullptr && !node.shortProperty.empty() && !current->isNull()) {
    object.set(node.shortProperty, *current);
  } else if (const auto known = schema::samples(node); !known.empty() && known.back().isMap()) {
    object = known.back();
  }
  const auto* property = node.property(path.front());
  const schema::Node* inner = property != nullptr ? property->schema : node.additional;
  if (inner == nullptr) return object;
  meetConditions(*inner, object);
  object.set(path.front(), with(*inner, object.find(path.front()), path.subspan(1), value));
  return object;
}

/// The value with another one at the path below it.
Value with(const schema::Node& node, const Value* current, Path path, const Value& value) {
  if (path.empty()) return value;
  if (node.items == nullptr || !node.properties.empty()) return objectWith(node, current, path, value);
  Value list = current != nullptr && current->isList() ? *current : Value::list();
  const Value item = with(*node.items, list.empty() ? nullptr : &list.items()[0], path, value);
  if (list.empty()) {
    list.push(item);
  } else {
    list.setItem(0, item);
  }
  return list;
}

/// A template, to be rendered with one spec after the other.
class Trial {
 public:
  explicit Trial(const pack::Packs::Found& found) : found_(found) { pack::addFunctions(functions_); }

  /// None where the spec has a fault.
  std::optional<std::vector<Value>> render(const Value& spec) const {
    const schema::Schema& schema = *found_.definition->schema;
    const Value normalised = schema.normalise(spec);
    Findings findings;
    schema.check(normalised, {}, findings);
    if (hasErrors(findings)) return std::nullopt;
    const pack::Subject subject{.found = found_,
                                .name = "example",
                                .nameSpace = "default",
                                .stack = "example",
                                .spec = schema.fill(normalised)};
    pack::EntryRenderer renderer(subject, functions_, [this](const auto& templates, std::string_view name) {
      return referred(templates, name);
    });
    renderer.checkRules(findings);
    if (hasErrors(findings)) return std::nullopt;
    auto manifests = renderer.manifests(findings);
    if (hasErrors(findings)) return std::nullopt;
    return manifests;
  }

 private:
  /// What a spec refers to is there, and offers what its template does.
  std::optional<Value> referred(const std::vector<std::string>& templates, std::string_view name) const {
    for (const auto& templateName : templates) {
      const auto definition = found_.pack->find(templateName);
      if (!definition || *definition == nullptr) continue;
      Value offers = Value::map();
      for (const auto& offer : (*definition)->offered) offers.set(offer, Value(name));
      return offers;
    }
    return Value::map();
  }

  const pack::Packs::Found& found_;
  jsone::Scope functions_;
};

using ByName = std::map<std::string, Value>;

ByName byName(const std::vector<Value>& manifests) {
  ByName result;
  for (const Value& manifest : manifests) result.emplace(objectName(manifest), manifest);
  return result;
}

/// `job.batch` of `job.batch/example`.
std::string kindOf(const std::string& name) { return name.substr(0, name.find('/')); }

void addDifferences(const ByName& before, const ByName& after, std::set<Reached>& reached) {
  for (const auto& [name, manifest] : before) {
    const auto other = after.find(name);
    if (other == after.end()) {
      reached.insert({kindOf(name), {}});
      continue;
    }
    for (const auto& difference : kube::differences({}, manifest, other->second))
      reached.insert({kindOf(name), difference.path});
  }
  for (const auto& [name, manifest] : after) {
    if (!before.contains(name)) reached.insert({kindOf(name), {}});
  }
}

}  // namespace

std::vector<Reached> reach(const pack::Packs::Found& found, const std::vector<std::string>& path) {
  const schema::Node& root = found.definition->schema->root();
  const auto* at = schema::follow(root, path).found;
  if (at == nullptr || path.empty()) return {};
  auto values = schema::samples(*at);
  values.emplace(values.begin());  // absent
  values.resize(std::min(values.size(), mostValues));
  const Trial trial(found);
  std::set<Reached> reached;
  for (const auto& example : found.definition->examples) {
    std::optional<ByName> before;
    for (const Value& value : values) {
      const auto manifests = trial.render(with(root, &example.spec, path, value));
      if (!manifests) continue;
      ByName now = byName(*manifests);
      if (before) addDifferences(*before, now, reached);
      before = std::move(now);
      if (reached.size() > mostFields) break;
    }
  }
  return {reached.begin(), reached.end()};
}

}  // namespace aictl::commands
