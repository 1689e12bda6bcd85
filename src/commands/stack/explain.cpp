#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>

#include "commands/commands.h"
#include "commands/completion/complete.h"
#include "commands/document.h"
#include "commands/options.h"
#include "commands/stack/explanation.h"
#include "commands/stack/packs_at_hand.h"
#include "commands/typed_words.h"
#include "core/base/nearest.h"
#include "core/base/path.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

ExitCode fail(Context& context, Finding finding) {
  context.terminal.show({std::move(finding)}, context.sources);
  return ExitCode::badInput;
}

/// The words of `train.env.HF_TOKEN` or `train.ports["a.b"]`; none where it is no path.
std::optional<std::vector<std::string>> wordsOf(std::string_view text) {
  const auto steps = parsePath(text);
  if (!steps || steps->empty()) return std::nullopt;
  std::vector<std::string> words;
  for (const PathStep& step : *steps) {
    const auto* key = std::get_if<std::string>(&step);
    words.push_back(key != nullptr ? *key : std::to_string(std::get<std::int64_t>(step)));
  }
  return words;
}

Finding unknown(const std::string& path, const std::string& word, const std::vector<std::string>& known) {
  const std::string meant = didYouMean(word, known);
  return {.rule = "unknown-path",
          .message = fmt::format("{}: there is no '{}'", path, word),
          .remedy = !meant.empty()  ? meant
                    : known.empty() ? "nothing is known below its parent"
                                    : fmt::format("there are {}", fmt::join(known, ", "))};
}

std::vector<std::string> propertiesOf(const schema::Node& node) {
  std::vector<std::string> names;
  for (const auto& property : node.properties) names.push_back(property.name);
  return names;
}

/// What `train` or `vars` begins with: a template, or what a stack says itself.
std::vector<std::string> roots(PacksAtHand& packs) {
  auto names = packs.packs->templates();
  for (auto& name : propertiesOf(packs.stack->root())) names.push_back(std::move(name));
  return names;
}

/// Paths that may be meant by what is typed so far.
void completePath(Context& context, PacksAtHand& packs) {
  const std::string& word = context.completion->word;
  const auto dot = word.rfind('.');
  std::vector<Candidate> candidates;
  if (dot == std::string::npos) {
    for (auto& name : roots(packs)) candidates.push_back({std::move(name), {}});
    return writeCandidates(context, candidates);
  }
  const auto words = wordsOf(word.substr(0, dot));
  const auto place = words ? placeOf(packs, *words) : std::nullopt;
  if (!place || place->step.found == nullptr) return;
  const schema::Node& node =
      place->step.found->items != nullptr ? *place->step.found->items : *place->step.found;
  for (const auto& property : node.properties)
    candidates.push_back(
        {word.substr(0, dot + 1) + property.name, std::string(property.schema->description)});
  writeCandidates(context, candidates);
}

}  // namespace

ExitCode runExplain(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  std::string path;
  std::string format = "text";
  const auto app =
      makeApp("explain", "PATH [OPTIONS]",
              "Say what a property of a spec is, as in train.queue.name: what it takes, what it is "
              "if not given, and which fields of which manifests it reaches.");
  const auto* typed =
      app->add_option("PATH", path, "A template, a property of its spec, or a key of a stack file")
          ->required();
  addOutputOption(*app, context, format, {"text", "json", "yaml"}, "How (text)");
  addStackOptions(*app, options);
  if (isTyping(context, *app, *typed)) {
    PacksAtHand packs = packsAtHand(context, TypedWords(context.completion->before).stack());
    completePath(context, packs);
    return ExitCode::done;
  }
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  const auto words = wordsOf(path);
  if (!words)
    return fail(
        context,
        {.rule = "usage", .message = "'" + path + "' is no path", .remedy = "as in train.queue.name"});
  PacksAtHand packs = packsAtHand(context, options);
  const auto place = placeOf(packs, *words);
  if (!place) return fail(context, unknown(path, words->front(), roots(packs)));
  if (place->step.found == nullptr)
    return fail(context, unknown(path, place->step.missing, propertiesOf(*place->step.last)));
  const Value explanation = explain(*place);
  if (format == "json") {
    context.terminal.write(yaml::writeJson(document("explain", explanation), 2) + "\n");
  } else {
    context.terminal.write(format == "yaml" ? yaml::write(document("explain", explanation))
                                            : explanationText(explanation));
  }
  return ExitCode::done;
}

}  // namespace aictl::commands
