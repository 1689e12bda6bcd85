#include "cli/global_options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "core/yaml/utf8.h"

namespace aictl::cli {
namespace {

using commands::Colours;

bool isSet(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

Result<OutputStyle> styleFor(std::string_view when) {
  const OutputStyle style = automaticStyle();
  if (when == "auto") return style;
  if (when == "always") return OutputStyle{.color = true, .excerpt = true, .results = Colours::on};
  if (when == "never") return OutputStyle{.excerpt = style.excerpt};
  const std::string found = when.empty() ? "nothing" : "'" + std::string(when) + "'";
  return Failure(ExitCode::badInput,
                 Finding{.rule = "usage", .message = "--color is always, never or auto, not " + found});
}

}  // namespace

OutputStyle automaticStyle() {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  const bool coloured = !isSet("NO_COLOR") && !dumb;
  const bool shown = ::isatty(STDERR_FILENO) == 1;
  return {.color = shown && coloured,
          .excerpt = shown,
          .results = coloured && ::isatty(STDOUT_FILENO) == 1 ? Colours::on : Colours::off};
}

Result<GlobalOptions> takeGlobalOptions(std::vector<std::string>& arguments) {
  GlobalOptions options{.style = automaticStyle()};
  const auto wrong = std::ranges::find_if_not(arguments, yaml::isUtf8);
  if (wrong != arguments.end()) {
    return Failure(ExitCode::badInput,
                   Finding{.rule = "usage",
                           .message = "argument " + std::to_string(wrong - arguments.begin() + 1) +
                                      " is not valid UTF-8"});
  }
  constexpr std::string_view color = "--color=";
  std::vector<std::string> rest;
  const auto end = std::ranges::find(arguments, "--");
  for (auto at = arguments.begin(); at != end; ++at) {
    if (*at == "-q" || *at == "--quiet") {
      options.quiet = true;
    } else if (*at == "--color" || at->starts_with(color)) {
      std::string when = at->starts_with(color) ? at->substr(color.size()) : "";
      if (*at == "--color" && at + 1 != end) when = *++at;
      const auto style = styleFor(when);
      if (!style) return style.failure();
      options.style = *style;
    } else {
      rest.push_back(std::move(*at));
    }
  }
  rest.insert(rest.end(), end, arguments.end());
  arguments = std::move(rest);
  return options;
}

}  // namespace aictl::cli
