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
    text += (text.empty() ? "Examples:\n" : "") +
            ("  # " + example.title + "\n  aictl " + definition.name + " NAME ") +
            asFlags(example.spec, definition.schema->root()) + "\n";
  }
  return text + "\nOptions inside of others: --help-all\n";
}

ExitCode fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure.code;
}

/// What is to be taken as it is, for a stack file, where expressions are evaluated.
Value literal(const Value& value) {
  if (value.isString()) {
    std::string text(value.string());
    for (std::size_t at = 0; (at = text.find("${", at)) != std::string::npos; at += 3) text.insert(at, "$");
    return {text, value.origin()};
  }
  Value result = value.isList()  ? Value::list({}, value.origin())
                 : value.isMap() ? Value::map({}, value.origin())
                                 : value;
  if (value.isList()) {
    for (const Value& item : value.items()) result.push(literal(item));
  } else if (value.isMap()) {
    for (const Entry& entry : value.entries()) {
      const Value key = literal(entry.key);
      const bool isOperator = key.string().starts_with("$") && !entry.key.string().starts_with("${");
      result.set(isOperator ? Value("$" + std::string(key.string()), key.origin()) : key,
                 literal(entry.value));
    }
  }
  return result;
}

/// The lines for a stack file. What the entry refers to is there, and not here.
ExitCode printSpec(Context& context, const stack::Stack& stack, const Value& spec, Findings findings) {
  std::erase_if(findings, [](const Finding& finding) { return finding.rule == "unknown-entry"; });
  if (hasErrors(findings)) return fail(context, {ExitCode::badInput, std::move(findings)});
  const auto& entry = stack.entries.front();
  context.terminal.write(
      yaml::write(Value::map({{entry.found.definition->name, Value::map({{entry.name, literal(spec)}})}})));
  return ExitCode::done;
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
                          .remedy = "change it there, or run 'aictl apply " + label + " --set " +
                                    templateName + "." + options.name + ".KEY=VALUE'"}},
                        sources);
  return true;
}

}  // namespace

ExitCode runTemplate(Context& context, const std::string& templateName, std::vector<std::string> arguments) {
  TemplateOptions options;
  options.command = takeCommand(arguments);
  auto packs = std::make_shared<pack::Packs>(context.sources);
  for (const auto& folder : packFolders(arguments))
    packs->add(folder, pack::folderFiles(folder, context.sources));
  const auto found = packs->find(templateName);
  if (!found) return fail(context, found.failure());

  const auto app = makeApp(templateName, "NAME [OPTIONS] [-- COMMAND...]", found->definition->description);
  app->footer(footer(*found->definition));
  app->add_option("NAME", options.name, "Its name")->required();
  app->set_help_all_flag("--help-all", "Show this help, with the options inside of others");
  app->add_flag("--print-spec", options.printSpec, "Show the lines for a stack file, and stop");
  const bool showAll = std::ranges::find(arguments, "--help-all") != arguments.end();
  const SpecFlags flags(*app, found->definition->schema->root(), showAll);
  app->add_option("--pack", options.stack.packs, "Folder with more templates; may repeat")
      ->type_name("FOLDER")
      ->allow_extra_args(false)
      ->group("Stack");
  addNamespaceOption(*app, options.stack.nameSpace);
  addApplyFlags(*app, options.flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  Findings findings;
  Value spec = flags.spec(context.sources, findings);
  if (hasErrors(findings)) return fail(context, {ExitCode::badInput, findings});
  if (!options.command.empty()) {
    const Origin origin{0, 0, context.sources.add("-- " + options.command.front())};
    Value command = Value::list({}, origin);
    for (const auto& word : options.command) command.push(Value(word, origin));
    spec.set("command", std::move(command));
  }
  spec.setOrigin({0, 0, context.sources.add("aictl " + templateName)});
  auto stack = stack::single(templateName, options.name, spec, options.stack, packs, findings);
  if (options.printSpec) return printSpec(context, stack, spec, std::move(findings));
  if (isInStackFile(context, options, templateName)) return ExitCode::badInput;
  auto bound = bindToCluster(context, std::move(stack), {}, std::move(findings), options.flags.cluster);
  if (!bound) return bound.failure().code;
  return applyManifests(context, bound->input, options.flags, std::move(bound->access));
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
