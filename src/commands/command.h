#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/config.h"
#include "commands/terminal.h"
#include "core/base/result.h"
#include "core/pack/pack.h"

namespace aictl::commands {

/// What a person has typed of a command line, up to the cursor.
struct Completion {
  std::vector<std::string>
      before;        ///< the words before the last, without the program's and the command's name
  std::string word;  ///< the last one, as far as it is typed
};

/// What every command works with.
struct Context {
  Terminal& terminal;
  Sources& sources;
  const std::atomic<bool>& stop;                    ///< becomes true on SIGINT and SIGTERM
  std::vector<std::shared_ptr<pack::Packs>> packs;  ///< kept to the end, which takes them apart for nothing
  /// A command is asked what may come next on its command line, and not run; else nullptr.
  const Completion* completion = nullptr;
  Config config = {};  ///< what holds where the command line says nothing
};

/// A command as dispatch and help see it. Its options are built when it is invoked, and only then.
struct Command {
  std::string_view name;
  std::string_view group;    ///< the heading in the list of commands
  std::string_view summary;  ///< one line
  ExitCode (*run)(Context& context, std::vector<std::string> arguments);
  std::string_view elsewhere = {};  ///< what other tools call it: words with a space between
};

/// All commands but those that templates are, in the order of help.
std::span<const Command> all();

/// Runs the command that a template is: `aictl train NAME --workers 4`.
ExitCode runTemplate(Context& context, const std::string& templateName, std::vector<std::string> arguments);

/// The names and descriptions of the templates of the built-in pack, and of packs in folders.
std::vector<std::pair<std::string, std::string>> templates(Context& context,
                                                           const std::vector<std::string>& folders = {});

}  // namespace aictl::commands
