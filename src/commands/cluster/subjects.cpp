#include "commands/cluster/subjects.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/base/names.h"
#include "core/base/nearest.h"
#include "core/kube/apply/live_objects.h"
#include "core/stack/document.h"
#include "core/stack/packs.h"

namespace aictl::commands {
namespace {

Failure shown(Context& context, Failure failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure;
}

Failure usage(Context& context, std::string message, std::string remedy) {
  return shown(context,
               {ExitCode::badInput,
                Finding{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)}});
}

/// `train/a`: both parts are names.
bool isLabel(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && isDnsLabel(name.substr(0, slash)) &&
         isDnsLabel(name.substr(slash + 1));
}

/// The stack that `aictl train a` makes.
kube::StatusQuestion stackOfEntry(const std::string& label, const std::string& nameSpace) {
  std::string stack = label;
  std::ranges::replace(stack, '/', '-');
  return {.set = {std::move(stack), nameSpace}, .entries = {label}};
}

/// Where there is no stack file, all that can be named are stacks of one entry.
Result<Subjects> withoutFile(Context& context, const stack::Options& options,
                             const std::vector<std::string>& names, ClusterOptions cluster) {
  for (const std::string& name : names) {
    if (!isLabel(name))
      return usage(context, fmt::format("'{}' cannot be found without a stack file", name),
                   "name it as TEMPLATE/NAME, or a stack file with -f");
  }
  Subjects subjects{.labels = names, .packs = std::make_shared<pack::Packs>(context.sources)};
  context.packs.push_back(subjects.packs);
  Findings findings;
  stack::addPacks(Value(), options, *subjects.packs, context.sources, findings);
  if (hasErrors(findings)) return shown(context, {ExitCode::badInput, std::move(findings)});
  cluster.access.namespaceName = options.nameSpace;
  auto access = accessTo(context, cluster.access);
  if (!access) return shown(context, access.failure());
  context.terminal.show(access->warnings, context.sources);
  for (const std::string& name : names) subjects.stacks.push_back(stackOfEntry(name, access->namespaceName));
  auto connection = connect(context, *std::move(access), cluster);
  if (!connection) return connection.failure();
  subjects.connection = *std::move(connection);
  return subjects;
}

/// The names as labels of entries: of the file, or of what the cluster may have.
struct Named {
  std::vector<std::string> ofFile;
  std::vector<std::string> others;
};

Result<Named> sortNames(Context& context, const stack::Stack& stack, const std::vector<std::string>& names) {
  Named named;
  Findings unknown;
  for (const std::string& name : names) {
    Findings findings;
    if (const auto* entry = stack::findEntry(stack, name, findings)) {
      named.ofFile.push_back(entry->label());
    } else if (isLabel(name)) {
      named.others.push_back(name);
    } else {
      append(unknown, std::move(findings));
    }
  }
  if (!unknown.empty()) return shown(context, {ExitCode::badInput, std::move(unknown)});
  return named;
}

/// What the stack file says that is there.
kube::StatusQuestion questionOf(const StackInput& input, const Named& named) {
  kube::StatusQuestion question{.set = {input.stack.name, input.nameSpace}, .entries = named.ofFile};
  question.entries.insert(question.entries.end(), named.others.begin(), named.others.end());
  for (const auto& manifest : input.manifests) {
    const bool asked = question.entries.empty() ||
                       std::ranges::find(question.entries, manifest.entry) != question.entries.end();
    if (!asked) continue;
    question.expected.push_back(kube::nameOf(manifest.object));
    question.expected.back().entry = manifest.entry;
  }
  return question;
}

}  // namespace

Result<Subjects> subjectsOf(Context& context, const stack::Options& options,
                            const std::vector<std::string>& names, const ClusterOptions& cluster) {
  std::error_code error;
  const bool noFile = options.files.empty() && !std::filesystem::exists(stack::firstFile(options), error);
  if (noFile && !names.empty()) return withoutFile(context, options, names, cluster);
  Findings findings;
  auto stack = stack::load(options, context.sources, findings);
  if (hasErrors(findings)) return shown(context, {ExitCode::badInput, std::move(findings)});
  auto named = sortNames(context, stack, names);
  if (!named) return named.failure();
  auto bound = bindToCluster(context, std::move(stack), named->ofFile, std::move(findings), cluster);
  if (!bound) return bound.failure();
  if (!mayUse(context, bound->input.stack, options, bound->access))
    return Failure(ExitCode::badInput, Findings{});
  Subjects subjects{.packs = bound->input.stack.packs};
  for (const auto& entry : bound->input.stack.entries) subjects.known.push_back(entry.label());
  subjects.stacks.push_back(questionOf(bound->input, *named));
  subjects.labels = subjects.stacks.front().entries;
  for (const std::string& label : named->others)
    subjects.stacks.push_back(stackOfEntry(label, bound->input.nameSpace));
  subjects.manifests = std::move(bound->input.manifests);
  subjects.needs = stack::needs(bound->input.stack);
  bound->access.namespaceName = bound->input.nameSpace;
  auto connection = connect(context, std::move(bound->access), cluster);
  if (!connection) return connection.failure();
  subjects.connection = *std::move(connection);
  return subjects;
}

Result<std::vector<kube::Member>> readSubjects(Context& context, Subjects& subjects) {
  pack::Kinds kinds(*subjects.packs);
  std::vector<kube::Member> members;
  for (const kube::StatusQuestion& question : subjects.stacks) {
    auto status =
        kube::readStatus(*subjects.connection.client, *subjects.connection.discovery, kinds, question);
    if (!status) return shown(context, status.failure());
    context.terminal.show(std::move(status->findings), context.sources);
    members.reserve(members.size() + status->objects.size());
    for (auto& object : status->objects) members.push_back({question.set, std::move(object)});
  }
  return members;
}

std::map<std::string, const stack::Rendered*> manifestsByIdentity(const Subjects& subjects) {
  std::map<std::string, const stack::Rendered*> manifests;
  for (const stack::Rendered& manifest : subjects.manifests) {
    auto name = kube::nameOf(manifest.object);
    manifests.emplace(kube::identityOf(name), &manifest);
    if (!name.namespaceName.empty()) continue;
    name.namespaceName = subjects.stacks.front().set.namespaceName;
    manifests.emplace(kube::identityOf(name), &manifest);
  }
  return manifests;
}

Findings unknownNames(const Subjects& subjects, const std::vector<kube::Member>& members) {
  Findings findings;
  for (const std::string& label : subjects.labels) {
    const bool found = std::ranges::any_of(
        members, [&](const kube::Member& member) { return member.status.name.entry == label; });
    if (found) continue;
    findings.push_back({.rule = "unknown-entry",
                        .message = fmt::format("there is no entry {} in namespace '{}'", label,
                                               subjects.stacks.front().set.namespaceName),
                        .remedy = didYouMean(label, subjects.known)});
  }
  return findings;
}

}  // namespace aictl::commands
