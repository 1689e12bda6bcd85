#include <CLI/CLI.hpp>

#include "core/base/version.h"

#include "commands/build_facts.h"
#include "commands/commands.h"
#include "commands/document.h"
#include "commands/options.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

void add(Value& map, const BuildFact& fact) { map.set(Value(fact.name), Value(fact.value)); }

/// `{schema, version, commit, type, compiler, system, libraries: {NAME: VERSION}}`
Value versionValue() {
  Value libraries = Value::map();
  for (const BuildFact& library : buildLibraries()) add(libraries, library);
  Value value = Value::map({{"version", Value(version)}});
  for (const BuildFact& fact : buildFacts()) add(value, fact);
  value.set("libraries", std::move(libraries));
  return document("version", value);
}

}  // namespace

ExitCode runVersion(Context& context, std::vector<std::string> arguments) {
  std::string format = "text";
  if (!arguments.empty() || context.completion != nullptr) {  // a parser costs more than the rest of this
    const auto app =
        makeApp("version", "[OPTIONS]", "Show the version, and with -o json or yaml how it was built.");
    addOutputOption(*app, context, format, {"text", "json", "yaml"}, "How (text)");
    if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  }
  if (format == "json") {
    context.terminal.write(yaml::writeJson(versionValue(), 2) + "\n");
  } else if (format == "yaml") {
    context.terminal.write(yaml::write(versionValue()));
  } else {
    context.terminal.write("aictl " + std::string(version) + "\n");
  }
  return ExitCode::done;
}

}  // namespace aictl::commands
