#include "commands/commands.h"
#include "commands/document_schemas.h"
#include "commands/options.h"
#include "commands/packs_at_hand.h"
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

std::vector<std::string> documentNames() {
  std::vector<std::string> names;
  for (const DocumentSchema& schema : documentSchemas()) names.emplace_back(schema.name);
  return names;
}

std::string_view textOf(std::string_view document) {
  return std::ranges::find(documentSchemas(), document, &DocumentSchema::name)->text;
}

}  // namespace

ExitCode runSchema(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::string document;
  const auto app = makeApp(
      "schema", "[DOCUMENT] [OPTIONS]",
      "Write the JSON Schema of stack files, with the templates at hand, for editors. A line "
      "'# yaml-language-server: $schema=FILE' in aictl.yaml names it. With the name of a document that "
      "aictl writes, that of the document.");
  takesOneOf(*app->add_option("DOCUMENT", document, "Of 'aictl rdma bench -o json': rdma-bench"),
             documentNames());
  addStackOptions(*app, options);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (!document.empty()) {
    context.terminal.write(textOf(document));
    return ExitCode::done;
  }

  const PacksAtHand hand = packsAtHand(context, options);
  schema::StandardWriter writer;
  Value properties = Value::map();
  for (const auto& property : hand.stack->root().properties)
    properties.set(property.name, writer.write(*property.schema, "stack"));
  for (const auto& name : hand.packs->templates()) {
    const auto found = hand.packs->find(name);
    if (!found) {
      context.terminal.show(found.failure().findings, context.sources);
      return found.failure().code;
    }
    properties.set(name, sectionOf(*found->definition, writer));
  }
  context.terminal.write(
      yaml::writeJson(Value::map({{"$schema", "https://json-schema.org/draft/2020-12/schema"},
                                  {"title", "A stack of aictl"},
                                  {"type", "object"},
                                  {"properties", std::move(properties)},
                                  {"additionalProperties", Value(false)},
                                  {"$defs", writer.definitions()}}),
                      2) +
      "\n");
  return ExitCode::done;
}

}  // namespace aictl::commands
