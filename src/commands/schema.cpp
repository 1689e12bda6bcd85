#include <algorithm>

#include "commands/commands.h"
#include "commands/document_schemas.h"
#include "commands/options.h"
#include "commands/stack_schema.h"

namespace aictl::commands {
namespace {

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
  takesOneOf(
      *app->add_option(
          "DOCUMENT", document,
          "Of what '-o json' writes: rdma bench, the same with --nodes, and other commands with --nodes"),
      documentNames());
  addStackOptions(*app, options);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  if (!document.empty()) {
    context.terminal.write(textOf(document));
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
