#include "commands/stack/template_command.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "commands/cluster/apply_run.h"
#include "commands/completion/complete.h"
#include "commands/stack/spec_flags.h"
#include "core/stack/document.h"
#include "core/stack/literal.h"
#include "core/stack/packs.h"
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

/// The lines for a stack file. What the entry refers to is there, and not here.
ExitCode printSpec(Context& context, const stack::Stack& stack, const Value& spec, Findings findings) {
  std::erase_if(findings, [](const Finding& finding) { return finding.rule == "unknown-entry"; });
  if (hasErrors(findings)) return fail(context, {ExitCode::badInput, std::move(findings)});
  const auto& entry = stack.entries.front();
  context.terminal.write(yaml::write(
      Value::map({{entry.found.definition->name, Value::map({{entry.name, stack::literal(spec)}})}})));
  return ExitCode::done;
}

/// A stack file at hand that has the entry already is the place to change it.
bool isInStackFile(Context& context, const TemplateOptions& options, const std::string& templateName) {
  Findings ignored;  // what is wrong with that file is not asked here
  const Value document = stack::readFiles({}, context.sources, ignored);
  const Value* section = document.find(templateName);
  const Entry* entry = section == nullptr ? nullptr : section->findEntry(options.name);
  if (entry == nullptr) return false;
  const std::string label = templateName + "/" + options.name;
  context.terminal.show({{.rule = "usage",
                          .message = "the stack file has the entry " + label + " already",
                          .origin = entry->key.origin(),
                          .remedy = "change it there, or run 'aictl apply " + label + " --set " +
                                    templateName + "." + options.name + ".KEY=VALUE'"}},
                        context.sources);
  return true;
}

std::string usageOf(const pack::Template& definition) {
  const bool takesCommand = definition.schema->root().property("command") != nullptr;
  return takesCommand ? "NAME [OPTIONS] [-- COMMAND...]" : "NAME [OPTIONS]";
}

/// The parser of a template's command, with the flags of its schema.
class TemplateParser {
 public:
  TemplateParser(const pack::Template& definition, bool showAll, TemplateOptions& options)
      : app_(makeApp(definition.name, usageOf(definition), definition.description)) {
    app_->add_option("NAME", options.name, "Its name")->required()->type_name(liveName);
    app_->set_help_all_flag("--help-all", "Show this help, with the options inside of others");
    app_->add_flag("--print-spec", options.printSpec, "Show the lines for a stack file, and stop");
    flags_.emplace(*app_, definition.schema->root(), showAll);
    app_->add_option("--pack", options.stack.packs, "Folder with more templates; may repeat")
        ->type_name("FOLDER")
        ->allow_extra_args(false)
        ->group("Stack");
    addNamespaceOption(*app_, options.stack.nameSpace);
    addApplyFlags(*app_, options.flags);
  }

  CLI::App& app() { return *app_; }
  const SpecFlags& flags() const { return *flags_; }

 private:
  std::unique_ptr<CLI::App> app_;
  std::optional<SpecFlags> flags_;
};

/// The spec that the command line gives, with the command that follows `--`.
Value specOf(const SpecFlags& flags, const TemplateOptions& options, Sources& sources, Findings& findings) {
  Value spec = flags.spec(sources, findings);
  if (options.command.empty()) return spec;
  const Origin origin{0, 0, sources.add("-- " + options.command.front())};
  Value command = Value::list({}, origin);
  for (const auto& word : options.command) command.push(Value(word, origin));
  spec.set(Value("command", origin), std::move(command));
  return spec;
}

Finding flagFault(const pack::Template& definition, const CLI::ConstructionError& error) {
  const bool isTwice = error.get_name() == "OptionAlreadyAdded";
  return {.rule = "template",
          .message = "template " + definition.name + " cannot be a command: " +
                     (isTwice ? "two of its options have one name" : "an option cannot be called so"),
          .origin = definition.origin,
          .evidence = error.what(),
          .remedy = "give the property another name"};
}

ExitCode run(Context& context, const pack::Template& definition, std::shared_ptr<pack::Packs> packs,
             std::vector<std::string> arguments) {
  TemplateOptions options;
  options.command = takeCommand(arguments);
  const bool showAll = std::ranges::find(arguments, "--help-all") != arguments.end();
  TemplateParser parser(definition, showAll, options);
  parser.app().footer(footer(definition));
  if (context.completion != nullptr) {
    complete(parser.app(), context,
             [&](const CLI::Option& option) { return parser.flags().schemaOf(option); });
    return ExitCode::done;
  }
  if (const auto code = parse(parser.app(), context, std::move(arguments))) return *code;

  Findings findings;
  Value spec = specOf(parser.flags(), options, context.sources, findings);
  if (hasErrors(findings)) return fail(context, {ExitCode::badInput, findings});
  spec.setOrigin({0, 0, context.sources.add("aictl " + definition.name)});
  auto stack = stack::single(definition.name, options.name, spec, options.stack, std::move(packs), findings);
  if (options.printSpec) return printSpec(context, stack, spec, std::move(findings));
  if (isInStackFile(context, options, definition.name)) return ExitCode::badInput;
  auto bound = bindToCluster(context, std::move(stack), {}, std::move(findings), options.flags.plan.cluster);
  if (!bound) return bound.failure().code;
  return applyTask(context,
                   {.input = std::move(bound->input),
                    .access = std::move(bound->access),
                    .endedRuns = kube::EndedRuns::startAgain},
                   options.flags);
}

}  // namespace

void checkFlagNames(const pack::Template& definition, Findings& findings) {
  TemplateOptions options;
  try {
    const TemplateParser parser(definition, false, options);
  } catch (const CLI::ConstructionError& error) {
    findings.push_back(flagFault(definition, error));
  }
}

std::vector<std::string> packFolders(const std::vector<std::string>& arguments) {
  std::vector<std::string> folders;
  constexpr std::string_view prefix = "--pack=";
  const auto end = std::ranges::find(arguments, "--");
  for (auto word = arguments.begin(); word != end; ++word) {
    if (word->starts_with(prefix)) folders.push_back(word->substr(prefix.size()));
    if (*word == "--pack" && word + 1 != end) folders.push_back(*++word);
  }
  return folders;
}

ExitCode runTemplate(Context& context, const std::string& templateName, std::vector<std::string> arguments) {
  auto packs = std::make_shared<pack::Packs>(context.sources);
  Findings findings;
  stack::Options options{.packs = packFolders(arguments)};
  for (const Command& command : all()) options.commands.emplace_back(command.name);
  stack::addPacks(Value(), options, *packs, context.sources, findings);
  const auto found = packs->find(templateName);
  if (!found) append(findings, found.failure().findings);
  if (hasErrors(findings)) return fail(context, {ExitCode::badInput, std::move(findings)});
  const pack::Template& definition = *found->definition;
  try {
    return run(context, definition, packs, std::move(arguments));  // ours keep the definition for the fault
  } catch (const CLI::ConstructionError& error) {
    return fail(context, {ExitCode::badInput, flagFault(definition, error)});
  }
}

std::vector<std::pair<std::string, std::string>> templates(Context& context,
                                                           const std::vector<std::string>& folders) {
  std::vector<std::pair<std::string, std::string>> result;
  pack::Packs packs(context.sources);
  for (const auto& folder : folders) packs.add(folder, pack::folderFiles(folder, context.sources));
  for (const auto& name : packs.templates()) {
    Findings ignored;  // a template with faults says so when it is used
    const auto documents = packs.read(name + "/template.yaml", ignored);
    if (documents && !documents->empty())
      result.emplace_back(name, findString(documents->front(), {"description"}));
  }
  return result;
}

}  // namespace aictl::commands
