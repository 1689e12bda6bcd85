#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <csignal>
#include <cstdlib>
#include <exception>

#include "cli/dispatch.h"
#include "cli/global_options.h"
#include "cli/stream_terminal.h"

namespace {

std::atomic<bool> stopWanted{false};
static_assert(std::atomic<bool>::is_always_lock_free);

/// The first signal asks to stop between steps; a second one ends the program as it would by itself.
extern "C" void askToStop(int signal) {
  stopWanted = true;
  std::signal(signal, SIG_DFL);
}

/// A program that was started with a standard stream closed must not write into the file that takes its place.
void holdStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (::fcntl(stream, F_GETFD) < 0) ::open("/dev/null", O_RDWR);
  }
}

}  // namespace

int main(int count, char** words) {
  holdStandardStreams();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGINT, askToStop);
  std::signal(SIGTERM, askToStop);

  std::vector<std::string> arguments(words + std::min(count, 1), words + count);
  const auto options = aictl::cli::takeGlobalOptions(arguments);
  aictl::cli::StreamTerminal terminal(options.errorColor, options.quiet);
  aictl::Sources sources;
  aictl::commands::Context context{terminal, sources, stopWanted};
  int code = 0;
  try {
    code = static_cast<int>(aictl::cli::dispatch(context, std::move(arguments)));
  } catch (const std::exception& error) {
    // Nothing should come here. What does is a fault of the program, and says so.
    terminal.message("aictl: a fault of the program, please report it: " + std::string(error.what()));
    code = static_cast<int>(aictl::ExitCode::badInput);
  }
  if (!terminal.flush() && code == 0) code = 1;
  return stopWanted ? static_cast<int>(aictl::ExitCode::interrupted) : code;
}
