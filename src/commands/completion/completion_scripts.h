#pragma once

#include <string_view>

/// The files of `completions/`, taken in by the build.
namespace aictl::commands {

extern const std::string_view bashCompletion;
extern const std::string_view zshCompletion;
extern const std::string_view fishCompletion;

}  // namespace aictl::commands
