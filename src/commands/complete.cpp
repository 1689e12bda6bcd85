#include "commands/complete.h"

#include <algorithm>

#include "core/kube/access/kubeconfig_files.h"
#include "core/stack/document.h"
#include "core/stack/entries.h"

namespace aictl::commands {
namespace {

/// The option of this name, as `--file` or `-f`; nullptr where there is none.
const CLI::Option* optionOf(const CLI::App& app, const std::string& name) {
  const auto options = app.get_options();
  const auto found = std::ranges::find_if(options, [&](const CLI::Option* option) {
    return option->nonpositional() && option->check_name(name);
  });
  return found == options.end() ? nullptr : *found;
}

bool takesValue(const CLI::Option* option) {
  return option != nullptr && option->get_items_expected_max() > 0;
}

/// The value that an option has among the words; "" for none.
std::string given(const std::vector<std::string>& words, std::string_view option) {
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == option && i + 1 < words.size()) return words[i + 1];
    if (words[i].starts_with(std::string(option) + "=")) return words[i].substr(option.size() + 1);
  }
  return {};
}

/// The stack files that the words name.
stack::Options stackOf(const std::vector<std::string>& words) {
  stack::Options options;
  for (const char* name : {"-f", "--file"}) {
    if (const auto file = given(words, name); !file.empty()) options.files.push_back(file);
  }
  return options;
}

/// `template/name` of the stack at hand, without evaluating anything.
std::vector<Candidate> entries(Context& context, const std::vector<std::string>& words) {
  Findings ignored;
  const Value document = stack::readFiles(stackOf(words), context.sources, ignored);
  std::vector<Candidate> candidates;
  if (!document.isMap()) return candidates;
  for (const Entry& section : document.entries()) {
    const std::string name(section.key.string());
    if (!section.value.isMap() || std::ranges::find(stack::stackKeys(), name) != stack::stackKeys().end())
      continue;
    for (const Entry& entry : section.value.entries())
      candidates.push_back({name + "/" + std::string(entry.key.string()), {}});
  }
  return candidates;
}

std::vector<Candidate> names(const std::vector<kube::Kubeconfig::Named>& all) {
  std::vector<Candidate> candidates;
  candidates.reserve(all.size());
  for (const auto& one : all) candidates.push_back({std::string(one.name.string()), {}});
  return candidates;
}

/// Names from the kubeconfig, for the option that takes them.
std::vector<Candidate> fromKubeconfig(Context& context, const std::string& option,
                                      const std::vector<std::string>& words) {
  try {
    const auto all = kube::readKubeconfigFiles(given(words, "--kubeconfig"), context.sources);
    if (option == "context") return names(all.contexts);
    if (option == "cluster") return names(all.clusters);
    if (option == "user") return names(all.users);
    std::vector<Candidate> spaces;
    for (const auto& one : all.contexts) {
      const auto space = findString(one.body, {"namespace"});
      if (!space.empty()) spaces.push_back({std::string(space), {}});
    }
    return spaces;
  } catch (const Failure&) {
    return {};
  }
}

/// The words of `a|b|c`, as type names of options say what they take.
std::vector<Candidate> alternatives(std::string_view typeName) {
  std::vector<Candidate> candidates;
  if (typeName.ends_with(",...")) typeName.remove_suffix(4);
  if (typeName.find('|') == std::string_view::npos) return candidates;
  while (!typeName.empty()) {
    const auto bar = std::min(typeName.find('|'), typeName.size());
    candidates.push_back({std::string(typeName.substr(0, bar)), {}});
    typeName.remove_prefix(std::min(bar + 1, typeName.size()));
  }
  return candidates;
}

void writeValues(Context& context, const CLI::Option& option, const std::string& prefix) {
  const auto& words = context.completion->before;
  const std::string type = option.get_type_name();
  if (type == "FILE") return context.terminal.write(":files\n");
  if (type == "FOLDER") return context.terminal.write(":folders\n");
  std::vector<Candidate> candidates = alternatives(type);
  const std::string name = option.get_lnames().empty() ? "" : option.get_lnames().front();
  if (type == "ENTRY") candidates = entries(context, words);
  if (name == "environment") {
    for (auto& one : stack::environments(stackOf(words))) candidates.push_back({std::move(one), {}});
  }
  if (name == "context" || name == "cluster" || name == "user" || name == "namespace")
    candidates = fromKubeconfig(context, name, words);
  for (Candidate& candidate : candidates) candidate.word.insert(0, prefix);
  writeCandidates(context, candidates);
}

void writeOptions(const CLI::App& app, Context& context) {
  std::vector<Candidate> candidates;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->nonpositional()) continue;
    for (const std::string& name : option->get_lnames()) {
      candidates.push_back({"--" + name, option->get_description()});
    }
  }
  writeCandidates(context, candidates);
}

}  // namespace

void writeCandidates(Context& context, const std::vector<Candidate>& candidates) {
  std::string text;
  for (const Candidate& candidate : candidates) {
    if (!candidate.word.starts_with(context.completion->word)) continue;
    text += candidate.word;
    if (!candidate.description.empty()) text.append("\t").append(candidate.description);
    text += "\n";
  }
  context.terminal.write(text);
}

void complete(const CLI::App& app, Context& context) {
  const auto& [before, word] = *context.completion;
  // What follows `--` is the command of a container.
  if (std::ranges::find(before, "--") != before.end()) return context.terminal.write(":files\n");
  if (!before.empty() && before.back().starts_with("-") && takesValue(optionOf(app, before.back())))
    return writeValues(context, *optionOf(app, before.back()), "");
  if (const auto equals = word.find('='); word.starts_with("--") && equals != std::string::npos) {
    const auto* option = optionOf(app, word.substr(0, equals));
    if (takesValue(option)) writeValues(context, *option, word.substr(0, equals + 1));
    return;
  }
  if (word.starts_with("-")) return writeOptions(app, context);
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional()) continue;
    if (option->get_name(true) == "ENTRY") return writeCandidates(context, entries(context, before));
    if (option->get_name(true) == "FOLDER") return context.terminal.write(":folders\n");
    if (const auto words = alternatives(option->get_type_name()); !words.empty())
      return writeCandidates(context, words);
  }
}

}  // namespace aictl::commands
