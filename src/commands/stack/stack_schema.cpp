#include "commands/stack/stack_schema.h"

#include "core/schema/standard.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

/// `{NAME: SPEC}` of a template's entries.
Value sectionOf(const pack::Template& definition, schema::StandardWriter& writer) {
  return Value::map({{"description", Value(definition.description)},
                     {"type", "object"},
                     {"additionalProperties", writer.write(definition.schema->root(), definition.name)}});
}

}  // namespace

Result<std::string> stackSchema(const PacksAtHand& hand) {
  schema::StandardWriter writer;
  Value properties = Value::map();
  for (const auto& property : hand.stack->root().properties)
    properties.set(property.name, writer.write(*property.schema, "stack"));
  for (const auto& name : hand.packs->templates()) {
    const auto found = hand.packs->find(name);
    if (!found) return found.failure();
    properties.set(name, sectionOf(*found->definition, writer));
  }
  return yaml::writeJson(Value::map({{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                     {"title", "A stack of aictl"},
                                     {"type", "object"},
                                     {"properties", std::move(properties)},
                                     {"additionalProperties", Value(false)},
                                     {"$defs", writer.definitions()}}),
                         2) +
         "\n";
}

}  // namespace aictl::commands
