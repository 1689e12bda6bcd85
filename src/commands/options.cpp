#include "commands/options.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "commands/completion/complete.h"
#include "commands/help.h"
#include "core/base/names.h"
#include "core/base/nearest.h"

namespace aictl::commands {
namespace {

void complain(Context& context, std::string message, std::string remedy = {}) {
  context.terminal.show({{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)}},
                        context.sources);
}

std::vector<std::string> optionNames(const CLI::App& app) {
  std::vector<std::string> names;
  for (const CLI::Option* option : app.get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  return names;
}

/// What the parser did not know: a misspelt option, or a word too many.
std::optional<ExitCode> refuseExtras(const CLI::App& app, Context& context) {
  const auto extras = app.remaining();
  if (extras.empty()) return std::nullopt;
  const std::string help = "see 'aictl " + app.get_name() + " --help'";
  bool mayBeValue = false;  // of the unknown option before it
  for (const std::string& extra : extras) {
    if (!extra.starts_with("-")) {
      if (!mayBeValue) complain(context, "'" + extra + "' is one word too many", help);
      mayBeValue = false;
      continue;
    }
    mayBeValue = extra.find('=') == std::string::npos;
    const std::string name = extra.substr(0, extra.find('='));
    const std::string meant = didYouMean(name, optionNames(app));
    complain(context, "unknown option '" + name + "'", meant.empty() ? help : meant);
  }
  return ExitCode::badInput;
}

/// The arguments as the parser wants them: from the back, and `--name=` as a name and an empty value, where
/// it would take the next word for the value.
std::vector<std::string> words(std::vector<std::string> arguments) {
  std::vector<std::string> result;
  for (auto argument = arguments.rbegin(); argument != arguments.rend(); ++argument) {
    if (argument->starts_with("--") && argument->find('=') == argument->size() - 1) {
      argument->pop_back();
      result.emplace_back();
    }
    result.push_back(std::move(*argument));
  }
  return result;
}

/// `--namespace: 'A_B' is no DNS label`, with the variable in its place where that said so.
std::string faultOf(const CLI::App& app, const std::string& words, const std::vector<std::string>& typed) {
  const std::size_t colon = words.find(':');
  const CLI::Option* option = app.get_option_no_throw(words.substr(0, colon));
  return option == nullptr ? words : giverOf(*option, typed) + words.substr(colon);
}

/// `--dry-run takes true or false, not 'server'`, where the parser says `Could not convert: --dry-run =
/// server`.
std::string conversionFault(const CLI::App& app, const std::string& words,
                            const std::vector<std::string>& typed) {
  for (const CLI::Option* option : app.get_options()) {
    const std::string begin = "Could not convert: " + option->get_name() + " = ";
    if (!words.starts_with(begin)) continue;
    const bool isFlag = option->get_items_expected_max() == 0;
    return fmt::format("{} {} '{}'", giverOf(*option, typed),
                       isFlag ? "takes true or false, not" : "cannot be", words.substr(begin.size()));
  }
  return words;
}

std::string labelFault(const std::string& text) {
  if (isDnsLabel(text)) return {};
  return "'" + text + "' is no DNS label (lower case letters, digits and hyphens, at most 63 characters)";
}

/// Seconds, as in `30` or `0.5`; none where the text is no such number.
std::optional<double> seconds(const std::string& text) {
  double number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number, std::chars_format::fixed);
  constexpr double most = 1e9;
  if (error != std::errc{} || end != text.data() + text.size() || !(number >= 0 && number <= most))
    return std::nullopt;
  return number;
}

}  // namespace

std::string giverOf(const CLI::Option& option, const std::vector<std::string>& typed) {
  const std::string name = option.get_name();
  const std::string variable = option.get_envname();
  const bool isTyped = std::ranges::any_of(typed, [&](const std::string& word) {
    return word.starts_with("-") && option.check_name(word.substr(0, word.find('=')));
  });
  const char* value = variable.empty() ? nullptr : std::getenv(variable.c_str());
  return isTyped || value == nullptr || *value == '\0' ? name : "$" + variable;
}

void takesOneOf(CLI::Option& option, std::vector<std::string> words) {
  option.type_name(fmt::format("{}", fmt::join(words, "|")));
  option.check([words = std::move(words)](const std::string& text) -> std::string {
    if (std::ranges::find(words, text) != words.end()) return {};
    return fmt::format("it is {}, not '{}'", fmt::join(words, ", "), text);
  });
}

std::string secondsFault(const std::string& text) {
  return seconds(text) ? "" : "'" + text + "' is no number of seconds";
}

std::string timeLimitFault(const std::string& text) {
  const auto number = seconds(text);
  return number && *number > 0 ? "" : "'" + text + "' is no number of seconds above 0";
}

std::unique_ptr<CLI::App> makeApp(const std::string& name, const std::string& usage,
                                  const std::string& description) {
  auto app = std::make_unique<CLI::App>(description, name);
  app->formatter(std::make_shared<Help>(usage));
  app->set_help_flag("-h,--help", "Show this help");
  app->option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
  app->allow_extras();
  return app;
}

std::optional<ExitCode> parse(CLI::App& app, Context& context, std::vector<std::string> arguments) {
  if (context.completion != nullptr) {
    complete(app, context, {});
    return ExitCode::done;
  }
  const std::vector<std::string> typed = arguments;
  try {
    app.parse(words(std::move(arguments)));
  } catch (const CLI::CallForHelp&) {
    context.terminal.write(app.help());
    return ExitCode::done;
  } catch (const CLI::CallForAllHelp&) {
    context.terminal.write(app.help("", CLI::AppFormatMode::All));
    return ExitCode::done;
  } catch (const CLI::ArgumentMismatch& error) {
    const std::string words = error.what();
    complain(context, words.substr(0, words.find(':')) + " needs a value",
             "see 'aictl " + app.get_name() + " --help'");
    return ExitCode::badInput;
  } catch (const CLI::ValidationError& error) {
    complain(context, faultOf(app, error.what(), typed), "see 'aictl " + app.get_name() + " --help'");
    return ExitCode::badInput;
  } catch (const CLI::ConversionError& error) {
    complain(context, conversionFault(app, error.what(), typed), "see 'aictl " + app.get_name() + " --help'");
    return ExitCode::badInput;
  } catch (const CLI::ParseError& error) {
    complain(context, error.what(), "see 'aictl " + app.get_name() + " --help'");
    return ExitCode::badInput;
  }
  if (const auto code = refuseExtras(app, context)) return code;
  context.terminal.show(context.config.faults, context.sources);
  if (hasErrors(context.config.faults)) return ExitCode::badInput;
  return std::nullopt;
}

void addOutputOption(CLI::App& app, const Context& context, std::string& form, std::vector<std::string> forms,
                     const std::string& description) {
  const Value& preferred = context.config.output;
  if (preferred.isString() && std::ranges::find(forms, preferred.string()) != forms.end())
    form = preferred.string();
  takesOneOf(*app.add_option("-o,--output", form, description), std::move(forms));
}

void addStackOptions(CLI::App& app, stack::Options& options, FileOption file) {
  for (const Command& command : all()) options.commands.emplace_back(command.name);
  constexpr auto* group = "Stack";
  app.add_option(file == FileOption::shortToo ? "-f,--file" : "--file", options.files,
                 "Stack file; may repeat, later ones are merged over (aictl.yaml)")
      ->type_name("FILE")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--environment", options.environment, "Merge aictl.NAME.yaml over the stack")
      ->type_name("NAME")
      ->envname("AICTL_ENVIRONMENT")
      ->group(group);
  app.add_option("--set", options.overrides, "Set a value: train.resnet50.workers=8; may repeat")
      ->type_name("PATH=VALUE")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--pack", options.packs, "Folder with more templates; may repeat")
      ->type_name("FOLDER")
      ->allow_extra_args(false)
      ->group(group);
}

void addNamespaceOption(CLI::App& app, std::string& nameSpace) {
  app.add_option("-n,--namespace", nameSpace, "Namespace, over that of the stack")
      ->type_name("NAME")
      ->check(labelFault)
      ->envname("AICTL_NAMESPACE")
      ->group("Stack");
}

void addClusterOptions(CLI::App& app, ClusterOptions& options) {
  constexpr auto* group = "Cluster";
  app.add_option("--context", options.access.context, "Kubeconfig context")
      ->type_name("NAME")
      ->envname("AICTL_CONTEXT")
      ->group(group);
  app.add_option("--cluster", options.access.cluster, "Kubeconfig cluster")->type_name("NAME")->group(group);
  app.add_option("--user", options.access.user, "Kubeconfig user")->type_name("NAME")->group(group);
  app.add_option("--kubeconfig", options.access.kubeconfig, "Kubeconfig file")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--as", options.access.as, "Act as another user")->type_name("USER")->group(group);
  app.add_option("--as-group", options.access.asGroups, "Act as a member of a group; may repeat")
      ->type_name("GROUP")
      ->allow_extra_args(false)
      ->group(group);
  app.add_option("--request-timeout", options.requestTimeout, "Seconds that a request may take (30)")
      ->type_name("SECONDS")
      ->check(timeLimitFault)
      ->group(group);
}

}  // namespace aictl::commands
