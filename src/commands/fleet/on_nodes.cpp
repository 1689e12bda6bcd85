#include "commands/fleet/on_nodes.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/document.h"
#include "commands/fleet/session.h"
#include "core/fleet/asking.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

/// Of a list with the forms that many machines can be shown in, too.
constexpr std::array forms{"table", "wide", "json", "yaml", "name"};

/// What a person likes better than what is built in is not known in a pod.
std::vector<std::string> wordsOf(const CLI::App& app, const FleetOptions& options, const std::string& form,
                                 const std::string& root) {
  std::vector<std::string> words;
  const std::string& name = app.get_name();
  words.push_back(name.substr(0, name.find(' ')));
  words.push_back(name.substr(name.find(' ') + 1));
  const CLI::Option* chosen = app.get_option_no_throw("--root");
  if (!root.empty() && chosen != nullptr && chosen->count() == 0) {
    words.emplace_back("--root");
    words.push_back(root);
  }
  if (app.get_option("--output")->count() == 0) {
    words.emplace_back("--output");
    words.push_back(form);
  }
  for (std::string& word : ownWords(options, [](const CLI::Option&) { return true; }))
    words.push_back(std::move(word));
  return words;
}

Value findingValue(const Finding& finding) {
  const auto orNull = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  return Value::map({{"severity", Value(name(finding.severity))},
                     {"rule", Value(finding.rule)},
                     {"message", Value(finding.message)},
                     {"evidence", orNull(finding.evidence)},
                     {"remedy", orNull(finding.remedy)}});
}

/// What a node said, whose document is null where it said none.
Value answerValue(const fleet::Answer& answer, const Value& document) {
  Value findings = Value::list();
  for (const Finding& finding : answer.findings) findings.push(findingValue(finding));
  return Value::map({{"node", Value(answer.node)},
                     {"exitCode", answer.code ? Value(static_cast<int>(*answer.code)) : Value()},
                     {"document", document},
                     {"findings", std::move(findings)}});
}

Value documentOf(const fleet::Answer& answer, Sources& sources, std::string_view form) {
  if (form == "json") {
    auto document = yaml::readJson(answer.result);
    return document ? *std::move(document) : Value();
  }
  Findings faults;
  Value document = yaml::readDocument(answer.result, sources.add(answer.node, answer.result), faults);
  return faults.empty() ? document : Value();
}

// How long a command may take on a node.
constexpr std::chrono::minutes looking{5};
constexpr std::chrono::minutes measuring{60};

std::string documentsText(const std::vector<fleet::Answer>& answers, const std::string& command,
                          Sources& sources, std::string_view form) {
  Value nodes = Value::list();
  for (const fleet::Answer& answer : answers)
    nodes.push(answerValue(answer, documentOf(answer, sources, form)));
  const Value all = document("nodes", Value::map({{"command", Value(command)}, {"nodes", std::move(nodes)}}));
  return form == "json" ? yaml::writeJson(all, 2) + "\n" : yaml::write(all);
}

/// The name of the node above what it said, or before each name.
std::string plainText(const std::vector<fleet::Answer>& answers, std::string_view form) {
  std::string text;
  for (const fleet::Answer& answer : answers) {
    if (answer.result.empty()) continue;
    if (form != "name") {
      text += fmt::format("{}NODE {}\n{}", text.empty() ? "" : "\n", answer.node, answer.result);
      continue;
    }
    for (std::size_t begin = 0; begin < answer.result.size();) {
      const auto end = std::min(answer.result.find('\n', begin), answer.result.size());
      text += fmt::format("{}/{}\n", answer.node, answer.result.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return text;
}

}  // namespace

ExitCode runOnNodes(Context& context, const CLI::App& app, const FleetOptions& options,
                    const std::string& form) {
  if (std::ranges::find(forms, form) == forms.end()) {
    context.terminal.show({{.rule = "usage",
                            .message = fmt::format("what many nodes say has no form '{}'", form),
                            .remedy = fmt::format("it is {}", fmt::join(forms, ", "))}},
                          context.sources);
    return ExitCode::badInput;
  }
  auto session = FleetSession::open(context, options);
  if (!session) return session.failure().code;
  const auto root = (*session)->fleet().form.root({.access = fleet::Access::node});
  if (!root) {
    context.terminal.show(root.failure().findings, context.sources);
    return root.failure().code;
  }
  (*session)->announce(fleet::Access::node);
  const auto answers = fleet::askNodes(
      (*session)->fleet(), (*session)->nodes(),
      {.words = wordsOf(app, options, form, *root), .longest = options.leavesBusyOut ? measuring : looking});
  if (!answers) {
    context.terminal.show(answers.failure().findings, context.sources);
    return answers.failure().code;
  }
  const bool isDocument = form == "json" || form == "yaml";
  context.terminal.write(isDocument ? documentsText(*answers, app.get_name(), context.sources, form)
                                    : plainText(*answers, form));
  for (const fleet::Answer& answer : *answers) {
    Findings findings = answer.findings;
    for (Finding& finding : findings) finding.entry = answer.node;
    context.terminal.show(std::move(findings), context.sources);
  }
  return fleet::exitCode(*answers);
}

}  // namespace aictl::commands
