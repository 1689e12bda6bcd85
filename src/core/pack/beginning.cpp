#include "core/pack/beginning.h"

#include <algorithm>
#include <array>

#include "core/pack/absent.h"

namespace aictl::pack {
namespace {

constexpr std::array<std::string_view, 4> keys{"fits", "image", "entries", "notes"};

Finding fault(std::string message, Origin origin) {
  return {.rule = "init", .message = std::move(message), .origin = origin};
}

/// The one document of a file; null where there is no such file.
Value documentOf(Pack& pack, const std::string& path, Findings& findings) {
  const auto documents = pack.read(path, findings);
  return documents && !documents->empty() ? documents->front() : Value();
}

/// The spec of the first example that stands alone; an empty one where none does.
Value exampleOf(const Template& definition) {
  for (const Example& example : definition.examples) {
    if (definition.schema->references(definition.schema->normalise(example.spec)).empty())
      return example.spec;
  }
  return Value::map();
}

}  // namespace

Value nothingFound(const std::string& name) {
  return Value::map(
      {{"name", Value(name)},
       {"files", Value::list()},
       {"packages", Value::list()},
       {"dockerfile",
        Value::map(
            {{"there", Value(false)}, {"from", Value()}, {"port", Value()}, {"command", Value(false)}})},
       {"cluster", Value(false)},
       {"resources", Value::map()}});
}

Beginning::Beginning(const Packs::Found& found, const jsone::Scope& scope, Findings& findings)
    : found_(found), scope_(&scope) {
  document_ = documentOf(*found.pack, found.definition->name + "/init.yaml", findings);
  if (document_.isNull()) return;
  if (!document_.isMap() || document_.find("entries") == nullptr) {
    findings.push_back(fault("an init.yaml is a map with 'entries'", document_.origin()));
    document_ = {};
    return;
  }
  for (const Entry& entry : document_.entries()) {
    if (std::ranges::find(keys, entry.key.string()) == keys.end())
      findings.push_back(fault(
          "an init.yaml has fits, image, entries and notes, and no '" + std::string(entry.key.string()) + "'",
          entry.key.origin()));
  }
  const Value facts = documentOf(*found.pack, "lib/init.yaml", findings);
  try {
    for (const Entry& fact : facts.isMap() ? facts.entries() : std::span<const Entry>()) {
      jsone::Evaluation evaluation;
      scope_.set(fact.key.string(), evaluation.evaluate(jsone::Template(fact.value), scope_));
    }
  } catch (const jsone::Error& error) {
    findings.push_back(fault(error.text(), error.origin));
  }
}

Result<Value> Beginning::evaluated(std::string_view key, const std::string& image) const {
  const Value* written = document_.isMap() ? document_.find(key) : nullptr;
  if (written == nullptr) return Value();
  try {
    jsone::Scope scope(&scope_);
    scope.set("image", Value(image));
    jsone::Evaluation evaluation;
    return compact(evaluation.evaluate(jsone::Template(*written), scope));
  } catch (const jsone::Error& error) {
    return Failure(ExitCode::badInput, fault(error.text(), error.origin));
  }
}

Result<bool> Beginning::fits() const {
  const auto value = evaluated("fits", {});
  if (!value) return value.failure();
  return jsone::truthy(*value);
}

Result<std::string> Beginning::image() const {
  const auto value = evaluated("image", {});
  if (!value) return value.failure();
  return value->isString() ? std::string(value->string()) : std::string();
}

Result<Value> Beginning::entries(const std::string& image) const {
  if (!document_.isNull()) return evaluated("entries", image);
  const auto* all = scope_.find("found");
  const auto name = all == nullptr ? std::string_view() : findString(all->value, {"name"});
  return Value::map({{found_.definition->name, Value::map({{name, exampleOf(*found_.definition)}})}});
}

Result<std::vector<std::string>> Beginning::notes(const std::string& image) const {
  const auto value = evaluated("notes", image);
  if (!value) return value.failure();
  std::vector<std::string> notes;
  if (!value->isList()) return notes;
  for (const Value& note : value->items()) notes.push_back(note.scalarText());
  return notes;
}

}  // namespace aictl::pack
