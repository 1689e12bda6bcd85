#include "cli/global_options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iterator>
#include <optional>

#include "core/yaml/utf8.h"

namespace aictl::cli {
namespace {

using commands::Colours;

bool isSet(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

OutputStyle automaticStyle() {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  const bool coloured = !isSet("NO_COLOR") && !dumb;
  const bool shown = ::isatty(STDERR_FILENO) == 1;
  return {.color = shown && coloured,
          .excerpt = shown,
          .drawn = shown && coloured,
          .results = coloured && ::isatty(STDOUT_FILENO) == 1 ? Colours::on : Colours::off};
}

/// An option's value, taken off the arguments: `--name VALUE`, `--name=VALUE`. None where it is not there.
std::optional<std::string> takeValue(std::vector<std::string>& arguments, std::string_view name) {
  const std::string prefix = std::string(name) + "=";
  std::optional<std::string> value;
  std::vector<std::string> rest;
  const auto end = std::ranges::find(arguments, "--");
  for (auto at = arguments.begin(); at != end; ++at) {
    if (at->starts_with(prefix)) {
      value = at->substr(prefix.size());
    } else if (*at == name) {
      value = at + 1 != end ? *++at : std::string();
    } else {
      rest.push_back(std::move(*at));
    }
  }
  rest.insert(rest.end(), std::move_iterator(end), std::move_iterator(arguments.end()));
  arguments = std::move(rest);
  return value;
}

/// Takes a word without a value off the arguments. Whether it was there.
bool takeFlag(std::vector<std::string>& arguments, std::initializer_list<std::string_view> names) {
  const auto end = std::ranges::find(arguments, "--");
  const auto kept = std::remove_if(arguments.begin(), end, [&](const std::string& word) {
    return std::ranges::find(names, word) != names.end();
  });
  const bool found = kept != end;
  arguments.erase(kept, end);
  return found;
}

Result<Reporting> reportingFor(const std::optional<std::string>& name,
                               const std::optional<std::string>& file) {
  const auto usage = [](std::string message, std::string remedy) {
    return Failure(ExitCode::badInput,
                   Finding{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)});
  };
  std::string names = "text";
  for (const auto& format : report::formats()) names += ", " + std::string(format.name);
  Reporting reporting{.format = name ? report::findFormat(*name) : nullptr, .file = file.value_or("")};
  if (name && *name != "text" && reporting.format == nullptr)
    return usage("there is no --error-format '" + *name + "'", "it is one of " + names);
  if (file && file->empty()) return usage("--error-file needs the name of a file", {});
  if (file && reporting.format == nullptr)
    return usage("--error-file needs a format of reports", "add --error-format, one of " + names.substr(6));
  return reporting;
}

}  // namespace

OutputStyle styleFor(const GlobalOptions& options, const commands::Config& config) {
  const std::string_view when = !options.color.empty()    ? std::string_view(options.color)
                                : config.color.isString() ? config.color.string()
                                                          : "auto";
  const OutputStyle style = automaticStyle();
  if (when == "always")
    return OutputStyle{.color = true, .excerpt = true, .drawn = style.drawn, .results = Colours::on};
  if (when == "never") return OutputStyle{.excerpt = style.excerpt};
  return style;
}

Result<GlobalOptions> takeGlobalOptions(std::vector<std::string>& arguments) {
  const auto wrong = std::ranges::find_if_not(arguments, yaml::isUtf8);
  if (wrong != arguments.end()) {
    return Failure(ExitCode::badInput,
                   Finding{.rule = "usage",
                           .message = "argument " + std::to_string(wrong - arguments.begin() + 1) +
                                      " is not valid UTF-8"});
  }
  GlobalOptions options;
  options.quiet = takeFlag(arguments, {"-q", "--quiet"});
  if (const auto when = takeValue(arguments, "--color")) {
    if (*when != "always" && *when != "never" && *when != "auto") {
      const std::string found = when->empty() ? "nothing" : "'" + *when + "'";
      return Failure(ExitCode::badInput,
                     Finding{.rule = "usage", .message = "--color is always, never or auto, not " + found});
    }
    options.color = *when;
  }
  const auto format = takeValue(arguments, "--error-format");
  const auto file = takeValue(arguments, "--error-file");
  auto reporting = reportingFor(format, file);
  if (!reporting) return reporting.failure();
  options.reporting = *std::move(reporting);
  return options;
}

}  // namespace aictl::cli
