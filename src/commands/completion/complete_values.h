#pragma once

#include <cstddef>

#include "commands/command.h"
#include "commands/parser.h"
#include "core/schema/schema.h"

namespace aictl::commands {

/// A value that is being typed.
struct TypedValue {
  const CLI::Option& option;             ///< whose value it is; a positional is one too
  const schema::Node* schema = nullptr;  ///< of the option's values; nullptr where there is none
  std::size_t begin = 0;                 ///< where in the word it begins: behind the `=` of `--file=`
};

/// Writes what the value may be: the words that the option takes, entries, names of the kubeconfig and of the
/// cluster; or leaves it to the shell, where files or folders belong there.
void writeValues(Context& context, const CLI::App& app, const TypedValue& value);

}  // namespace aictl::commands
