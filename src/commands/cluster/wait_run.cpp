#include "commands/cluster/wait_run.h"

#include <fmt/format.h>

#include <ctime>
#include <map>

#include "commands/cluster/log_text.h"
#include "commands/cluster/status_text.h"
#include "commands/cluster/wait_view.h"
#include "commands/cluster/why_text.h"
#include "commands/stack/render_text.h"
#include "commands/table.h"
#include "core/base/duration.h"
#include "core/kube/apply/live_objects.h"

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

/// `job.batch/a has failed: it was tried too often`; `when` as in ` after 10m`
std::string sentenceOf(const kube::Awaited& awaited, const std::string& when = "") {
  const std::string why = whyOf(awaited);
  return fmt::format("{} {} {}{}{}", objectName(awaited.status.name),
                     awaited.ending == kube::Ending::failed ? "has" : "is", wordOf(awaited), when,
                     why.empty() ? "" : ": " + why);
}

Origin placeOf(const kube::Awaited& awaited, const WaitFlags& flags) {
  const auto known = flags.places.find(kube::identityOf(awaited.status.name));
  return known == flags.places.end() ? Origin() : known->second;
}

Finding lateFinding(const kube::Awaited& awaited, const WaitFlags& flags) {
  return {.rule = "timeout",
          .message = sentenceOf(awaited, " after " + withUnit(flags.timeout)),
          .origin = placeOf(awaited, flags),
          .entry = awaited.status.name.entry};
}

Finding badEndFinding(const kube::Awaited& awaited, const WaitFlags& flags) {
  return {.rule = std::string(kube::name(awaited.ending)),
          .message = sentenceOf(awaited),
          .origin = placeOf(awaited, flags),
          .entry = entryOrObject(awaited.status.name)};
}

/// For reports: all that was waited for, and what ended otherwise than it should, which the lines of the
/// waiting have told a person. What still goes on is skipped.
void record(Context& context, const Waited& waited, const WaitFlags& flags) {
  std::map<std::string, std::string> names;  // with what goes on of each
  Findings bad;
  for (const WaitedObject& object : waited.objects) {
    const kube::Awaited& awaited = object.result;
    std::string& goesOn = names[entryOrObject(awaited.status.name)];
    if (awaited.ending == kube::Ending::none) {
      goesOn = "it had not ended: " + sentenceOf(awaited);
    } else if (!awaited.isGood(goalOf(flags.goal))) {
      bad.push_back(badEndFinding(awaited, flags));
    }
  }
  std::vector<report::Checked> checked;
  checked.reserve(names.size());
  for (const auto& [name, goesOn] : names) checked.push_back({name, goesOn});
  context.terminal.record(checked, bad);
}

kube::WaitOptions optionsOf(const WaitFlags& flags) {
  return {
      .goal = goalOf(flags.goal), .timeout = milliseconds(flags.timeout), .grace = milliseconds(flags.grace)};
}

/// A pod says more of a failure than the object that it is of.
std::optional<kube::ContainerExit> exitOf(Context& context, Connection& connection,
                                          const kube::Member& member) {
  auto exit = kube::firstFailedExit(*connection.client, *connection.discovery, member);
  if (!exit) {
    for (Finding& finding : exit.failure().findings) finding.severity = Severity::warning;
    context.terminal.show(exit.failure().findings, context.sources);
    return std::nullopt;
  }
  if (*exit) {
    const kube::ContainerExit& first = **exit;
    context.terminal.message(fmt::format("{:<11}  {} of pod {} ended with exit code {}{}", "",
                                         first.container, first.pod, first.code,
                                         first.reason.empty() ? "" : ", " + oneLine(first.reason)));
  }
  return *exit;
}

/// What holds those up, or was wrong with them, that did not end well.
void explain(Context& context, Connection& connection, pack::Packs& packs,
             const std::vector<kube::Member>& objects) {
  if (objects.empty()) return;
  auto answers = kube::why(*connection.client, *connection.discovery, packs, objects, std::time(nullptr));
  if (!answers) {
    Findings findings = answers.failure().findings;
    for (Finding& finding : findings) finding.severity = Severity::warning;
    return context.terminal.show(std::move(findings), context.sources);
  }
  for (kube::EntryAnswers& entry : answers->entries) {
    std::erase_if(entry.answers, [](const kube::Answer& answer) { return answer.isOwnMessage; });  // was told
    if (entry.answers.empty()) continue;
    std::string text = whyText(entry);
    text.pop_back();
    context.terminal.message(text);
  }
}

/// What is left to say at the end.
Waited conclude(Context& context, Connection& connection, pack::Packs& packs,
                const std::vector<kube::Member>& objects, const Result<std::vector<kube::Awaited>>& results,
                const WaitFlags& flags) {
  if (!results) {
    context.terminal.show(results.failure().findings, context.sources);
    return {results.failure().code, {}};
  }
  Waited waited{kube::exitCode(*results, goalOf(flags.goal)), {}};
  Findings late;
  std::vector<kube::Member> unwell;
  for (std::size_t i = 0; i < results->size(); ++i) {
    const kube::Awaited& awaited = (*results)[i];
    waited.objects.push_back({objects[i].set, awaited, std::nullopt});
    if (awaited.ending == kube::Ending::failed)
      waited.objects.back().exit = exitOf(context, connection, {objects[i].set, awaited.status});
    const bool isLate = awaited.ending == kube::Ending::none && waited.code == ExitCode::noAnswer;
    if (isLate) late.push_back(lateFinding(awaited, flags));
    if (awaited.ending == kube::Ending::failed || (isLate && goalOf(flags.goal) != kube::Goal::deleted))
      unwell.push_back({objects[i].set, awaited.status});
  }
  context.terminal.show(std::move(late), context.sources);
  explain(context, connection, packs, unwell);
  record(context, waited, flags);
  return waited;
}

Value textOrNull(const std::string& text) { return text.empty() ? Value() : Value(text); }

}  // namespace

std::string durationFault(const std::string& text) {
  return duration(text) ? "" : "'" + text + "' is no duration such as 90s, 10m or 1h30m";
}

Waited waitFor(Context& context, Connection& connection, pack::Packs& packs,
               const std::vector<kube::Member>& objects, const WaitFlags& flags) {
  pack::Kinds kinds(packs);
  WaitView view(context.terminal, context.sources);
  const auto results =
      kube::wait(*connection.client, *connection.discovery, kinds, objects, optionsOf(flags), view.reports());
  view.end(results ? *results : std::vector<kube::Awaited>());
  return conclude(context, connection, packs, objects, results, flags);
}

Waited followFor(Context& context, Connection& connection, pack::Packs& packs,
                 const std::vector<kube::Member>& objects, const WaitFlags& flags) {
  pack::Kinds kinds(packs);
  WaitView view(context.terminal, context.sources);
  return conclude(context, connection, packs, objects,
                  kube::waitWithLogs(*connection.client, *connection.discovery, kinds, objects, {},
                                     logReports(context), optionsOf(flags), view.reportsAsLines()),
                  flags);
}

Value waitedValue(const WaitedObject& object) {
  Value value = memberValue({object.set, object.result.status});
  value.set("ending",
            object.result.ending == kube::Ending::none ? Value() : Value(kube::name(object.result.ending)));
  value.set("trouble", textOrNull(object.result.trouble));
  Value exit;
  if (object.exit)
    exit = Value::map({{"pod", Value(object.exit->pod)},
                       {"container", Value(object.exit->container)},
                       {"code", Value(object.exit->code)},
                       {"reason", textOrNull(object.exit->reason)}});
  value.set("exit", std::move(exit));
  return value;
}

}  // namespace aictl::commands
