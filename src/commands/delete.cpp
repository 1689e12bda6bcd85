#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>

#include "commands/commands.h"
#include "commands/render_text.h"
#include "commands/subjects.h"
#include "core/kube/apply_set.h"
#include "core/kube/live_objects.h"
#include "core/kube/plan_words.h"
#include "core/kube/remove.h"

namespace aictl::commands {
namespace {

struct DeleteOptions {
  stack::Options stack;
  ClusterOptions cluster;
  std::vector<std::string> names;
  std::string cascade = "background";
  double wait = 0;
};

kube::Propagation propagation(std::string_view cascade) {
  if (cascade == "foreground") return kube::Propagation::foreground;
  return cascade == "orphan" ? kube::Propagation::orphan : kube::Propagation::background;
}

/// What there is of a stack after a removal.
enum class Left : std::uint8_t { nothing, some };

/// Removes what belongs to a stack in the cluster: what carries the label of its ApplySet, and nothing else.
class Removal {
 public:
  Removal(Context& context, const DeleteOptions& options, Connection connection)
      : context_(context), options_(options), connection_(std::move(connection)) {}

  /// Of the entries named by their labels; of all where none is named.
  ExitCode run(const kube::ApplySet& set, const std::vector<std::string>& entries) {
    const auto parent = kube::readParent(*connection_.client, *connection_.discovery, set);
    if (!parent) return fail(parent.failure());
    const auto members = membersOf(set, *parent);
    if (!members) return fail(members.failure());
    std::vector<kube::ObjectName> objects;
    std::ranges::copy_if(*members, std::back_inserter(objects), [&](const kube::ObjectName& object) {
      const bool stays = object.kind.kind == "Namespace";
      return !stays && (entries.empty() || std::ranges::find(entries, object.entry) != entries.end());
    });
    found_ = found_ || !objects.empty();
    const kube::RemoveOptions removal{
        .propagation = propagation(options_.cascade),
        .wait = std::chrono::milliseconds(static_cast<std::int64_t>(options_.wait * 1000))};
    const auto results = kube::remove(*connection_.client, *connection_.discovery, objects, removal,
                                      [this](const kube::Removed& removed) { report(removed); });
    if (!results) return fail(results.failure());
    const ExitCode code = kube::exitCode(*results, removal);
    if (code != ExitCode::done) return code;
    const bool gone = std::ranges::none_of(
        *results, [](const kube::Removed& removed) { return removed.outcome == kube::RemoveOutcome::going; });
    if (!parent->exists || (entries.empty() && !gone)) return ExitCode::done;
    if (entries.empty()) return removeParent(set);
    const bool all = gone && objects.size() == members->size();
    return forget(set, *parent, objects, entries, all ? Left::nothing : Left::some);
  }

  /// Whether there was anything to remove.
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
              members.push_back(kube::nameOf(live));
              members.back().entry = kube::entryOf(live);
            },
        .hidden =
            [&](const kube::Kind& kind, const std::string& space) {
              hidden = Finding{
                  .rule = "hidden",
                  .message = fmt::format("this user may not list {} in namespace '{}'", kind.kind, space),
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

  void report(const kube::Removed& removed) {
    context_.terminal.show(removed.fault.findings, context_.sources);
    const auto& entry = removed.object->entry;
    context_.terminal.message(fmt::format("{:<13} {}{}", kube::name(removed.outcome),
                                          objectName(*removed.object),
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

  /// An entry that was deleted is as one that never ran. A stack that has no other goes as a whole.
  ExitCode forget(const kube::ApplySet& set, kube::ApplySetParent parent,
                  const std::vector<kube::ObjectName>& objects, const std::vector<std::string>& entries,
                  Left left) {
    for (const auto& entry : entries) parent.specs.erase(entry);
    for (const auto& object : objects) parent.runs.erase(kube::identityOf(object));
    if (left == Left::nothing && parent.specs.empty()) return removeParent(set);
    if (auto failure = kube::writeParent(*connection_.client, *connection_.discovery, set, parent))
      return fail(*failure);
    return ExitCode::done;
  }

  Context& context_;
  const DeleteOptions& options_;
  Connection connection_;
  bool found_ = false;
};

}  // namespace

ExitCode runDelete(Context& context, std::vector<std::string> arguments) {
  DeleteOptions options;
  const auto app =
      makeApp("delete", "[ENTRY...] [OPTIONS]",
              "Delete the stack's objects, or those of the entries named alone. Namespaces stay.");
  app->add_option("ENTRY", options.names,
                  "Entries whose objects go, also those that 'aictl TEMPLATE NAME' made (all)");
  addStackOptions(*app, options.stack);
  addNamespaceOption(*app, options.stack.nameSpace);
  addClusterOptions(*app, options.cluster);
  takesOneOf(*app->add_option("--cascade", options.cascade, "What becomes of pods and the like (background)"),
             {"background", "foreground", "orphan"});
  app->add_option("--wait", options.wait, "Seconds to wait until the objects are gone (0)")
      ->type_name("SECONDS")
      ->check(secondsFault);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto subjects = subjectsOf(context, options.stack, options.names, options.cluster);
  if (!subjects) return subjects.failure().code;
  Removal removal(context, options, std::move(subjects->connection));
  for (const kube::StatusQuestion& question : subjects->stacks) {
    const ExitCode code = removal.run(question.set, question.entries);
    if (code != ExitCode::done) return code;
  }
  if (!removal.found()) context.terminal.message("nothing of it is there");
  return ExitCode::done;
}

}  // namespace aictl::commands
