#include "commands/completion/complete_values.h"

#include <CLI/CLI.hpp>

#include <algorithm>

#include "commands/completion/cluster_names.h"
#include "commands/completion/complete.h"
#include "commands/stack/template_command.h"
#include "commands/typed_words.h"
#include "core/base/text.h"
#include "core/kube/access/kubeconfig_files.h"
#include "core/stack/document.h"
#include "core/stack/entries.h"

namespace aictl::commands {
namespace {

std::vector<Candidate> candidatesOf(std::vector<std::string> words) {
  std::vector<Candidate> candidates;
  candidates.reserve(words.size());
  for (auto& word : words) candidates.push_back({std::move(word), {}});
  return candidates;
}

void add(std::vector<Candidate>& candidates, std::vector<Candidate> more) {
  candidates.insert(candidates.end(), std::move_iterator(more.begin()), std::move_iterator(more.end()));
}

/// `template/name` of the stack at hand, without evaluating anything.
std::vector<std::string> entriesOfFile(Context& context) {
  Findings ignored;
  const TypedWords words(context.completion->before);
  const Value document = stack::readFiles(words.stack(), context.sources, ignored);
  std::vector<std::string> labels;
  if (!document.isMap()) return labels;
  for (const Entry& section : document.entries()) {
    const std::string name(section.key.string());
    if (!section.value.isMap() || std::ranges::find(stack::stackKeys(), name) != stack::stackKeys().end())
      continue;
    for (const Entry& entry : section.value.entries())
      labels.push_back(name + "/" + std::string(entry.key.string()));
  }
  return labels;
}

/// The names of the labels that are of this template.
std::vector<std::string> namesOf(const std::string& templateName, const std::vector<std::string>& labels) {
  std::vector<std::string> names;
  for (const auto& label : labels) {
    if (label.starts_with(templateName + "/")) names.push_back(label.substr(templateName.size() + 1));
  }
  return names;
}

/// What an entry may refer to by name.
std::vector<Candidate> referable(Context& context, const schema::Node& node) {
  std::vector<Candidate> candidates;
  const auto ofFile = entriesOfFile(context);
  const auto ofCluster = entriesInCluster(context);
  for (const auto& templateName : node.entryTemplates) {
    add(candidates, candidatesOf(namesOf(templateName, ofFile)));
    add(candidates, candidatesOf(namesOf(templateName, ofCluster)));
  }
  return candidates;
}

std::vector<std::string> namesOf(const std::vector<kube::Kubeconfig::Named>& all) {
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const auto& one : all) names.emplace_back(one.name.string());
  return names;
}

/// Names from the kubeconfig, for the option that takes them.
std::vector<std::string> namesInKubeconfig(Context& context, const std::string& option) {
  try {
    const TypedWords words(context.completion->before);
    const auto all = kube::readKubeconfigFiles(words.access().kubeconfig, context.sources);
    if (option == "context") return namesOf(all.contexts);
    if (option == "cluster") return namesOf(all.clusters);
    if (option == "user") return namesOf(all.users);
    std::vector<std::string> spaces;
    for (const auto& one : all.contexts) {
      if (const auto space = findString(one.body, {"namespace"}); !space.empty()) spaces.emplace_back(space);
    }
    return spaces;
  } catch (const Failure&) {
    return {};
  }
}

/// Values of a schema, in the form that a command line has: an object by its short form.
std::vector<Candidate> valuesOf(Context& context, const schema::Node& node) {
  if (const auto* inner = node.property(node.shortProperty)) return valuesOf(context, *inner->schema);
  if (!node.entryTemplates.empty()) return referable(context, node);
  if (!node.names.empty()) return candidatesOf(namesInCluster(context, node.names));
  std::vector<Candidate> candidates;
  for (const Value& value : node.enumeration) {
    if (!value.isList() && !value.isMap()) candidates.push_back({value.scalarText(), {}});
  }
  return candidates;
}

std::vector<Candidate> valuesOf(Context& context, const CLI::App& app, const CLI::Option& option) {
  const std::string type = option.get_type_name();
  if (auto words = alternatives(type); !words.empty()) return words;
  if (type == "ENTRY" || option.get_name(true) == "ENTRY") {
    auto candidates = candidatesOf(entriesOfFile(context));
    if (type == liveEntry) add(candidates, candidatesOf(entriesInCluster(context)));
    return candidates;
  }
  if (type == liveName) return candidatesOf(namesOf(app.get_name(), entriesInCluster(context)));
  if (type == "TEMPLATE") {
    std::vector<Candidate> candidates;
    for (auto& [word, description] : templates(context, packFolders(context.completion->before)))
      candidates.push_back({std::move(word), std::move(description)});
    return candidates;
  }
  const std::string name = option.get_lnames().empty() ? "" : option.get_lnames().front();
  if (name == "environment")
    return candidatesOf(stack::environments(TypedWords(context.completion->before).stack()));
  if (name == "context" || name == "cluster" || name == "user")
    return candidatesOf(namesInKubeconfig(context, name));
  if (name == "namespace") {
    auto candidates = candidatesOf(namesInKubeconfig(context, name));
    add(candidates, candidatesOf(namesInCluster(context, name)));
    return candidates;
  }
  return candidatesOf(namesInCluster(context, lowered(type)));
}

}  // namespace

void writeValues(Context& context, const CLI::App& app, const TypedValue& value) {
  const std::string& word = context.completion->word;
  const std::string type = value.option.get_type_name();
  if (type == "FILE") return context.terminal.write(":files\n");
  if (type == "FOLDER" || value.option.get_name(true) == "FOLDER")
    return context.terminal.write(":folders\n");

  const schema::Node* node = value.schema;
  std::size_t begin = value.begin;
  // `--data KEY=VALUE`: of a map the value alone can be known; `--caches a,b`: of a list the last item.
  if (node != nullptr && node->additional != nullptr && node->properties.empty()) {
    const auto equals = word.find('=', begin);
    if (equals == std::string::npos) return;
    begin = equals + 1;
    node = node->additional;
  } else if (node != nullptr ? node->items != nullptr : value.option.get_delimiter() == ',') {
    if (const auto comma = word.rfind(','); comma != std::string::npos && comma >= begin) begin = comma + 1;
    if (node != nullptr) node = node->items;
  }
  auto candidates = node != nullptr ? valuesOf(context, *node) : valuesOf(context, app, value.option);
  for (Candidate& candidate : candidates) candidate.word.insert(0, word.substr(0, begin));
  writeCandidates(context, candidates);
}

}  // namespace aictl::commands
