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

bool isTemplate(pack::Packs& packs, std::string_view label) {
  const auto templates = packs.templates();
  return std::ranges::find(templates, label.substr(0, label.find('/'))) != templates.end();
}

/// Whether it may be `KIND/NAME`, of an object that no stack has to have.
bool isObject(std::string_view name) {
  const std::size_t slash = name.find('/');
  return slash != std::string_view::npos && slash > 0 && slash + 1 < name.size() &&
         name.find('/', slash + 1) == std::string_view::npos;
}

/// Whether the object is one of the stack file's that are of no entry, and not called as manifests call it:
/// `cm/a`. Then it is taken as such.
bool takeOwn(Subjects& subjects, const kube::ObjectName& object) {
  const auto own = std::ranges::find_if(subjects.manifests, [&](const stack::Rendered& manifest) {
    const kube::ObjectName name = kube::nameOf(manifest.object);
    return manifest.entry.empty() && name.name == object.name && name.kind.kind == object.kind.kind &&
           kube::groupOf(name.kind.apiVersion) == kube::groupOf(object.kind.apiVersion);
  });
  if (own == subjects.manifests.end()) return false;
  kube::ObjectName name = kube::nameOf(own->object);
  kube::StatusQuestion& question = subjects.stacks.front();
  question.entries.push_back(kube::nameFor(name));
  name.entry = object.entry;
  question.expected.push_back(std::move(name));
  return true;
}

/// Takes what is named beside the entries of a file: stacks of one entry, and objects of anybody. What the
/// cluster has no kind of is as an entry that nobody has.
std::optional<Failure> takeOthers(Context& context, Subjects& subjects, const std::vector<std::string>& names,
                                  const std::string& nameSpace) {
  for (const std::string& name : names) {
    const std::size_t slash = name.find('/');
    if (!isTemplate(*subjects.packs, name)) {
      const auto resource = subjects.connection.discovery->search(name.substr(0, slash));
      if (!resource) return shown(context, resource.failure());
      if (*resource != nullptr) {
        const kube::ObjectName object{.kind = (**resource).kind,
                                      .namespaceName = (**resource).namespaced ? nameSpace : "",
                                      .name = name.substr(slash + 1),
                                      .entry = name};
        if (!takeOwn(subjects, object))
          subjects.stacks.push_back({.set = {"", nameSpace}, .named = {object}});
        continue;
      }
    }
    subjects.stacks.push_back(stackOfEntry(name, nameSpace));
  }
  return std::nullopt;
}

/// Where there is no stack file, all that can be named are stacks of one entry, and objects.
Result<Subjects> withoutFile(Context& context, const stack::Options& options,
                             const std::vector<std::string>& names, ClusterOptions cluster) {
  for (const std::string& name : names) {
    if (!isLabel(name) && !isObject(name))
      return usage(context, fmt::format("'{}' cannot be found without a stack file", name),
                   "name it as TEMPLATE/NAME or KIND/NAME, or a stack file with -f");
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
  const std::string nameSpace = access->namespaceName;
  auto connection = connect(context, *std::move(access), cluster);
  if (!connection) return connection.failure();
  subjects.connection = *std::move(connection);
  if (auto failure = takeOthers(context, subjects, names, nameSpace)) return *std::move(failure);
  return subjects;
}

/// The names as labels of entries and as objects: of the file, or of what the cluster may have.
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
    } else if (isLabel(name) || isObject(name)) {
      named.others.push_back(name);
    } else {
      append(unknown, std::move(findings));
    }
  }
  if (!unknown.empty()) return shown(context, {ExitCode::badInput, std::move(unknown)});
  return named;
}

/// What of the names means an object of the manifests that is of no entry, by that name.
std::string nameOfLoose(const kube::ObjectName& object, const std::vector<std::string>& names) {
  const auto name = std::ranges::find_if(
      names, [&](const std::string& one) { return object.entry.empty() && kube::isMeant(object, one); });
  return name == names.end() ? "" : *name;
}

/// What the stack file says that is there.
kube::StatusQuestion questionOf(const StackInput& input, const Named& named) {
  kube::StatusQuestion question{.set = {input.stack.name, input.nameSpace}, .entries = named.ofFile};
  question.entries.insert(question.entries.end(), named.others.begin(), named.others.end());
  for (const auto& manifest : input.manifests) {
    kube::ObjectName object = kube::nameOf(manifest.object);
    object.entry = manifest.entry;
    if (object.entry.empty()) object.entry = nameOfLoose(object, named.others);
    const bool asked = question.entries.empty() ||
                       std::ranges::find(question.entries, object.entry) != question.entries.end();
    if (asked) question.expected.push_back(std::move(object));
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
  const auto& expected = subjects.stacks.front().expected;
  std::erase_if(named->others, [&](const std::string& name) {
    return std::ranges::find(expected, name, &kube::ObjectName::entry) != expected.end();
  });
  subjects.manifests = std::move(bound->input.manifests);
  subjects.needs = stack::needs(bound->input.stack);
  bound->access.namespaceName = bound->input.nameSpace;
  auto connection = connect(context, std::move(bound->access), cluster);
  if (!connection) return connection.failure();
  subjects.connection = *std::move(connection);
  if (auto failure = takeOthers(context, subjects, named->others, subjects.stacks.front().set.namespaceName))
    return *std::move(failure);
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
