#include <CLI/CLI.hpp>
#include <algorithm>

#include "commands/apply_run.h"
#include "commands/spec_flags.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

struct TemplateOptions {
  std::string name;
  stack::Options stack;
  ApplyFlags flags;
  bool printSpec = false;
  std::vector<std::string> command;  ///< what follows `--`
};

/// Takes what follows `--` off the arguments.
std::vector<std::string> takeCommand(std::vector<std::string>& arguments) {
  const auto dashes = std::ranges::find(arguments, "--");
  if (dashes == arguments.end()) return {};
  std::vector<std::string> command(dashes + 1, arguments.end());
  arguments.erase(dashes, arguments.end());
  return command;
}

/// The folders of `--pack`, which have to be known before the flags can be made.
std::vector<std::string> packFolders(const std::vector<std::string>& arguments) {
  std::vector<std::string> folders;
  constexpr std::string_view prefix = "--pack=";
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i].starts_with(prefix)) folders.push_back(arguments[i].substr(prefix.size()));
    if (arguments[i] == "--pack" && i + 1 < arguments.size()) folders.push_back(arguments[i + 1]);
  }
  return folders;
}

std::string footer(const pack::Template& definition) {
  std::string text;
  for (const auto& example : definition.examples) {
    text += (text.empty() ? "Examples:\n" : "") + ("  # " + example.title + "\n  aictl " + definition.name + " NAME ") +
            asFlags(example.spec) + "\n";
  }
  return text + "\nAll options, those inside of others too: --help-all\n";
}

std::string printedSpec(const std::string& templateName, const std::string& name, const Value& spec) {
  return yaml::write(Value::map({{templateName, Value::map({{name, spec}})}}));
}

ExitCode fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure.code;
}

/// A stack file at hand that has the entry already is the place to change it.
bool isInStackFile(Context& context, const TemplateOptions& options, const std::string& templateName) {
  stack::Options atHand;
  atHand.packs = options.stack.packs;
  Findings ignored;
  const Sources& sources = context.sources;
  const stack::Stack stack = stack::load(atHand, context.sources, ignored);
  const bool found = std::ranges::any_of(stack.entries, [&](const auto& entry) {
    return entry.name == options.name && entry.found.definition->name == templateName;
  });
  if (!found) return false;
  const std::string label = templateName + "/" + options.name;
  context.terminal.show({{.rule = "usage",
                          .message = stack.file + " has the entry " + label + " already",
                          .remedy = "change it there, or run 'aictl apply " + label + " --set " + templateName + "." +
                                    options.name + ".KEY=VALUE'"}},
                        sources);
  return true;
}

ExitCode applySingle(Context& context, TemplateOptions& options, stack::Stack stack, Findings findings) {
  options.flags.cluster.access.namespaceName = stack.nameSpace;
  auto access = hasErrors(findings) ? Result<kube::Access>(kube::Access{.namespaceName = "default"})
                                    : findCluster(context, options.flags.cluster);
  const auto input = renderStack(context, std::move(stack), {}, access ? access->namespaceName : "default",
                                 std::move(findings));
  if (!input.good) return ExitCode::badInput;
  if (!access) return access.failure().code;
  return applyManifests(context, input, options.flags, std::move(*access));
}

}  // namespace

ExitCode runTemplate(Context& context, const std::string& templateName, std::vector<std::string> arguments) {
  TemplateOptions options;
  options.command = takeCommand(arguments);
  auto packs = std::make_shared<pack::Packs>(context.sources);
  for (const auto& folder : packFolders(arguments)) packs->add(folder, pack::folderFiles(folder, context.sources));
  const auto found = packs->find(templateName);
  if (!found) return fail(context, found.failure());

  const auto app = makeApp(templateName, "NAME [OPTIONS] [-- COMMAND...]", found->definition->description);
  app->footer(footer(*found->definition));
  app->add_option("NAME", options.name, "Its name")->required();
  app->add_flag("--print-spec", options.printSpec, "Show the lines for a stack file, and stop");
  app->add_option("--pack", options.stack.packs, "Folder with more templates; may repeat")
      ->type_name("FOLDER")->allow_extra_args(false);
  app->add_option("-n,--namespace", options.stack.nameSpace, "Namespace")->type_name("NAME");
  addApplyFlags(*app, options.flags);
  app->set_help_all_flag("--help-all", "Show all options");
  const bool showAll = std::ranges::find(arguments, "--help-all") != arguments.end();
  const SpecFlags flags(*app, found->definition->schema->root(), showAll);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  Findings findings;
  Value spec = flags.spec(context.sources, findings);
  if (!options.command.empty()) {
    const Origin origin{0, 0, context.sources.add("-- " + options.command.front())};
    Value command = Value::list({}, origin);
    for (const auto& word : options.command) command.push(Value(word, origin));
    spec.set("command", std::move(command));
  }
  if (options.printSpec && !hasErrors(findings)) {
    context.terminal.write(printedSpec(templateName, options.name, spec));
    return ExitCode::done;
  }
  spec.setOrigin({0, 0, context.sources.add("aictl " + templateName)});
  auto stack = stack::single(templateName, options.name, spec, options.stack, packs, findings);
  if (isInStackFile(context, options, templateName)) return ExitCode::badInput;
  return applySingle(context, options, std::move(stack), std::move(findings));
}

std::vector<std::pair<std::string, std::string>> templates(Context& context) {
  std::vector<std::pair<std::string, std::string>> result;
  pack::Packs packs(context.sources);
  for (const auto& name : packs.templates()) {
    const auto found = packs.find(name);
    if (found && found->definition != nullptr) result.emplace_back(name, found->definition->description);
  }
  return result;
}

}  // namespace aictl::commands
