#include "core/base/child.h"

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

namespace aictl {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds waitInterval{5};
constexpr milliseconds stopInterval{100};  ///< how often it is looked whether to stop
constexpr milliseconds burial{200};        ///< how long the end of a killed program is waited for

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
  if (child.streams != ChildStreams::all)
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  if (child.streams == ChildStreams::none) {
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
  }

  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t normal;
  sigemptyset(&normal);
  sigaddset(&normal, SIGPIPE);
  posix_spawnattr_setsigdefault(&attributes, &normal);
  // Its own group, to end all that it starts; a group in the background may not read from the terminal.
  const int group = child.streams == ChildStreams::all ? 0 : POSIX_SPAWN_SETPGROUP;
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

bool waitUntil(Clock::time_point deadline, pid_t process, int& status) {
  while (::waitpid(process, &status, WNOHANG) == 0) {
    if (Clock::now() >= deadline) return false;
    std::this_thread::sleep_for(waitInterval);
  }
  return true;
}

/// A program under way.
struct Running {
  const Child& child;
  ChildEnd end;
  pid_t process = 0;
  int pipe = -1;  ///< its output; -1 once it gives no more
  Clock::time_point deadline;
};

Running start(const Child& child) {
  Running running{.child = child};
  std::array<int, 2> pipe{-1, -1};
  if (::pipe2(pipe.data(), O_CLOEXEC) != 0) {
    running.end = {ChildEnd::Kind::notStarted, errno, {}};
    return running;
  }
  const int error = spawn(child, pipe[1], running.process);
  ::close(pipe[1]);
  if (error != 0) {
    ::close(pipe[0]);
    running.end = {ChildEnd::Kind::notStarted, error, {}};
    return running;
  }
  running.pipe = pipe[0];
  running.deadline = Clock::now() + child.time;
  return running;
}

void readNoMore(Running& running, ChildEnd::Kind kind) {
  ::close(running.pipe);
  running.pipe = -1;
  running.end.kind = kind;
}

void readSome(Running& running) {
  std::array<char, 4096> block;
  const ssize_t count = ::read(running.pipe, block.data(), block.size());
  if (count < 0 && errno == EINTR) return;
  if (count <= 0) return readNoMore(running, ChildEnd::Kind::exited);
  running.end.output.append(block.data(), static_cast<std::size_t>(count));
  if (running.end.output.size() > running.child.limit) readNoMore(running, ChildEnd::Kind::tooMuch);
}

/// Gives up on those whose time is over; how long to wait for the others.
milliseconds giveUp(std::vector<Running>& all) {
  const auto now = Clock::now();
  milliseconds longest = milliseconds::max();
  for (Running& running : all) {
    if (running.pipe < 0) continue;
    const auto& isStopped = running.child.isStopped;
    if (isStopped && isStopped()) {
      readNoMore(running, ChildEnd::Kind::stopped);
    } else if (now >= running.deadline) {
      readNoMore(running, ChildEnd::Kind::late);
    } else {
      longest = std::min(longest, std::chrono::ceil<milliseconds>(running.deadline - now));
      if (isStopped) longest = std::min(longest, stopInterval);
    }
  }
  return longest;
}

/// Reads from all until each has ended, printed too much, or is late.
void readAll(std::vector<Running>& all) {
  while (true) {
    const milliseconds longest = giveUp(all);
    std::vector<pollfd> waits;
    std::vector<Running*> owners;
    for (Running& running : all) {
      if (running.pipe < 0) continue;
      waits.push_back({.fd = running.pipe, .events = POLLIN, .revents = 0});
      owners.push_back(&running);
    }
    if (waits.empty()) return;
    if (::poll(waits.data(), waits.size(), static_cast<int>(longest.count())) <= 0) continue;
    for (std::size_t i = 0; i < waits.size(); ++i) {
      if (waits[i].revents != 0) readSome(*owners[i]);
    }
  }
}

ChildEnd finish(Running& running) {
  ChildEnd& end = running.end;
  if (end.kind == ChildEnd::Kind::notStarted) return std::move(end);
  int status = 0;
  if (end.kind == ChildEnd::Kind::exited && !waitUntil(running.deadline, running.process, status))
    end.kind = ChildEnd::Kind::late;
  if (end.kind != ChildEnd::Kind::exited) {
    ::kill(running.child.streams == ChildStreams::all ? running.process : -running.process, SIGKILL);
    waitUntil(Clock::now() + burial, running.process, status);
  } else if (WIFSIGNALED(status)) {
    end.kind = ChildEnd::Kind::killed;
    end.number = WTERMSIG(status);
  } else {
    end.number = WEXITSTATUS(status);
  }
  return std::move(end);
}

}  // namespace

ChildEnd runChild(const Child& child) { return std::move(runChildren({&child, 1}).front()); }

std::vector<ChildEnd> runChildren(std::span<const Child> children) {
  std::vector<Running> all;
  all.reserve(children.size());
  for (const Child& child : children) all.push_back(start(child));
  readAll(all);
  std::vector<ChildEnd> ends;
  ends.reserve(all.size());
  for (Running& running : all) ends.push_back(finish(running));
  return ends;
}

}  // namespace aictl
