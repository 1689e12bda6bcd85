// suspend, resume, scale, restart: what the facts of kinds say can be done with objects that are there.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <ctime>

#include "commands/cluster/subjects.h"
#include "commands/cluster/wait_run.h"
#include "commands/commands.h"
#include "commands/completion/complete.h"
#include "commands/stack/render_text.h"
#include "commands/table.h"
#include "core/base/time.h"
#include "core/kube/apply/action.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/apply/plan_words.h"
#include "core/kube/apply/run_rules.h"

namespace aictl::commands {
namespace {

struct ActionFlags {
  stack::Options stack;
  ClusterOptions cluster;
  std::vector<std::string> names;
  bool wait = false;
  WaitFlags waiting;
};

/// An object of an entry, and what the action is for it.
struct Target {
  kube::ApplySet set;
  kube::ObjectName name;
  Value live;
  const pack::KindFacts* facts = nullptr;
  kube::ActionPlan plan;
};

bool isReachable(const Target& target) { return target.plan.means != kube::ActionPlan::Means::cannot; }

std::optional<std::int64_t> count(std::string_view text) {
  constexpr std::int64_t most = 100'000;
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size() || number < 0 || number > most)
    return std::nullopt;
  return number;
}

/// `4`, or bounds as in `0..4`.
std::optional<kube::PodCount> podCount(std::string_view text) {
  const std::size_t dots = text.find("..");
  const auto least = count(text.substr(0, dots));
  if (!least) return std::nullopt;
  if (dots == std::string_view::npos) return kube::PodCount{.least = *least};
  const auto most = count(text.substr(dots + 2));
  if (!most || *most < *least) return std::nullopt;
  return kube::PodCount{.least = *least, .most = most};
}

/// Acts on the objects of entries: on all of them, or on none.
class Acting {
 public:
  Acting(Context& context, const ActionFlags& flags, kube::ActionQuestion question, Subjects subjects)
      : context_(context),
        flags_(flags),
        question_(std::move(question)),
        subjects_(std::move(subjects)),
        kinds_(*subjects_.packs) {}

  ExitCode run() {
    const auto members = readSubjects(context_, subjects_);
    if (!members) return members.failure().code;
    const Findings unknown = unknownNames(subjects_, *members);
    context_.terminal.show(unknown, context_.sources);
    if (!unknown.empty()) return ExitCode::no;
    for (const kube::Member& member : *members) {
      if (auto failure = look(member)) return fail(*failure);
    }
    const Findings refusals = check(*members);
    context_.terminal.show(refusals, context_.sources);
    if (!refusals.empty()) {
      const bool isHidden = std::ranges::any_of(
          *members, [](const kube::Member& member) { return member.status.state == kube::State::hidden; });
      return isHidden ? ExitCode::refused : ExitCode::badInput;
    }
    for (Target& target : targets_) {
      if (!isReachable(target)) continue;
      if (auto failure = act(target)) return fail(*failure);
    }
    if (!flags_.wait) return ExitCode::done;
    return waitFor(context_, subjects_.connection, *subjects_.packs, acted_, flags_.waiting).code;
  }

 private:
  ExitCode fail(const Failure& failure) {
    context_.terminal.show(failure.findings, context_.sources);
    return failure.code;
  }

  /// What is not there, or not to be read, has nothing that can be done with it.
  std::optional<Failure> look(const kube::Member& member) {
    const kube::ObjectName& name = member.status.name;
    auto& [client, discovery] = subjects_.connection;
    if (member.status.state == kube::State::absent || member.status.state == kube::State::hidden)
      return std::nullopt;
    const auto facts = kinds_.find(kube::groupOf(name.kind.apiVersion), name.kind.kind);
    if (!facts) return facts.failure();
    const auto live = kube::get(*client, *discovery, name);
    if (!live) return live.failure();
    if (live->isNull()) return std::nullopt;
    auto plan = kube::planAction(*live, *facts, question_);
    if (!plan) return plan.failure();
    targets_.push_back({member.set, name, *live, *facts, *std::move(plan)});
    return std::nullopt;
  }

  /// An entry is refused of which no object can. Those of it that cannot are left alone.
  Findings check(const std::vector<kube::Member>& members) const {
    Findings refusals;
    for (const std::string& entry : subjects_.labels) {
      const bool can = std::ranges::any_of(
          targets_, [&](const Target& target) { return target.name.entry == entry && isReachable(target); });
      if (!can) refusals.push_back(refusal(entry, members));
    }
    return refusals;
  }

  /// Why the objects of an entry cannot, and what they can instead.
  struct Impediments {
    std::vector<std::string> reasons;
    std::vector<std::string> others;  ///< objects of kinds that know no such action
    std::vector<kube::Action> possible;
  };

  Impediments impediments(const std::string& entry, const std::vector<kube::Member>& members) const {
    Impediments found;
    for (const kube::Member& member : members) {
      const auto& name = member.status.name;
      if (name.entry != entry) continue;
      const auto target = std::ranges::find_if(
          targets_, [&](const Target& one) { return kube::identityOf(one.name) == kube::identityOf(name); });
      if (target == targets_.end()) {
        const bool hidden = member.status.state == kube::State::hidden;
        found.reasons.push_back(objectName(name) + (hidden ? " cannot be read" : " is not there"));
        continue;
      }
      if (target->plan.why.empty()) {
        found.others.push_back(objectName(name));
      } else {
        found.reasons.push_back(fmt::format("{}: {}", objectName(name), target->plan.why));
      }
      for (const kube::Action action : kube::actionsOf(target->live, target->facts)) {
        if (action != question_.action && std::ranges::find(found.possible, action) == found.possible.end())
          found.possible.push_back(action);
      }
    }
    return found;
  }

  /// Where there is a reason, objects that know no such action are none.
  Finding refusal(const std::string& entry, const std::vector<kube::Member>& members) const {
    const Impediments found = impediments(entry, members);
    const std::string_view done = kube::pastName(question_.action);
    Finding finding{.rule = "cannot", .entry = entry};
    if (!found.reasons.empty()) {
      finding.message = fmt::format("it cannot be {}: {}", done, fmt::join(found.reasons, "; "));
      return finding;
    }
    finding.message = fmt::format("nothing of it can be {} ({})", done, fmt::join(found.others, ", "));
    if (!found.possible.empty()) finding.remedy = offer(found.possible);
    return finding;
  }

  static std::string offer(const std::vector<kube::Action>& possible) {
    std::vector<std::string> words;
    words.reserve(possible.size());
    for (const kube::Action action : possible) words.push_back(fmt::format("'aictl {}'", kube::name(action)));
    return fmt::format("it knows {}", fmt::join(words, ", "));
  }

  std::optional<Failure> act(Target& target) {
    if (target.plan.means == kube::ActionPlan::Means::already) {
      tell(target, "unchanged", alreadyWords());
      return remember(target, target.live);
    }
    auto& [client, discovery] = subjects_.connection;
    const auto after =
        kube::sendAction(*client, *discovery, question_.action, target.live, target.plan.patch);
    if (!after) return after.failure();
    if (auto failure = unkept(target, *after)) return failure;
    tell(target, kube::pastName(question_.action), fieldsText(target.plan));
    tellOfApply(target);
    return remember(target, *after);
  }

  /// A server drops a field that its version does not know, and says nothing.
  std::optional<Failure> unkept(const Target& target, const Value& after) const {
    for (const kube::FieldPatch& field : target.plan.fields) {
      const Value* kept = follow(after, field.path);
      if (kept != nullptr ? *kept == field.after : field.after.isNull()) continue;
      return Failure(ExitCode::refused,
                     Finding{.rule = "not-kept",
                             .message = fmt::format("{} was not {}: the server does not keep {}",
                                                    objectName(target.name), kube::pastName(question_.action),
                                                    pathText(field.path)),
                             .entry = target.name.entry,
                             .remedy = "its version may not know the field yet"});
    }
    return std::nullopt;
  }

  /// As it is since the action: waiting for it begins there.
  std::optional<Failure> remember(const Target& target, const Value& after) {
    auto status = kube::statusOf(after, target.facts);
    if (!status) return status.failure();
    status->name.entry = target.name.entry;
    acted_.push_back({target.set, *std::move(status)});
    return std::nullopt;
  }

  std::string_view alreadyWords() const {
    if (question_.action == kube::Action::scale) return "it has so many already";
    return question_.action == kube::Action::suspend ? "it is suspended already" : "it is not suspended";
  }

  /// Of a scaling, where the number is what counts: `spec.replicas 2 → 4`.
  std::string fieldsText(const kube::ActionPlan& plan) const {
    std::string text;
    if (question_.action != kube::Action::scale) return text;
    for (const kube::FieldPatch& field : plan.fields) {
      if (field.before == field.after) continue;
      text += fmt::format("{}{} {} → {}", text.empty() ? "" : ", ", pathText(field.path),
                          kube::shortText(field.before), kube::shortText(field.after));
    }
    return text;
  }

  void tell(const Target& target, std::string_view word, std::string_view details) {
    const std::string& entry = target.name.entry;
    context_.terminal.message(fmt::format("{:<9}  {}{}{}", word, objectName(target.name),
                                          entry.empty() ? "" : "  (" + entry + ")",
                                          details.empty() ? "" : "  " + oneLine(std::string(details))));
  }

  /// What the stack file says of the same fields comes back with the next apply.
  void tellOfApply(const Target& target) {
    const auto manifests = manifestsByIdentity(subjects_);
    const auto manifest = manifests.find(kube::identityOf(target.name));
    if (manifest == manifests.end()) return;
    const auto sent = kube::withoutCeded(manifest->second->object, target.live, target.facts, "aictl");
    if (!sent) return;
    Findings findings;
    for (const kube::FieldPatch& field : target.plan.fields) {
      const Value* said = follow(*sent, field.path);
      if (said == nullptr || said->isNull() || *said == field.after) continue;
      findings.push_back({.severity = Severity::warning,
                          .rule = "set-back",
                          .message = fmt::format("the next apply sets {} back to {}", pathText(field.path),
                                                 kube::shortText(*said)),
                          .origin = said->origin(),
                          .entry = target.name.entry});
    }
    context_.terminal.show(std::move(findings), context_.sources);
  }

  Context& context_;
  const ActionFlags& flags_;
  const kube::ActionQuestion question_;
  Subjects subjects_;
  pack::Kinds kinds_;
  std::vector<Target> targets_;
  std::vector<kube::Member> acted_;
};

void addActionFlags(CLI::App& app, ActionFlags& flags, kube::Action action) {
  app.add_option("ENTRY", flags.names, "Entries, also those that 'aictl TEMPLATE NAME' made; or KIND/NAME")
      ->type_name(liveEntry);
  if (action != kube::Action::suspend) {
    app.add_flag("--wait", flags.wait, "Wait until it is ready, or has failed")->group("Wait");
    app.add_option("--wait-timeout", flags.waiting.timeout, "How long to wait; 0: for ever (10m)")
        ->type_name("DURATION")
        ->check(durationFault)
        ->group("Wait");
  }
  addStackOptions(app, flags.stack);
  addNamespaceOption(app, flags.stack.nameSpace);
  addClusterOptions(app, flags.cluster);
}

ExitCode refuseUsage(Context& context, std::string message, std::string remedy) {
  context.terminal.show({{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)}},
                        context.sources);
  return ExitCode::badInput;
}

ExitCode runAction(Context& context, std::vector<std::string> arguments, kube::Action action,
                   const std::string& usage, const std::string& description) {
  ActionFlags flags;
  const std::string command(kube::name(action));
  const auto app = makeApp(command, usage, description);
  addActionFlags(*app, flags, action);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  kube::ActionQuestion question{.action = action, .now = rfc3339(std::time(nullptr))};
  if (action == kube::Action::scale && !flags.names.empty()) {
    const auto pods = podCount(flags.names.back());
    if (!pods)
      return refuseUsage(context, fmt::format("'{}' is no number of pods", flags.names.back()),
                         "it stands last: 4, or bounds as in 0..4");
    question.pods = *pods;
    flags.names.pop_back();
  }
  if (flags.names.empty())
    return refuseUsage(context, "no entry is named", fmt::format("aictl {} {}", command, usage));
  auto subjects = subjectsOf(context, flags.stack, flags.names, flags.cluster);
  if (!subjects) return subjects.failure().code;
  return Acting(context, flags, std::move(question), *std::move(subjects)).run();
}

}  // namespace

ExitCode runSuspend(Context& context, std::vector<std::string> arguments) {
  return runAction(context, std::move(arguments), kube::Action::suspend, "ENTRY... [OPTIONS]",
                   "Stop entries for now: their pods go, and they stay. 'aictl resume' goes on with them.");
}

ExitCode runResume(Context& context, std::vector<std::string> arguments) {
  return runAction(context, std::move(arguments), kube::Action::resume, "ENTRY... [OPTIONS]",
                   "Go on with entries that were suspended.");
}

ExitCode runScale(Context& context, std::vector<std::string> arguments) {
  return runAction(context, std::move(arguments), kube::Action::scale, "ENTRY... N|MIN..MAX [OPTIONS]",
                   "Give entries another number of pods, or bounds to those that scale by themselves.");
}

ExitCode runRestart(Context& context, std::vector<std::string> arguments) {
  return runAction(context, std::move(arguments), kube::Action::restart, "ENTRY... [OPTIONS]",
                   "Give entries new pods, in the way in which they get a new image.");
}

}  // namespace aictl::commands
