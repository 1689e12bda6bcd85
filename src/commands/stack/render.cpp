#include <CLI/CLI.hpp>

#include "commands/commands.h"
#include "commands/options.h"
#include "commands/stack/render_folder.h"
#include "commands/stack/render_text.h"
#include "commands/stack/stack_input.h"
#include "commands/stack/stack_picture.h"

namespace aictl::commands {
namespace {

struct RenderOptions {
  stack::Options stack;
  std::vector<std::string> names;
  std::string format = "yaml";
  std::string folder;
  bool origins = false;
  bool check = false;
};

void complain(Context& context, std::string message) {
  context.terminal.show({{.rule = "usage", .message = std::move(message)}}, context.sources);
}

ExitCode intoFolder(Context& context, const RenderOptions& options, const StackInput& input) {
  const auto files = renderedFiles(input.manifests, options.format);
  if (options.check) {
    const auto differences = folderDifferences(options.folder, files);
    for (const std::string& line : differences) context.terminal.write(line + "\n");
    return differences.empty() ? ExitCode::done : ExitCode::no;
  }
  const auto written = writeFolder(options.folder, files);
  if (!written) {
    context.terminal.show(written.failure().findings, context.sources);
    return written.failure().code;
  }
  for (const auto& file : files) context.terminal.write(options.folder + "/" + file.name + "\n");
  return ExitCode::done;
}

}  // namespace

ExitCode runRender(Context& context, std::vector<std::string> arguments) {
  RenderOptions options;
  const auto app = makeApp("render", "[ENTRY...] [OPTIONS]",
                           "Write the manifests that the stack becomes. Nothing is sent anywhere.");
  app->add_option("ENTRY", options.names, "Entries to render, with what they refer to (all)");
  addStackOptions(*app, options.stack);
  addNamespaceOption(*app, options.stack.nameSpace);
  takesOneOf(*app->add_option("-o,--output", options.format,
                              "How; mermaid is a picture of entries, references and waves (yaml)"),
             {"yaml", "json", "name", "mermaid"});
  app->add_option("--to", options.folder, "Write a file each into a folder, and remove those no longer made")
      ->type_name("FOLDER");
  app->add_flag("--origin", options.origins, "Say of each line where it came from");
  app->add_flag("--check", options.check,
                "With --to: write nothing, and end with 1 where the folder differs");
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  const bool intoFolderAsked = app->count("--to") != 0;
  if (intoFolderAsked && options.folder.empty()) {
    complain(context, "--to needs the name of a folder");
    return ExitCode::badInput;
  }
  if (options.check && !intoFolderAsked) {
    complain(context, "--check compares with a folder: name it with --to");
    return ExitCode::badInput;
  }
  if (!options.folder.empty() &&
      (options.origins || options.format == "name" || options.format == "mermaid")) {
    complain(context, "--to writes manifests as yaml or json, without --origin");
    return ExitCode::badInput;
  }

  const auto input = readStack(context, options.stack, options.names, "default");
  if (!input.good) return ExitCode::badInput;
  if (!options.folder.empty()) return intoFolder(context, options, input);
  if (options.format == "mermaid") {
    context.terminal.write(mermaid(boxesOf(input.manifests), stack::needs(input.stack)));
  } else if (options.origins) {
    context.terminal.write(withOrigins(input.manifests, context.sources));
  } else {
    context.terminal.write(renderedText(input.manifests, options.format));
  }
  return ExitCode::done;
}

}  // namespace aictl::commands
