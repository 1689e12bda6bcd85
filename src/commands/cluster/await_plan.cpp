#include "commands/cluster/await_plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "commands/cluster/log_text.h"
#include "commands/cluster/removal.h"
#include "commands/document.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/logs/logs.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

Waited fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return {failure.code, {}};
}

/// What was applied, as it is now. A run that is held because it has run and is gone is not there to be
/// waited for.
Result<std::vector<kube::Member>> appliedMembers(Planned& planned, pack::Kinds& kinds) {
  kube::StatusQuestion question{.set = planned.plan.set};
  for (const auto& wave : planned.plan.waves) {
    for (const kube::Step& step : wave) {
      if (step.operation == kube::Operation::hold && step.name.uid.empty()) continue;
      question.expected.push_back(step.name);
      question.entries.push_back(step.name.entry);
    }
  }
  std::vector<kube::Member> members;
  if (question.expected.empty()) return members;
  auto status = kube::readStatus(*planned.connection.client, *planned.connection.discovery, kinds, question);
  if (!status) return status.failure();
  for (auto& object : status->objects) {
    const bool isExpected = std::ranges::any_of(question.expected, [&](const kube::ObjectName& name) {
      return kube::identityOf(name) == kube::identityOf(object.name);
    });
    if (isExpected) members.push_back({question.set, std::move(object)});
  }
  return members;
}

/// Those that come to an end by themselves.
Result<std::vector<kube::Member>> runsOf(const std::vector<kube::Member>& members, pack::Kinds& kinds) {
  std::vector<kube::Member> runs;
  for (const kube::Member& member : members) {
    const kube::Kind& kind = member.status.name.kind;
    const auto facts = kinds.find(kube::groupOf(kind.apiVersion), kind.kind);
    if (!facts) return facts.failure();
    if (*facts != nullptr && (*facts)->has("again")) runs.push_back(member);
  }
  return runs;
}

/// Runs that were there before are not this command's to remove.
std::vector<std::string> begunEntries(std::span<const kube::Applied> results) {
  std::set<std::string> entries;
  for (const kube::Applied& applied : results) {
    const bool begun =
        applied.outcome == kube::ApplyOutcome::created || applied.outcome == kube::ApplyOutcome::replaced;
    if (begun && applied.step->isRun) entries.insert(applied.step->name.entry);
  }
  return {entries.begin(), entries.end()};
}

/// Runs that are left as they are can be followed again.
void tellOfRuns(Context& context, const kube::ApplySet& set, const std::vector<std::string>& entries) {
  for (const std::string& entry : entries) {
    const std::string rest = fmt::format("{} -n {}", entry, set.namespaceName);
    context.terminal.message(fmt::format(
        "{} goes on: 'aictl logs -f {}' follows it, 'aictl delete {}' ends it", entry, rest, rest));
  }
}

void tellOfRest(Context& context, const std::vector<kube::Member>& followed, const Waited& waited) {
  std::set<std::string> entries;
  for (const kube::Member& member : followed) {
    const auto known = std::ranges::find_if(waited.objects, [&](const WaitedObject& object) {
      return kube::identityOf(object.result.status.name) == kube::identityOf(member.status.name);
    });
    const kube::State state =
        known == waited.objects.end() ? member.status.state : known->result.status.state;
    const bool gone = known != waited.objects.end() && (known->result.ending == kube::Ending::deleted ||
                                                        known->result.ending == kube::Ending::absent);
    if (!gone && state != kube::State::succeeded && state != kube::State::failed)
      entries.insert(member.status.name.entry);
  }
  if (!followed.empty()) tellOfRuns(context, followed.front().set, {entries.begin(), entries.end()});
}

Waited follow(Context& context, Planned& planned, pack::Packs& packs, pack::Kinds& kinds,
              const std::vector<kube::Member>& members, const ApplyFlags& flags,
              std::span<const kube::Applied> results) {
  const auto runs = runsOf(members, kinds);
  if (!runs) return fail(context, runs.failure());
  auto& [client, discovery] = planned.connection;
  const auto& followed = runs->empty() ? members : *runs;
  Waited waited;
  if (followed.empty()) {
    context.terminal.message("there is nothing to follow");
  } else if (runs->empty()) {
    // What has no end goes on until it is gone, or nobody listens.
    const auto failure = kube::followLogs(*client, *discovery, kinds, members, {}, logReports(context));
    if (failure) waited = fail(context, *failure);
  } else {
    const WaitFlags waiting{.goal = "done", .timeout = flags.waitTimeout.empty() ? "0" : flags.waitTimeout};
    waited = followFor(context, planned.connection, packs, *runs, waiting);
  }
  if (!flags.remove || begunEntries(results).empty()) tellOfRest(context, followed, waited);
  return waited;
}

Value outcomeValue(const kube::Applied& applied) {
  const kube::ObjectName& name = applied.step->name;
  const auto orNull = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  return Value::map({{"entry", orNull(name.entry)},
                     {"apiVersion", Value(name.kind.apiVersion)},
                     {"kind", Value(name.kind.kind)},
                     {"namespace", orNull(name.namespaceName)},
                     {"name", Value(name.name)},
                     {"uid", orNull(applied.uid)},
                     {"outcome", Value(kube::name(applied.outcome))}});
}

}  // namespace

Waited awaitPlan(Context& context, Planned& planned, const StackInput& input, const ApplyFlags& flags,
                 std::span<const kube::Applied> results) {
  if (!flags.follow && flags.wait.empty()) return {};
  pack::Kinds kinds(*input.stack.packs);
  const auto members = appliedMembers(planned, kinds);
  if (!members) {
    tellOfBegun(context, planned, flags, results);
    return fail(context, members.failure());
  }
  if (flags.follow) return follow(context, planned, *input.stack.packs, kinds, *members, flags, results);
  if (members->empty()) return {};
  return waitFor(context, planned.connection, *input.stack.packs, *members,
                 {.goal = flags.wait, .timeout = flags.waitTimeout.empty() ? "10m" : flags.waitTimeout});
}

void tellOfBegun(Context& context, const Planned& planned, const ApplyFlags& flags,
                 std::span<const kube::Applied> results) {
  if (flags.follow && !flags.remove) tellOfRuns(context, planned.plan.set, begunEntries(results));
}

ExitCode removeBegun(Context& context, Planned& planned, const ApplyFlags& flags,
                     std::span<const kube::Applied> results) {
  const auto entries = begunEntries(results);
  if (entries.empty()) return ExitCode::done;
  // An interruption ends all requests of the connection, so what is left to do goes over another.
  static const std::atomic<bool> never{false};
  Context uninterrupted{context.terminal, context.sources, never, {}};
  auto connection = connect(uninterrupted, planned.connection.client->access(), flags.plan.cluster);
  if (!connection) return connection.failure().code;
  return removeStack(uninterrupted, *connection, planned.plan.set, entries, {}).code;
}

std::string appliedText(std::span<const kube::Applied> results, const Waited& waited) {
  Value objects = Value::list();
  for (const kube::Applied& applied : results) {
    Value object = outcomeValue(applied);
    const auto known = std::ranges::find_if(waited.objects, [&](const WaitedObject& one) {
      return kube::identityOf(one.result.status.name) == kube::identityOf(applied.step->name);
    });
    const Value more = known == waited.objects.end() ? Value::map() : waitedValue(*known);
    for (const char* key : {"state", "ending", "trouble", "message", "exit"}) {
      const Value* value = more.find(key);
      object.set(key, value == nullptr ? Value() : *value);
    }
    objects.push(std::move(object));
  }
  return yaml::writeJson(document("apply", Value::map({{"objects", std::move(objects)}})), 2) + "\n";
}

}  // namespace aictl::commands
