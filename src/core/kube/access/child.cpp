#include "core/kube/access/child.h"

#include <fmt/format.h>

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

extern char** environ;

namespace aictl::kube {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds waitInterval{5};

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> all;
  all.reserve(texts.size() + 1);
  for (std::string& text : texts) all.push_back(text.data());
  all.push_back(nullptr);
  return all;
}

std::vector<std::string> environmentOf(const Child& child) {
  std::vector<std::string> all;
  for (char** one = environ; *one != nullptr; ++one) {
    const std::string_view text(*one);
    const bool replaced =
        std::any_of(child.environment.begin(), child.environment.end(), [&](const auto& own) {
          return text.starts_with(own.first) && text.substr(own.first.size()).starts_with('=');
        });
    if (!replaced) all.emplace_back(text);
  }
  for (const auto& [key, text] : child.environment) all.push_back(fmt::format("{}={}", key, text));
  return all;
}

/// 0, or errno.
int spawn(const Child& child, int output, pid_t& process) {
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, output, STDOUT_FILENO);
  if (!child.terminal) posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t normal;
  sigemptyset(&normal);
  sigaddset(&normal, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &normal);
  // Its own group, to end all that it starts; a group in the background may not read from the terminal.
  const int group = child.terminal ? 0 : POSIX_SPAWN_SETPGROUP;
  posix_spawnattr_setflags(&attributes, static_cast<short>(POSIX_SPAWN_SETSIGDEF | group));

  std::vector<std::string> arguments{child.command};
  arguments.insert(arguments.end(), child.arguments.begin(), child.arguments.end());
  std::vector<std::string> environment = environmentOf(child);
  const int error = ::posix_spawnp(&process, child.command.c_str(), &files, &attributes,
                                   pointers(arguments).data(), pointers(environment).data());
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return error;
}

/// Reads until the end, the limit or the deadline; exited where it was the end.
ChildEnd::Kind readAll(int descriptor, std::size_t limit, Clock::time_point deadline, std::string& text) {
  std::array<char, 4096> block;
  while (true) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return ChildEnd::Kind::late;
    pollfd wait{.fd = descriptor, .events = POLLIN, .revents = 0};
    if (::poll(&wait, 1, static_cast<int>(left)) <= 0) continue;
    const ssize_t count = ::read(descriptor, block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return ChildEnd::Kind::exited;
    text.append(block.data(), static_cast<std::size_t>(count));
    if (text.size() > limit) return ChildEnd::Kind::tooMuch;
  }
}

bool waitUntil(Clock::time_point deadline, pid_t process, int& status) {
  while (::waitpid(process, &status, WNOHANG) == 0) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(waitInterval);
  }
  return true;
}

}  // namespace

ChildEnd runChild(const Child& child) {
  std::array<int, 2> pipe{-1, -1};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) return {ChildEnd::Kind::notStarted, errno, {}};
  pid_t process = 0;
  const int error = spawn(child, pipe[1], process);
  ::close(pipe[1]);
  if (error != 0) {
    ::close(pipe[0]);
    return {ChildEnd::Kind::notStarted, error, {}};
  }
  const Clock::time_point deadline = Clock::now() + child.time;
  ChildEnd end;
  end.kind = readAll(pipe[0], child.limit, deadline, end.output);
  ::close(pipe[0]);
  int status = 0;
  if (end.kind == ChildEnd::Kind::exited && !waitUntil(deadline, process, status))
    end.kind = ChildEnd::Kind::late;
  if (end.kind != ChildEnd::Kind::exited) {
    ::kill(child.terminal ? process : -process, SIGKILL);
    ::waitpid(process, &status, 0);
  } else if (WIFSIGNALED(status)) {
    end.kind = ChildEnd::Kind::killed;
    end.number = WTERMSIG(status);
  } else {
    end.number = WEXITSTATUS(status);
  }
  return end;
}

}  // namespace aictl::kube
