#include "commands/options.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/schema/schema.h"

namespace aictl::commands {
namespace {

void complain(Context& context, std::string message, std::string remedy = {}) {
  context.terminal.show({{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)}}, context.sources);
}

/// Help with a usage line of our own: the parser's would list less than a person needs.
class UsageFormatter : public CLI::Formatter {
 public:
  explicit UsageFormatter(std::string usage) : usage_(std::move(usage)) {}
  std::string make_usage(const CLI::App* /*app*/, std::string /*name*/) const override { return usage_; }

 private:
  std::string usage_;
};

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
  for (std::string extra : extras) {
    if (!extra.starts_with("-")) {
      complain(context, "'" + extra + "' is one word too many", "see 'aictl " + app.get_name() + " --help'");
      continue;
    }
    extra = extra.substr(0, extra.find('='));
    const auto near = schema::nearest(extra, optionNames(app));
    complain(context, "unknown option '" + extra + "'",
             near.empty() ? "see 'aictl " + app.get_name() + " --help'" : "did you mean '" + near + "'?");
  }
  return ExitCode::badInput;
}

}  // namespace

std::unique_ptr<CLI::App> makeApp(const std::string& name, const std::string& usage, const std::string& description) {
  auto app = std::make_unique<CLI::App>(description, name);
  auto formatter = std::make_shared<UsageFormatter>("Usage: aictl " + name + " " + usage + "\n");
  constexpr std::size_t column = 34;
  formatter->column_width(column);
  app->formatter(formatter);
  app->allow_extras();
  return app;
}

std::optional<ExitCode> parse(CLI::App& app, Context& context, std::vector<std::string> arguments) {
  std::ranges::reverse(arguments);  // the parser takes them from the back
  try {
    app.parse(std::move(arguments));
  } catch (const CLI::CallForHelp&) {
    context.terminal.write(app.help());
    return ExitCode::done;
  } catch (const CLI::CallForAllHelp&) {
    context.terminal.write(app.help("", CLI::AppFormatMode::All));
    return ExitCode::done;
  } catch (const CLI::ParseError& error) {
    complain(context, error.what(), "see 'aictl " + app.get_name() + " --help'");
    return ExitCode::badInput;
  }
  return refuseExtras(app, context);
}

void addStackOptions(CLI::App& app, stack::Options& options) {
  constexpr auto* group = "Stack";
  app.add_option("-f,--file", options.files, "Stack file; may repeat, later ones are merged over (aictl.yaml)")
      ->type_name("FILE")->allow_extra_args(false)->group(group);
  app.add_option("--environment", options.environment, "Merge aictl.NAME.yaml over the stack")
      ->type_name("NAME")->envname("AICTL_ENVIRONMENT")->group(group);
  app.add_option("--set", options.overrides, "Set a value: train.resnet50.workers=8; may repeat")
      ->type_name("PATH=VALUE")->allow_extra_args(false)->group(group);
  app.add_option("--pack", options.packs, "Folder with more templates; may repeat")
      ->type_name("FOLDER")->allow_extra_args(false)->group(group);
}

void addNamespaceOption(CLI::App& app, std::string& nameSpace) {
  app.add_option("-n,--namespace", nameSpace, "Namespace, over that of the stack")->type_name("NAME")->group("Stack");
}

void addClusterOptions(CLI::App& app, ClusterOptions& options) {
  constexpr auto* group = "Cluster";
  app.add_option("--context", options.access.context, "Kubeconfig context")->type_name("NAME")->group(group);
  app.add_option("--cluster", options.access.cluster, "Kubeconfig cluster")->type_name("NAME")->group(group);
  app.add_option("--user", options.access.user, "Kubeconfig user")->type_name("NAME")->group(group);
  app.add_option("--kubeconfig", options.access.kubeconfig, "Kubeconfig file")->type_name("FILE")->group(group);
  app.add_option("--as", options.access.as, "Act as another user")->type_name("USER")->group(group);
  app.add_option("--as-group", options.access.asGroups, "Act as a member of a group; may repeat")
      ->type_name("GROUP")->allow_extra_args(false)->group(group);
  app.add_option("--request-timeout", options.requestTimeout, "Seconds that a request may take (30)")
      ->type_name("SECONDS")->check(CLI::PositiveNumber)->group(group);
}

}  // namespace aictl::commands
