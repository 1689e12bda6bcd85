#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <exception>
#include <optional>

#include "cli/dispatch.h"
#include "cli/global_options.h"
#include "cli/report_terminal.h"
#include "cli/stream_terminal.h"
#include "commands/config.h"
#include "core/base/file.h"

namespace {

std::atomic<bool> stopWanted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

/// The first signal asks to stop between steps; a second one ends the program as it would by itself.
extern "C" void askToStop(int /*signal*/) { stopWanted = true; }

/// Without SA_RESTART, so that waiting for a pipe ends too.
void handle(int signal) {
  struct sigaction action {};
  action.sa_handler = askToStop;
  action.sa_flags = static_cast<int>(SA_RESETHAND);
  ::sigaction(signal, &action, nullptr);
}

/// A program that was started with a standard stream closed must not write into the file that takes its
/// place.
void holdStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", O_RDWR);
  }
}

aictl::ExitCode run(aictl::commands::Context& context, std::vector<std::string> arguments) {
  try {
    return aictl::cli::dispatch(context, std::move(arguments));
  } catch (const std::exception& error) {
    // Nothing should come here. What does is a fault of the program, and says so.
    context.terminal.show({{.rule = "internal",
                            .message = "a fault of the program: " + std::string(error.what()),
                            .remedy = "please report it"}},
                          context.sources);
    return aictl::ExitCode::badInput;
  }
}

/// Results were lost. Where their reader is gone, the program ends as others do, by SIGPIPE and in silence.
aictl::ExitCode loseOutput(aictl::commands::Context& context, int error) {
  if (error == EPIPE) {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  }
  context.terminal.show(
      {{.rule = "output", .message = "standard output cannot be written: " + aictl::systemMessage(error)}},
      context.sources);
  return aictl::ExitCode::badInput;
}

}  // namespace

int main(int count, char** words) {
  holdStandardStreams();
  std::signal(SIGPIPE, SIG_IGN);
  handle(SIGINT);
  handle(SIGTERM);

  std::vector<std::string> arguments(words + std::min(count, 1), words + count);
  const auto options = aictl::cli::takeGlobalOptions(arguments);
  aictl::Sources sources;
  auto config = aictl::commands::readConfig(sources);
  aictl::cli::StreamTerminal terminal(
      aictl::cli::styleFor(options ? *options : aictl::cli::GlobalOptions{}, config),
      options && options->quiet);
  if (!options) {
    terminal.show(options.failure().findings, sources);
    return static_cast<int>(options.failure().code);
  }
  std::optional<aictl::cli::ReportTerminal> report;
  if (options->reporting.format != nullptr)
    report.emplace(terminal, options->reporting, "aictl " + (arguments.empty() ? "" : arguments.front()));
  aictl::commands::Terminal& shown = report ? static_cast<aictl::commands::Terminal&>(*report) : terminal;
  // Never taken apart: the end of the program gives all memory back at once.
  static auto& context =
      *new aictl::commands::Context{shown, sources, stopWanted, {}, nullptr, std::move(config)};
  auto code = run(context, std::move(arguments));
  if (const auto failure = report ? report->finish(sources) : std::nullopt) {
    terminal.show(failure->findings, sources);
    code = failure->code;
  }
  if (const int error = terminal.flush(); error != 0) code = loseOutput(context, error);
  return static_cast<int>(stopWanted ? aictl::ExitCode::interrupted : code);
}
