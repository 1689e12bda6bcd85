#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <cstdlib>

#include "commands/commands.h"
#include "commands/document.h"
#include "commands/options.h"
#include "commands/stack/stack_input.h"
#include "commands/table.h"
#include "commands/verbs.h"
#include "core/kube/access/kubeconfig_files.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

/// A setting as it holds here, and who says so: of all who may, in order, the first that does.
class Setting {
 public:
  Setting(std::string name, const Sources& sources) : name_(std::move(name)), sources_(sources) {}

  Setting& by(const std::string& who, const std::string& value) {
    if (from_.empty() && !value.empty()) {
      value_ = value;
      from_ = who;
    }
    return *this;
  }
  /// By the place that the value is from; null says nothing.
  Setting& by(const Value& value) {
    return value.isString() ? by(sources_.place(value.origin()), std::string(value.string())) : *this;
  }

  const std::string& name() const { return name_; }
  /// "" where nobody says it.
  const std::string& value() const { return value_; }
  const std::string& from() const { return from_; }

 private:
  std::string name_;
  const Sources& sources_;
  std::string value_;
  std::string from_;
};

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// The kubeconfig; empty where it cannot be read.
kube::Kubeconfig kubeconfigOf(Context& context, const std::string& path) {
  try {
    return kube::readKubeconfigFiles(path, context.sources);
  } catch (const Failure&) {
    return {};
  }
}

Value namespaceOf(const kube::Kubeconfig& kubeconfig, const std::string& contextName) {
  const auto* named = kube::find(kubeconfig.contexts, contextName);
  const Value* nameSpace = named == nullptr || !named->body.isMap() ? nullptr : named->body.find("namespace");
  return nameSpace == nullptr ? Value() : *nameSpace;
}

/// What the command line of `config show` holds.
struct Given {
  stack::Options stack;
  ClusterOptions cluster;
  std::vector<std::string> typed;
};

std::vector<Setting> settingsOf(Context& context, const CLI::App& app, const Given& given) {
  const Config& config = context.config;
  const auto setting = [&](const char* name) { return Setting(name, context.sources); };
  const auto giver = [&](const char* option) { return giverOf(*app.get_option(option), given.typed); };
  const kube::AccessOptions& access = given.cluster.access;
  const auto kubeconfig = kubeconfigOf(context, access.kubeconfig);

  const auto contextSetting = setting("context")
                                  .by(giver("--context"), access.context)
                                  .by(config.context)
                                  .by(kubeconfig.currentContext);
  return {setting("kubeconfig")
              .by("--kubeconfig", access.kubeconfig)
              .by("$KUBECONFIG", variable("KUBECONFIG"))
              .by("built in", "~/.kube/config"),
          contextSetting,
          setting("namespace")
              .by(giver("--namespace"), given.stack.nameSpace)
              .by(stackNamespace(context, given.stack))
              .by(config.nameSpace)
              .by(namespaceOf(kubeconfig, contextSetting.value()))
              .by("built in", "default"),
          setting("environment").by(giver("--environment"), given.stack.environment),
          setting("output").by(config.output).by("built in", "table"),
          setting("color").by(config.color).by("built in", "auto")};
}

Value valueOf(const std::vector<Setting>& settings) {
  const auto textOrNull = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  Value map = Value::map();
  for (const Setting& setting : settings) {
    map.set(setting.name(),
            Value::map({{"value", textOrNull(setting.value())}, {"from", textOrNull(setting.from())}}));
  }
  return document("config", map);
}

std::string textOf(const std::vector<Setting>& settings, const Layout& layout) {
  Table table;
  table.add({"SETTING", "VALUE", "FROM"});
  for (const Setting& setting : settings)
    table.add({setting.name(), setting.value().empty() ? "-" : setting.value(), setting.from()});
  return table.text(layout);
}

ExitCode showConfig(Context& context, std::vector<std::string> arguments) {
  Given given{.typed = arguments};
  std::string format = "table";
  const auto app =
      makeApp("config show", "[OPTIONS]",
              "Show what holds here, with these options, and who says so: a flag, else a variable, "
              "the stack, $XDG_CONFIG_HOME/aictl/config.yaml (~/.config/aictl/config.yaml), the "
              "kubeconfig, and what is built in. The file may say context, namespace, output and "
              "color; $AICTL_OUTPUT and $NO_COLOR go over it.");
  addOutputOption(*app, context, format, {"table", "json", "yaml"}, "How (table)");
  addStackOptions(*app, given.stack);
  addNamespaceOption(*app, given.stack.nameSpace);
  addClusterOptions(*app, given.cluster);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  const auto settings = settingsOf(context, *app, given);
  if (format == "table") {
    context.terminal.write(textOf(settings, layoutFor(context.terminal)));
  } else {
    const Value value = valueOf(settings);
    context.terminal.write(format == "json" ? yaml::writeJson(value, 2) + "\n" : yaml::write(value));
  }
  return ExitCode::done;
}

}  // namespace

ExitCode runConfig(Context& context, std::vector<std::string> arguments) {
  constexpr std::array verbs{Verb{"show", "", "show what holds here, and who says so", showConfig}};
  return runVerb(context, "config", verbs, std::move(arguments));
}

}  // namespace aictl::commands
