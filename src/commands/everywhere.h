#pragma once

#include <array>
#include <string_view>

namespace aictl::commands {

/// An option that every command has, wherever it stands on the line: src/cli takes it off before the command
/// sees its arguments; help and completion show it.
struct GlobalOption {
  std::string_view shortName;  ///< `-q`; "" for none
  std::string_view name;
  std::string_view values;  ///< `a|b`; "" for none
  std::string_view description;
};

inline constexpr std::array everywhere{
    GlobalOption{"-q", "--quiet", "", "Say nothing but errors"},
    GlobalOption{"", "--color", "auto|always|never", "Colours (auto: on a terminal)"},
    GlobalOption{"", "--error-format", "text|json|github|gitlab|sarif|junit",
                 "How all that is wrong is told, for pipelines (text)"},
    GlobalOption{"", "--error-file", "FILE", "Write that into a file, beside the text"},
};

}  // namespace aictl::commands
