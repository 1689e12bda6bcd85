#include "commands/completion/complete.h"

#include <CLI/CLI.hpp>

#include <algorithm>
#include <set>

#include "commands/completion/complete_values.h"
#include "commands/everywhere.h"

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

/// Whether the word is an option that the next word is the value of.
bool wantsNext(const CLI::App& app, const std::string& word) {
  return word.starts_with("-") && takesValue(optionOf(app, word));
}

/// The positional that the word being typed is of; nullptr where there would be one too many.
const CLI::Option* positionalOf(const CLI::App& app, const std::vector<std::string>& before) {
  std::size_t given = 0;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (wantsNext(app, before[i])) {
      ++i;
    } else if (!before[i].starts_with("-")) {
      ++given;
    }
  }
  for (const CLI::Option* option : app.get_options()) {
    if (option->nonpositional()) continue;
    const auto most = static_cast<std::size_t>(option->get_items_expected_max());
    if (given < most) return option;
    given -= most;
  }
  return nullptr;
}

/// Short options by their long names: `-f` is not the same option of each command.
std::vector<std::string> spelledOut(const CLI::App& app, std::vector<std::string> words) {
  for (std::string& word : words) {
    if (word.size() != 2 || word.front() != '-') continue;
    const auto* option = optionOf(app, word);
    if (option != nullptr && !option->get_lnames().empty()) word = "--" + option->get_lnames().front();
  }
  return words;
}

void writeOptions(const CLI::App& app, Context& context) {
  std::vector<Candidate> candidates;
  for (const CLI::Option* option : app.get_options()) {
    if (!option->nonpositional()) continue;
    for (const std::string& name : option->get_lnames())
      candidates.push_back({"--" + name, option->get_description()});
  }
  for (const GlobalOption& option : everywhere)
    candidates.push_back({std::string(option.name), std::string(option.description)});
  writeCandidates(context, candidates);
}

}  // namespace

void writeCandidates(Context& context, const std::vector<Candidate>& candidates) {
  std::string text;
  std::set<std::string_view> written;
  for (const Candidate& candidate : candidates) {
    if (!candidate.word.starts_with(context.completion->word)) continue;
    if (!written.insert(candidate.word).second) continue;
    text += candidate.word;
    if (!candidate.description.empty()) text.append("\t").append(candidate.description);
    text += "\n";
  }
  context.terminal.write(text);
}

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

bool isTyping(const Context& context, const CLI::App& app, const CLI::Option& positional) {
  if (context.completion == nullptr) return false;
  const auto& [before, word] = *context.completion;
  const bool isValue = !before.empty() && wantsNext(app, before.back());
  return !isValue && !word.starts_with("-") && positionalOf(app, before) == &positional;
}

void complete(const CLI::App& app, Context& context, const SchemaOf& schemaOf) {
  const Completion typed{spelledOut(app, context.completion->before), context.completion->word};
  const auto& [before, word] = typed;
  Context here{context.terminal, context.sources, context.stop, {}, &typed, context.config};
  // What follows `--` is the command of a container.
  if (std::ranges::find(before, "--") != before.end()) return context.terminal.write(":files\n");
  const auto writeOf = [&](const CLI::Option& option, std::size_t begin) {
    writeValues(here, app,
                {.option = option, .schema = schemaOf ? schemaOf(option) : nullptr, .begin = begin});
  };
  if (!before.empty() && wantsNext(app, before.back())) return writeOf(*optionOf(app, before.back()), 0);
  if (const auto equals = word.find('='); word.starts_with("--") && equals != std::string::npos) {
    const auto* option = optionOf(app, word.substr(0, equals));
    if (takesValue(option)) writeOf(*option, equals + 1);
    return;
  }
  if (word.starts_with("-")) return writeOptions(app, context);
  if (const auto* option = positionalOf(app, before)) writeOf(*option, 0);
}

}  // namespace aictl::commands
