#include "cli/dispatch.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/time.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>

#include "cli/global_options.h"
#include "commands/completion/complete.h"
#include "commands/everywhere.h"
#include "commands/fleet/in_pod.h"
#include "commands/reference.h"
#include "commands/stack/template_command.h"
#include "core/base/nearest.h"
#include "core/fleet/told.h"
#include "core/gpu/bench/question.h"
#include "core/gpu/worker.h"
#include "core/pack/files.h"

namespace aictl::cli {
namespace {

std::string line(std::string_view name, std::string_view summary) {
  constexpr std::size_t column = 18;
  std::string text = "  " + std::string(name);
  text.resize(std::max(text.size() + 1, column), ' ');
  return text.append(summary).append("\n");
}

std::string help(commands::Context& context) {
  std::string text =
      "aictl trains, serves and moves AI models on Kubernetes.\n\n"
      "Usage: aictl COMMAND [OPTIONS]\n\nTemplates: an entry from flags, applied at once\n";
  for (const auto& [name, description] : commands::templates(context)) text += line(name, description);
  std::string_view group;
  for (const auto& command : commands::all()) {
    if (command.group != group) text.append("\n").append(command.group).append("\n");
    group = command.group;
    text += line(command.name, command.summary);
  }
  text += "\nEverywhere\n";
  for (const auto& option : commands::everywhere) text += line(option.name, option.description);
  return text + line("--help", "Help for a command: aictl COMMAND --help");
}

/// Templates of the built-in pack, and of the packs that the command line names.
std::vector<std::string> templateNames(commands::Context& context,
                                       const std::vector<std::string>& arguments) {
  auto names = pack::builtinFiles(context.sources)->templates();
  for (const auto& folder : commands::packFolders(arguments)) {
    for (auto& name : pack::folderFiles(folder, context.sources)->templates())
      names.push_back(std::move(name));
  }
  return names;
}

/// `did you mean 'status'?`, of the nearest name, where no other tool has a command of that name; "" for
/// none.
std::string commandMeant(const std::string& name, std::vector<std::string> known) {
  const std::string word = fmt::format(" {} ", name);
  for (const auto& command : commands::all()) {
    if (!name.empty() && fmt::format(" {} ", command.elsewhere).find(word) != std::string::npos)
      return fmt::format("did you mean '{}'?", command.name);
    known.emplace_back(command.name);
  }
  return didYouMean(name, known);
}

ExitCode refuse(commands::Context& context, const std::string& name, std::vector<std::string> known) {
  if (name.starts_with("-")) {
    context.terminal.show({{.rule = "usage",
                            .message = "'" + name + "' stands before the command",
                            .remedy = "write aictl COMMAND [OPTIONS]; see 'aictl --help'"}},
                          context.sources);
    return ExitCode::badInput;
  }
  const std::string meant = commandMeant(name, std::move(known));
  context.terminal.show({{.rule = "usage",
                          .message = "unknown command '" + name + "'",
                          .remedy = meant.empty() ? "see 'aictl --help'" : meant}},
                        context.sources);
  return ExitCode::badInput;
}

void completeCommand(commands::Context& context) {
  std::vector<commands::Candidate> candidates;
  for (auto& [name, description] : commands::templates(context)) candidates.push_back({name, description});
  for (const auto& command : commands::all())
    candidates.push_back({std::string(command.name), std::string(command.summary)});
  for (const auto& option : commands::everywhere) {
    if (context.completion->word.starts_with("-"))
      candidates.push_back({std::string(option.name), std::string(option.description)});
  }
  commands::writeCandidates(context, candidates);
}

/// Whether a value of an option that every command has is being typed, which is written then: `--color a`,
/// `--color=a`.
bool completeEverywhere(commands::Context& context, const std::vector<std::string>& before) {
  const std::string& word = context.completion->word;
  for (const auto& option : commands::everywhere) {
    if (option.values.empty()) continue;
    const std::string prefix = std::string(option.name) + "=";
    const bool isNext = !before.empty() && before.back() == option.name;
    if (!isNext && !word.starts_with(prefix)) continue;
    if (option.values == "FILE") {
      context.terminal.write(":files\n");
      return true;
    }
    auto candidates = commands::alternatives(option.values);
    for (auto& candidate : candidates) candidate.word.insert(0, isNext ? "" : prefix);
    commands::writeCandidates(context, candidates);
    return true;
  }
  return false;
}

/// Passes results on, and says nothing else: what is wrong with a stack is not asked while a line is typed.
class SilentTerminal : public commands::Terminal {
 public:
  explicit SilentTerminal(commands::Terminal& terminal) : terminal_(terminal) {}
  void write(std::string_view text) override { terminal_.write(text); }
  void message(std::string_view /*line*/) override {}
  void show(Findings /*findings*/, const Sources& /*sources*/) override {}
  commands::Answer ask(std::string_view /*question*/) override { return commands::Answer::nobody; }

 private:
  commands::Terminal& terminal_;
};

extern "C" void wake(int /*signal*/) {}

/// Nothing is waited for any longer than this: a pipe, a disk that is far away. Nor is anything read that is
/// typed meanwhile.
void limitWaiting() {
  constexpr suseconds_t limit{300'000};
  struct sigaction action {};
  action.sa_handler = wake;  // no SA_RESTART: what waits is given up
  ::sigaction(SIGALRM, &action, nullptr);
  const itimerval often{.it_interval = {0, limit}, .it_value = {0, limit}};
  ::setitimer(ITIMER_REAL, &often, nullptr);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
}

/// `~/x` as the shell will give it.
void expandHome(std::vector<std::string>& words) {
  const char* home = std::getenv("HOME");
  for (std::string& word : words) {
    if (home != nullptr && word.starts_with("~/")) word.replace(0, 1, home);
  }
}

/// What may come next on a command line, for the scripts of `completions/`: the last of the words is the one
/// that is being typed.
ExitCode complete(commands::Context& context, std::vector<std::string> words) {
  if (!words.empty() && words.front() == "--") words.erase(words.begin());
  if (words.empty()) words.emplace_back();
  commands::Completion completion{.word = std::move(words.back())};
  words.pop_back();
  limitWaiting();
  expandHome(words);
  SilentTerminal terminal(context.terminal);
  commands::Context silent{terminal, context.sources, context.stop, {}, &completion, context.config};
  if (std::ranges::find(words, "--") == words.end() && completeEverywhere(silent, words))
    return ExitCode::done;
  // Which templates there are, and so which commands, is not known before the pack is.
  if ((!words.empty() && words.back() == "--pack") || completion.word.starts_with("--pack=")) {
    context.terminal.write(":folders\n");
    return ExitCode::done;
  }
  (void)takeGlobalOptions(words);
  if (words.size() > 1 && words.front() == "help") words.erase(words.begin());
  if (words.empty() || words == std::vector<std::string>{"help"}) {
    completeCommand(silent);
  } else if (words.front() != "__complete") {
    completion.before.assign(words.begin() + 1, words.end());
    dispatch(silent, std::move(words));
  }
  return ExitCode::done;
}

}  // namespace

ExitCode dispatch(commands::Context& context, std::vector<std::string> arguments) {
  if (arguments.empty()) {
    context.terminal.message(help(context));
    context.terminal.show({{.rule = "usage", .message = "a command is needed"}}, context.sources);
    return ExitCode::badInput;
  }
  std::string name = arguments.front();
  arguments.erase(arguments.begin());
  if (name == "--help" || name == "-h" || name == "help") {
    if (arguments.empty()) {
      context.terminal.write(help(context));
      return ExitCode::done;
    }
    name = arguments.front();
    arguments.erase(arguments.begin());
    arguments.emplace_back("--help");
  }
  if (name == gpu::workerCommand && arguments.size() == 2)
    return static_cast<ExitCode>(gpu::work(arguments[0], arguments[1]));
  if (name == gpu::bench::workerCommand && arguments.size() == 1)
    return static_cast<ExitCode>(gpu::bench::work(arguments[0]));
  if (name == fleet::inPodCommand) return commands::runInPod(context, std::move(arguments), dispatch);
  if (name == "__complete") return complete(context, std::move(arguments));
  if (name == "__reference") return commands::writeReference(context, arguments);
  if (name == "--version") name = "version";
  const auto command = std::ranges::find(commands::all(), name, &commands::Command::name);
  if (command != commands::all().end()) return command->run(context, std::move(arguments));
  const auto names = templateNames(context, arguments);
  if (std::ranges::find(names, name) != names.end())
    return commands::runTemplate(context, name, std::move(arguments));
  return refuse(context, name, names);
}

}  // namespace aictl::cli
