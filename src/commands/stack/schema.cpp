#include <CLI/CLI.hpp>

#include <algorithm>

#include "commands/commands.h"
#include "commands/document_schemas.h"
#include "commands/options.h"
#include "commands/stack/stack_schema.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

constexpr std::string_view everyDocument = "output";

std::vector<std::string> documentNames() {
  std::vector<std::string> names{std::string(everyDocument)};
  for (const DocumentSchema& schema : documentSchemas()) names.emplace_back(schema.name);
  return names;
}

/// The schema as it stands in `$defs` of another: its references begin at the other's top.
Value moved(const Value& schema, const std::string& to) {
  if (schema.isList()) {
    Value list = Value::list();
    for (const Value& item : schema.items()) list.push(moved(item, to));
    return list;
  }
  if (!schema.isMap()) return schema;
  Value map = Value::map();
  for (const Entry& entry : schema.entries()) {
    if (entry.key.string() == "$schema") continue;
    map.set(entry.key, entry.key.string() == "$ref" ? Value(to + std::string(entry.value.string().substr(1)))
                                                    : moved(entry.value, to));
  }
  return map;
}

/// One schema for all documents.
Value schemaOfAll() {
  Value any = Value::list();
  Value definitions = Value::map();
  for (const DocumentSchema& document : documentSchemas()) {
    const std::string place = "#/$defs/" + std::string(document.name);
    any.push(Value::map({{"$ref", Value(place)}}));
    definitions.set(Value(document.name), moved(*yaml::readJson(document.text), place));
  }
  return Value::map({{"$schema", Value("https://json-schema.org/draft/2020-12/schema")},
                     {"title", Value("What aictl writes as JSON")},
                     {"anyOf", std::move(any)},
                     {"$defs", std::move(definitions)}});
}

Value schemaOf(std::string_view document) {
  if (document == everyDocument) return schemaOfAll();
  return *yaml::readJson(std::ranges::find(documentSchemas(), document, &DocumentSchema::name)->text);
}

}  // namespace

ExitCode runSchema(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::string document;
  const auto app = makeApp(
      "schema", "[DOCUMENT] [OPTIONS]",
      "Write the JSON Schema of stack files, with the templates at hand, for editors. A line "
      "'# yaml-language-server: $schema=FILE' in aictl.yaml names it. With the name of a document that "
      "aictl writes as JSON, that of the document, which says it in its 'schema'; with 'output' one of all.");
  takesOneOf(*app->add_option("DOCUMENT", document, "As in status, of 'aictl status -o json'"),
             documentNames());
  addStackOptions(*app, options);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (!document.empty()) {
    context.terminal.write(yaml::writeJson(schemaOf(document), 2) + "\n");
    return ExitCode::done;
  }

  const auto schema = stackSchema(packsAtHand(context, options));
  if (!schema) {
    context.terminal.show(schema.failure().findings, context.sources);
    return schema.failure().code;
  }
  context.terminal.write(*schema);
  return ExitCode::done;
}

}  // namespace aictl::commands
