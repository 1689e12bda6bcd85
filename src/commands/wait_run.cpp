#include "commands/wait_run.h"

#include <fmt/format.h>

#include "commands/render_text.h"
#include "commands/status_text.h"
#include "commands/table.h"
#include "core/base/duration.h"

namespace aictl::commands {
namespace {

kube::Goal goalOf(std::string_view word) {
  if (word == "deleted") return kube::Goal::deleted;
  return word == "done" ? kube::Goal::done : kube::Goal::ready;
}

std::chrono::milliseconds milliseconds(const std::string& text) {
  constexpr double perSecond = 1000;
  return std::chrono::milliseconds(static_cast<std::int64_t>(duration(text).value_or(0) * perSecond));
}

/// `failed`, or the state of what goes on.
std::string_view wordOf(const kube::Awaited& awaited) {
  if (awaited.ending == kube::Ending::none) return stateText(awaited.status.state);
  return awaited.ending == kube::Ending::absent ? stateText(kube::State::absent) : kube::name(awaited.ending);
}

std::string whyOf(const kube::Awaited& awaited) {
  return awaited.trouble.empty() ? awaited.status.message : awaited.trouble;
}

/// `failed         job.batch/a  (train/a)  it was tried too often`
std::string lineOf(const kube::Awaited& awaited) {
  const std::string& entry = awaited.status.name.entry;
  const std::string why = whyOf(awaited);
  return fmt::format("{:<11}  {}{}{}", wordOf(awaited), objectName(awaited.status.name),
                     entry.empty() ? "" : "  (" + entry + ")", why.empty() ? "" : "  " + oneLine(why));
}

Finding lateFinding(const kube::Awaited& awaited, const std::string& timeout) {
  const std::string why = whyOf(awaited);
  return {.rule = "timeout",
          .message = fmt::format("{} is {} after {}{}", objectName(awaited.status.name), wordOf(awaited),
                                 timeout, why.empty() ? "" : ": " + why),
          .entry = awaited.status.name.entry};
}

}  // namespace

std::string durationFault(const std::string& text) {
  return duration(text) ? "" : "'" + text + "' is no duration such as 90s, 10m or 1h30m";
}

ExitCode waitFor(Context& context, Connection& connection, pack::Packs& packs,
                 const std::vector<kube::Member>& objects, const WaitFlags& flags) {
  pack::Kinds kinds(packs);
  const kube::WaitOptions options{
      .goal = goalOf(flags.goal), .timeout = milliseconds(flags.timeout), .grace = milliseconds(flags.grace)};
  const kube::WaitReports reports{
      .changed = [&](const kube::Awaited& awaited) { context.terminal.message(lineOf(awaited)); },
      .said = [&](const Finding& finding) { context.terminal.show({finding}, context.sources); }};
  const auto results =
      kube::wait(*connection.client, *connection.discovery, kinds, objects, options, reports);
  if (!results) {
    context.terminal.show(results.failure().findings, context.sources);
    return results.failure().code;
  }
  const ExitCode code = kube::exitCode(*results, options.goal);
  if (code != ExitCode::noAnswer) return code;
  Findings late;
  for (const kube::Awaited& awaited : *results) {
    if (awaited.ending == kube::Ending::none) late.push_back(lateFinding(awaited, flags.timeout));
  }
  context.terminal.show(std::move(late), context.sources);
  return code;
}

}  // namespace aictl::commands
