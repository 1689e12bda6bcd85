#include "core/gpu/worker.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>

#include "core/base/child.h"
#include "core/base/file.h"
#include "core/gpu/device_value.h"
#include "core/yaml/json.h"

namespace aictl::gpu {
namespace {

void writeLine(int descriptor, const Value& value) {
  const std::string line = yaml::writeJson(value) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(descriptor, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

/// Our way out; standard output leads nowhere from now on, since libraries print to it.
int takeOutput() {
  const int output = ::fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nowhere >= 0) {
    ::dup2(nowhere, STDOUT_FILENO);
    ::close(nowhere);
  }
  return output;
}

constexpr auto kinds = std::to_array<std::string_view>({"answered", "noLibrary", "noDriver", "refused"});

Value endValue(const Outcome& outcome) {
  return Value::map({{"kind", Value(kinds[static_cast<std::size_t>(outcome.kind)])},
                     {"message", Value(outcome.message)},
                     {"remedy", Value(outcome.remedy)}});
}

using State = VendorReport::State;

/// Takes a line of a worker; false where it is none.
bool takeLine(std::string_view line, VendorReport& report, bool& ended) {
  const auto value = yaml::readJson(line);
  if (!value || !value->isMap() || value->size() != 1) return false;
  const Entry& entry = value->entries().front();
  if (!entry.value.isMap()) return false;
  if (entry.key.string() == "system") {
    report.system = systemOf(entry.value);
  } else if (entry.key.string() == "device") {
    report.devices.push_back(deviceOf(entry.value));
  } else if (entry.key.string() == "end") {
    const auto kind = std::ranges::find(kinds, findString(entry.value, {"kind"}));
    if (kind == kinds.end()) return false;
    static constexpr auto states =
        std::to_array({State::answered, State::noLibrary, State::noDriver, State::refused});
    report.state = states[static_cast<std::size_t>(kind - kinds.begin())];
    report.message = findString(entry.value, {"message"});
    report.remedy = findString(entry.value, {"remedy"});
    ended = true;
  } else {
    return false;
  }
  return true;
}

std::string devicesBefore(const VendorReport& report) {
  if (report.devices.empty()) return {};
  return fmt::format(", after {} of {}", nameOf(report.devices.back()), report.system.library);
}

void judgeEnd(const ChildEnd& end, std::chrono::milliseconds time, bool ended, bool readable,
              VendorReport& report) {
  switch (end.kind) {
    case ChildEnd::Kind::notStarted:
      report.state = State::crashed;
      report.message = "the process that asks it could not be started: " + systemMessage(end.number);
      return;
    case ChildEnd::Kind::late:
      report.state = State::silent;
      report.message = fmt::format("the driver gave no answer within {} s{}",
                                   static_cast<double>(time.count()) / 1000, devicesBefore(report));
      report.remedy = "the driver hangs: see the kernel's log, and restart the machine if it stays so";
      return;
    case ChildEnd::Kind::stopped:
      report.state = State::stopped;
      return;
    case ChildEnd::Kind::killed:
      report.state = State::crashed;
      report.message = fmt::format("the library crashed with signal {} ({}){}", end.number,
                                   ::sigdescr_np(end.number), devicesBefore(report));
      report.remedy = "see whether library and driver are of one version";
      return;
    default:
      break;
  }
  if (ended && readable) return;
  report.state = readable && end.kind == ChildEnd::Kind::exited ? State::crashed : State::garbled;
  report.message = report.state == State::crashed
                       ? fmt::format("the library ended the process that asks it, with exit code {}{}",
                                     end.number, devicesBefore(report))
                       : "what came from the process that asks it is no answer";
}

VendorReport reportOf(const VendorQuestion& question, const ChildEnd& end, std::chrono::milliseconds time) {
  VendorReport report{.vendor = question.vendor};
  bool ended = false;
  bool readable = true;
  std::string_view text = end.output;
  // A last line without its end was cut off.
  for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n')) {
    readable = takeLine(text.substr(0, at), report, ended) && readable;
    text.remove_prefix(at + 1);
  }
  judgeEnd(end, time, ended, readable, report);
  return report;
}

}  // namespace

int work(std::string_view vendor, const std::string& library) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  const Vendor* found = vendorOf(vendor);
  if (found == nullptr) return static_cast<int>(ExitCode::badInput);
  const int output = takeOutput();
  const Sink sink{.system =
                      [&](const System& system) {
                        writeLine(output, Value::map({{"system", systemValue(system)}}));
                      },
                  .device =
                      [&](const Device& device) {
                        writeLine(output, Value::map({{"device", deviceValue(device)}}));
                      }};
  const Outcome outcome = found->read(library, sink);
  writeLine(output, Value::map({{"end", endValue(outcome)}}));
  // Not through the library's own end, which may hang or crash.
  ::_exit(0);
}

std::vector<VendorReport> askVendors(std::span<const VendorQuestion> questions,
                                     std::chrono::milliseconds time, const std::function<bool()>& isStopped) {
  constexpr std::size_t limit = 16U << 20U;
  std::vector<Child> children;
  for (const VendorQuestion& question : questions) {
    children.push_back(
        {.command = "/proc/self/exe",
         .arguments = {std::string(workerCommand), std::string(question.vendor->key), question.library},
         .streams = ChildStreams::none,
         .time = time,
         .limit = limit,
         .isStopped = isStopped});
  }
  const auto ends = runChildren(children);
  std::vector<VendorReport> reports;
  for (std::size_t i = 0; i < ends.size(); ++i) reports.push_back(reportOf(questions[i], ends[i], time));
  return reports;
}

}  // namespace aictl::gpu
