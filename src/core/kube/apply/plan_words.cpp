#include "core/kube/apply/plan_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/api/secret.h"
#include "core/yaml/json.h"

namespace aictl::kube {

bool isNamed(const std::vector<std::string>& names, const Step& step) {
  return std::ranges::any_of(names, [&](const std::string& name) { return isMeant(step.name, name); });
}

Origin placeOf(const Step& step) {
  const Value* name = find(step.manifest->object, {"metadata", "name"});
  return name != nullptr ? name->origin() : step.manifest->object.origin();
}

std::string entryOf(const Value& live) {
  const std::string_view templateName = findString(live, {"metadata", "labels", "aictl.dev/template"});
  const std::string_view name = findString(live, {"metadata", "labels", "aictl.dev/name"});
  return templateName.empty() || name.empty() ? "" : fmt::format("{}/{}", templateName, name);
}

std::string ownerOf(const Value& live, std::string_view manager) {
  const std::string_view stack = findString(live, {"metadata", "labels", "aictl.dev/stack"});
  if (!stack.empty()) return fmt::format("the stack '{}'", stack);
  if (!findString(live, {"metadata", "labels", partOfLabel}).empty()) return "another ApplySet";
  const std::vector<std::string> managers = otherManagers(live, manager);
  return managers.empty() ? "no stack"
                          : fmt::format("no stack (its managers: {})", fmt::join(managers, ", "));
}

std::string heldRun(const Step& step, std::string_view field, RunState state) {
  return state == RunState::ended
             ? fmt::format("it has ended, and {} cannot be changed; '--rerun {}' runs it anew", field,
                           nameFor(step.name))
             : fmt::format("it runs, and {} cannot be changed; '--rerun {}' ends it and starts anew", field,
                           nameFor(step.name));
}

std::string goneRun(const Step& step) {
  return fmt::format("it has run and is gone; '--rerun {}' runs it again", nameFor(step.name));
}

std::string conflictWords(const Step& step, const FieldChange& change) {
  const std::string owners = fmt::format("'{}'", fmt::join(change.owners, "', '"));
  if (isSecret(step.name)) {
    return fmt::format("{} of {} was set by {} to another value", change.path, describe(step.name), owners);
  }
  return fmt::format("{} of {} is {} here, and {} as {} set it", change.path, describe(step.name),
                     shortText(change.after), shortText(change.before), owners);
}

std::string sourceWords(const Value& source) {
  std::string words;
  const auto add = [&](std::string text) { words += (words.empty() ? "" : ", ") + std::move(text); };
  if (const auto repository = findString(source, {"repository"}); !repository.empty()) {
    add(std::string(repository));
  }
  const Value* files = source.find("files");
  for (const Value& file : files != nullptr && files->isList() ? files->items() : std::span<const Value>()) {
    if (file.isString()) add(std::string(file.string()));
  }
  if (const auto environment = findString(source, {"environment"}); !environment.empty()) {
    add(fmt::format("environment '{}'", environment));
  }
  return words.empty() ? "flags" : words;
}

std::string otherSource(const ApplySet& set, const Value& there, const Value& here) {
  return fmt::format("the stack '{}' in namespace '{}' is another one: it comes from {}, this one from {}",
                     set.stack, set.namespaceName, sourceWords(there), sourceWords(here));
}

std::string shortText(const Value& value) {
  constexpr std::size_t longest = 60;
  if (value.isNull()) return "(none)";
  std::string text = yaml::writeJson(value);
  if (text.size() <= longest) return text;
  // Not in the middle of a character of UTF-8.
  std::size_t end = longest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end) + "…";
}

std::string placeWords(std::string_view namespaceName) {
  return namespaceName.empty() ? "in the whole cluster" : fmt::format("in namespace '{}'", namespaceName);
}

}  // namespace aictl::kube
