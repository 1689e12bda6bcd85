#include "commands/config.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "core/base/file.h"
#include "core/base/names.h"
#include "core/base/nearest.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

constexpr std::size_t limit = 1U << 20U;

struct Key {
  std::string_view name;
  Value Config::*setting;
  std::string_view expected;
  bool (*isGood)(std::string_view text);
};

bool isOneOf(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::ranges::find(words, text) != words.end();
}

bool isOutput(std::string_view text) { return isOneOf(text, {"table", "wide", "json", "yaml", "name"}); }

constexpr std::array keys{
    Key{"context", &Config::context, "the name of a kubeconfig context",
        [](std::string_view text) { return !text.empty(); }},
    Key{"namespace", &Config::nameSpace, "a DNS label", isDnsLabel},
    Key{"output", &Config::output, "table, wide, json, yaml or name", isOutput},
    Key{"color", &Config::color, "always, never or auto",
        [](std::string_view text) {
          return isOneOf(text, {"always", "never", "auto"});
        }},
};

void complain(Config& config, std::string rule, std::string message, Origin origin, std::string remedy = {}) {
  config.faults.push_back({.rule = std::move(rule),
                           .message = std::move(message),
                           .origin = origin,
                           .remedy = std::move(remedy)});
}

void take(Config& config, const Entry& entry) {
  const auto name = entry.key.string();
  const auto key = std::ranges::find(keys, name, &Key::name);
  if (key == keys.end()) {
    std::vector<std::string> names;
    names.reserve(keys.size());
    for (const Key& known : keys) names.emplace_back(known.name);
    const auto meant = didYouMean(name, names);
    complain(config, "unknown-key", fmt::format("unknown key '{}'", name), entry.key.origin(),
             meant.empty() ? fmt::format("a configuration has {}", fmt::join(names, ", ")) : meant);
  } else if (!entry.value.isString() || !key->isGood(entry.value.string())) {
    complain(config, "config",
             fmt::format("{} must be {}; found {}", name, key->expected, yaml::writeInline(entry.value)),
             entry.value.origin());
  } else {
    config.*(key->setting) = entry.value;
  }
}

void readFileInto(Config& config, const std::string& path, Sources& sources) {
  const auto text = readFile(path, limit);
  if (!text) {
    config.faults = text.failure().findings;
    config.faults.front().severity = Severity::warning;
    config.faults.front().remedy = "what it says does not hold";
    return;
  }
  const Value document = yaml::readDocument(*text, sources.add(path, *text), config.faults);
  if (document.isMap()) {
    for (const Entry& entry : document.entries()) take(config, entry);
  } else if (!document.isNull()) {
    complain(config, "config",
             fmt::format("a configuration is a map, and this is a {}", name(document.kind())),
             document.origin(), "write 'KEY: VALUE' lines");
  }
}

/// What the environment says goes over the file.
void takeEnvironment(Config& config, Sources& sources) {
  const auto variable = [](const char* name) {
    const char* value = std::getenv(name);
    return std::string_view(value == nullptr ? "" : value);
  };
  if (!variable("NO_COLOR").empty())  // https://no-color.org
    config.color = Value("never", {0, 0, sources.add("$NO_COLOR")});
  const auto output = variable("AICTL_OUTPUT");
  if (output.empty()) return;
  config.output = Value(output, {0, 0, sources.add("$AICTL_OUTPUT")});
  if (!isOutput(output)) {
    complain(config, "config", fmt::format("it must be table, wide, json, yaml or name; found '{}'", output),
             config.output.origin());
  }
}

}  // namespace

std::string configFile() {
  // A relative path is to be taken for none (XDG Base Directory Specification).
  const char* folder = std::getenv("XDG_CONFIG_HOME");
  if (folder != nullptr && *folder == '/') return std::string(folder) + "/aictl/config.yaml";
  const char* home = std::getenv("HOME");
  return home != nullptr && *home == '/' ? std::string(home) + "/.config/aictl/config.yaml" : std::string();
}

Config readConfig(Sources& sources) {
  Config config;
  const std::string path = configFile();
  // The one thing that every run of the program pays for.
  struct stat status {};
  if (!path.empty() && ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode)) {
    readFileInto(config, path, sources);
    if (hasErrors(config.faults)) config = {.faults = std::move(config.faults)};
  }
  takeEnvironment(config, sources);
  return config;
}

}  // namespace aictl::commands
