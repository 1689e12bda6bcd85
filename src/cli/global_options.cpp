#include "cli/global_options.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>

namespace aictl::cli {
namespace {

bool isSet(const char* variable) {
  const char* value = std::getenv(variable);
  return value != nullptr && *value != '\0';
}

Color automatic() {
  const char* terminal = std::getenv("TERM");
  const bool dumb = terminal == nullptr || std::string_view(terminal) == "dumb";
  return ::isatty(STDERR_FILENO) == 1 && !isSet("NO_COLOR") && !dumb ? Color::always : Color::never;
}

}  // namespace

GlobalOptions takeGlobalOptions(std::vector<std::string>& arguments) {
  GlobalOptions options{.errorColor = automatic()};
  constexpr std::string_view prefix = "--color=";
  const auto choose = [&](std::string_view when) {
    if (when == "always") options.errorColor = Color::always;
    if (when == "never") options.errorColor = Color::never;
  };
  auto end = std::ranges::find(arguments, "--");
  for (auto at = arguments.begin(); at != end;) {
    std::ptrdiff_t taken = 0;
    if (*at == "-q" || *at == "--quiet") {
      options.quiet = true;
      taken = 1;
    } else if (at->starts_with(prefix)) {
      choose(std::string_view(*at).substr(prefix.size()));
      taken = 1;
    } else if (*at == "--color" && at + 1 != end) {
      choose(*(at + 1));
      taken = 2;
    }
    const auto index = at - arguments.begin();
    arguments.erase(at, at + taken);
    at = arguments.begin() + index + (taken == 0 ? 1 : 0);
    end = std::ranges::find(arguments, "--");
  }
  return options;
}

}  // namespace aictl::cli
