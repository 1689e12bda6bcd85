#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/parser.h"
#include "core/kube/access/kubeconfig.h"
#include "core/stack/stack.h"

namespace aictl::commands {

/// Parses a command's arguments. Gives the exit code where the command is to end at once: after help (done),
/// a wrong option or a wrong configuration (badInput; it was told, with the nearest option), or where it is
/// asked for completion.
std::optional<ExitCode> parse(CLI::App& app, Context& context, std::vector<std::string> arguments);

/// Who gave an option its value: `--namespace` where the command line did, else `$AICTL_NAMESPACE`.
std::string giverOf(const CLI::Option& option, const std::vector<std::string>& typed);

/// A command's parser. Its help begins with `Usage: aictl NAME USAGE`.
std::unique_ptr<CLI::App> makeApp(const std::string& name, const std::string& usage,
                                  const std::string& description);

/// Lets an option take these words alone; help and completion show them.
void takesOneOf(CLI::Option& option, std::vector<std::string> words);

/// `-o` of a command whose result has these forms. `form` holds the one that is built in; the one that the
/// person prefers goes over it, where the command has it.
void addOutputOption(CLI::App& app, const Context& context, std::string& form, std::vector<std::string> forms,
                     const std::string& description);

/// Checks for an option's values: "" where the text is good, else what is wrong with it.
std::string secondsFault(const std::string& text);
std::string timeLimitFault(const std::string& text);

/// Whether `-f` names a stack file; where it means to follow, only `--file` does.
enum class FileOption : std::uint8_t { shortToo, longOnly };

/// `-f`, `--environment`, `--set`, `--pack`.
void addStackOptions(CLI::App& app, stack::Options& options, FileOption file = FileOption::shortToo);

/// `-n`: over the namespaces of the stack, the configuration and the context.
void addNamespaceOption(CLI::App& app, std::string& nameSpace);

struct ClusterOptions {
  kube::AccessOptions access;
  double requestTimeout = 30;  ///< seconds
};

/// `--context`, `--cluster`, `--user`, `--kubeconfig`, `--as`, `--as-group`, `--request-timeout`.
void addClusterOptions(CLI::App& app, ClusterOptions& options);

}  // namespace aictl::commands
