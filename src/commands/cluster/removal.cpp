#include "commands/cluster/removal.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/stack/render_text.h"
#include "core/base/duration.h"
#include "core/kube/apply/live_objects.h"
#include "core/kube/apply/managed_fields.h"
#include "core/kube/apply/plan_words.h"

namespace aictl::commands {
namespace {

kube::Propagation propagation(std::string_view cascade) {
  if (cascade == "foreground") return kube::Propagation::foreground;
  return cascade == "orphan" ? kube::Propagation::orphan : kube::Propagation::background;
}

constexpr double perSecond = 1000;

/// What there is of a stack after a removal.
enum class Left : std::uint8_t { nothing, some };

class Removing {
 public:
  Removing(Context& context, Connection& connection, const RemovalOptions& options)
      : context_(context), connection_(connection), options_(options) {}

  ExitCode run(const kube::ApplySet& set, const std::vector<std::string>& entries) {
    nameSpace_ = set.namespaceName;
    const auto parent = kube::readParent(*connection_.client, *connection_.discovery, set);
    if (!parent) return fail(parent.failure());
    const auto members = membersOf(set, *parent);
    if (!members) return fail(members.failure());
    std::vector<kube::ObjectName> objects;
    std::ranges::copy_if(*members, std::back_inserter(objects), [&](const kube::ObjectName& object) {
      const bool stays = object.kind.kind == "Namespace";
      return !stays && (entries.empty() || std::ranges::any_of(entries, [&](const std::string& entry) {
                          return kube::isMeant(object, entry);
                        }));
    });
    found_ = found_ || !objects.empty();
    const kube::RemoveOptions removal{.propagation = propagation(options_.cascade),
                                      .wait = std::chrono::milliseconds(static_cast<std::int64_t>(
                                          duration(options_.wait).value_or(0) * perSecond))};
    const auto results = kube::remove(*connection_.client, *connection_.discovery, objects, removal,
                                      [this](const kube::Removed& removed) { report(removed); });
    if (!results) return fail(results.failure());
    const ExitCode code = kube::exitCode(*results, removal);
    if (removal.wait.count() > 0) tellOfLate(*results);
    if (code != ExitCode::done) return code;
    const bool gone = std::ranges::none_of(*results, isGoing);
    if (!parent->exists || (entries.empty() && !gone)) return ExitCode::done;
    if (entries.empty()) return removeParent(set);
    const bool all = gone && objects.size() == members->size();
    return forget(set, *parent, objects, entries, all ? Left::nothing : Left::some);
  }

  bool found() const { return found_; }

 private:
  ExitCode fail(const Failure& failure) {
    context_.terminal.show(failure.findings, context_.sources);
    return failure.code;
  }

  Result<std::vector<kube::ObjectName>> membersOf(const kube::ApplySet& set,
                                                  const kube::ApplySetParent& parent) {
    if (auto failure = connection_.discovery->learn(parent.kinds)) return *failure;
    std::vector<kube::ObjectName> members;
    std::optional<Finding> hidden;
    kube::LiveQuestion question{.kinds = parent.kinds, .namespaces = parent.namespaces};
    question.namespaces.insert(set.namespaceName);
    const kube::LiveAnswers answers{
        .object = [](std::size_t, const Value&) {},
        .member =
            [&](const Value& live) {
              if (!kube::wasApplied(live)) return;
              members.push_back(kube::nameOf(live));
              members.back().entry = kube::entryOf(live);
            },
        .hidden =
            [&](const kube::Kind& kind, const std::string& space) {
              hidden = Finding{
                  .rule = "hidden",
                  .message = fmt::format("this user may not list {} {}", kind.kind, kube::placeWords(space)),
                  .remedy =
                      "what the stack has of them cannot be found: ask for the right, or delete "
                      "as another user"};
            },
        .gone = [](const kube::Kind&) {}};
    if (auto failure = kube::readLive(*connection_.client, *connection_.discovery, set, question, answers))
      return *failure;
    if (hidden) return Failure(ExitCode::refused, *hidden);
    std::ranges::sort(members, {}, kube::identityOf);
    return members;
  }

  static bool isGoing(const kube::Removed& removed) { return removed.outcome == kube::RemoveOutcome::going; }

  /// What was waited for in vain.
  void tellOfLate(const std::vector<kube::Removed>& results) {
    Findings late;
    for (const kube::Removed& removed : results) {
      if (!isGoing(removed)) continue;
      late.push_back(
          {.rule = "time",
           .message = fmt::format("{} is still there after {}", objectName(*removed.object, nameSpace_),
                                  withUnit(options_.wait)),
           .entry = removed.object->entry,
           .evidence = removed.waitsFor.empty() ? "" : "it waits for " + removed.waitsFor});
    }
    context_.terminal.show(std::move(late), context_.sources);
  }

  void report(const kube::Removed& removed) {
    context_.terminal.show(removed.fault.findings, context_.sources);
    const auto& entry = removed.object->entry;
    context_.terminal.message(fmt::format("{:<13} {}{}", kube::name(removed.outcome),
                                          objectName(*removed.object, nameSpace_),
                                          entry.empty() ? "" : "  (" + entry + ")"));
  }

  /// The parent is the last to go: what is still there has to be found by a next time.
  ExitCode removeParent(const kube::ApplySet& set) {
    const std::vector<kube::ObjectName> objects{
        {.kind = {"v1", "ConfigMap"}, .namespaceName = set.namespaceName, .name = set.parentName()}};
    const auto results = kube::remove(*connection_.client, *connection_.discovery, objects, {});
    if (!results) return fail(results.failure());
    const ExitCode code = kube::exitCode(*results, {});
    if (code != ExitCode::done) return fail(results->front().fault);
    return code;
  }

  /// An entry that was deleted is as one that never ran. A stack that has no other goes as a whole. Where
  /// somebody else writes the parent at the same time, it is read anew.
  ExitCode forget(const kube::ApplySet& set, kube::ApplySetParent parent,
                  const std::vector<kube::ObjectName>& objects, const std::vector<std::string>& entries,
                  Left left) {
    while (true) {
      for (const auto& entry : entries) parent.specs.erase(entry);
      for (const auto& object : objects) parent.runs.erase(kube::identityOf(object));
      if (left == Left::nothing && parent.specs.empty()) return removeParent(set);
      const auto version = kube::writeParent(*connection_.client, *connection_.discovery, set, parent);
      if (!version) return fail(version.failure());
      if (!version->empty()) return ExitCode::done;
      auto theirs = kube::readParent(*connection_.client, *connection_.discovery, set);
      if (!theirs) return fail(theirs.failure());
      if (!theirs->exists) return ExitCode::done;
      parent = *std::move(theirs);
    }
  }

  Context& context_;
  Connection& connection_;
  const RemovalOptions& options_;
  std::string nameSpace_;  ///< of the stack
  bool found_ = false;
};

}  // namespace

Removal removeStack(Context& context, Connection& connection, const kube::ApplySet& set,
                    const std::vector<std::string>& entries, const RemovalOptions& options) {
  Removing removing(context, connection, options);
  const ExitCode code = removing.run(set, entries);
  return {code, removing.found()};
}

}  // namespace aictl::commands
