#include "core/gpu/worker_process.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/child.h"
#include "core/base/file.h"
#include "core/yaml/json.h"

namespace aictl::gpu {
namespace {

constexpr auto kinds = std::to_array<std::string_view>({"answered", "noLibrary", "noDriver", "refused"});

/// Takes the line of how the asking ended; false where it is none.
bool takeEnd(const Value& value, WorkerEnd& end) {
  const auto kind = std::ranges::find(kinds, findString(value, {"kind"}));
  if (kind == kinds.end()) return false;
  static constexpr auto states = std::to_array(
      {WorkerState::answered, WorkerState::noLibrary, WorkerState::noDriver, WorkerState::refused});
  end.state = states[static_cast<std::size_t>(kind - kinds.begin())];
  end.message = findString(value, {"message"});
  end.remedy = findString(value, {"remedy"});
  return true;
}

/// What the lines of a worker said.
struct Answers {
  WorkerEnd end;
  bool areComplete = false;
  bool areReadable = true;
};

Answers takeLines(std::string_view text, const Worker& worker) {
  Answers answers;
  // A last line without its end was cut off.
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n')) {
    const auto value = yaml::readJson(text.substr(0, at));
    text.remove_prefix(at + 1);
    const bool isLine =
        value && value->isMap() && value->size() == 1 && value->entries().front().value.isMap();
    if (!isLine) {
      answers.areReadable = false;
      continue;
    }
    const Entry& entry = value->entries().front();
    const bool isEnd = entry.key.string() == "end";
    const bool isTaken =
        isEnd ? takeEnd(entry.value, answers.end) : worker.take(entry.key.string(), entry.value);
    answers.areComplete = answers.areComplete || (isEnd && isTaken);
    answers.areReadable = answers.areReadable && isTaken;
  }
  return answers;
}

WorkerEnd judgeEnd(const ChildEnd& end, std::chrono::milliseconds time, const Worker& worker) {
  Answers answers = takeLines(end.output, worker);
  const std::string last = worker.last();
  const std::string after = last.empty() ? "" : ", after " + last;
  constexpr double thousand = 1000;
  switch (end.kind) {
    case ChildEnd::Kind::notStarted:
      return {WorkerState::crashed,
              "the process that asks it could not be started: " + systemMessage(end.number),
              {}};
    case ChildEnd::Kind::late:
      return {WorkerState::silent,
              fmt::format("the driver gave no answer within {} s{}",
                          static_cast<double>(time.count()) / thousand, after),
              "the driver hangs: see the kernel's log, and restart the machine if it stays so"};
    case ChildEnd::Kind::stopped:
      return {WorkerState::stopped, {}, {}};
    case ChildEnd::Kind::killed:
      return {WorkerState::crashed,
              fmt::format("the library crashed with signal {} ({}){}", end.number, ::sigdescr_np(end.number),
                          after),
              "see whether library and driver are of one version"};
    default:
      break;
  }
  if (answers.areComplete && answers.areReadable) return std::move(answers.end);
  if (!answers.areReadable || end.kind != ChildEnd::Kind::exited)
    return {WorkerState::garbled, "what came from the process that asks it is no answer", {}};
  return {WorkerState::crashed,
          fmt::format("the library ended the process that asks it, with exit code {}{}", end.number, after),
          {}};
}

}  // namespace

WorkerOutput::WorkerOutput() {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  descriptor_ = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere < 0) return;
  ::dup2(nowhere, STDOUT_FILENO);
  ::close(nowhere);
}

void WorkerOutput::write(std::string_view key, Value value) const {
  const std::string line = yaml::writeJson(Value::map({{key, std::move(value)}})) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

void WorkerOutput::finish(const Outcome& outcome) const {
  write("end", Value::map({{"kind", Value(kinds[static_cast<std::size_t>(outcome.kind)])},
                           {"message", Value(outcome.message)},
                           {"remedy", Value(outcome.remedy)}}));
  ::_exit(0);
}

std::vector<WorkerEnd> runWorkers(std::span<const Worker> workers, std::chrono::milliseconds time,
                                  const std::function<bool()>& isStopped) {
  constexpr std::size_t limit = 16U << 20U;
  std::vector<Child> children;
  for (const Worker& worker : workers) {
    children.push_back({.command = "/proc/self/exe",
                        .arguments = worker.arguments,
                        .streams = ChildStreams::none,
                        .time = time,
                        .limit = limit,
                        .isStopped = isStopped});
  }
  const auto childEnds = runChildren(children);
  std::vector<WorkerEnd> ends;
  for (std::size_t i = 0; i < childEnds.size(); ++i) ends.push_back(judgeEnd(childEnds[i], time, workers[i]));
  return ends;
}

}  // namespace aictl::gpu
