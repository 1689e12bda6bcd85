#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ctime>

#include "commands/commands.h"
#include "commands/complete.h"
#include "commands/counted.h"
#include "commands/document.h"
#include "commands/render_text.h"
#include "commands/status_text.h"
#include "commands/subjects.h"
#include "commands/table.h"
#include "core/kube/why/why.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

/// What else is wrong, beside what is nearest to the cause.
constexpr std::size_t othersShown = 3;

/// How the entry is, as the worst of its objects is.
kube::State stateOf(const kube::EntryAnswers& entry) {
  return std::ranges::min_element(entry.objects, {}, &kube::ObjectStatus::state)->state;
}

std::string nameOf(const kube::EntryAnswers& entry) { return entryOrObject(entry.objects.front().name); }

/// `2 pods and the last lines of 1 log`: what was looked at.
std::string lookedAt(const kube::EntryAnswers& entry) {
  std::string text = counted(entry.objects.size(), "object", "objects");
  if (entry.pods > 0) text += ", " + counted(entry.pods, "pod", "pods");
  if (entry.logs > 0) text += ", the last lines of " + counted(entry.logs, "log", "logs");
  return text;
}

std::string answerText(const kube::Answer& answer) {
  const std::string about = objectName(answer.about);
  const std::string evidence = oneLine(answer.diagnosis.evidence);
  std::string text = fmt::format("  seen    {}{}{}\n", about,
                                 answer.more == 0 ? "" : fmt::format(" and {} more", answer.more),
                                 evidence.empty() ? "" : ": " + evidence);
  if (!answer.diagnosis.remedy.empty()) text += fmt::format("  remedy  {}\n", answer.diagnosis.remedy);
  return text;
}

std::string entryText(const kube::EntryAnswers& entry) {
  if (entry.answers.empty()) {
    return fmt::format("{} is {}: {} ({} looked at)\n", nameOf(entry), stateText(stateOf(entry)),
                       entry.isWell() ? "nothing is wrong with it" : "no known reason was found",
                       lookedAt(entry));
  }
  std::string text = fmt::format("{}: {}\n", nameOf(entry), oneLine(entry.answers.front().diagnosis.message));
  text += answerText(entry.answers.front());
  const std::size_t shown = std::min(entry.answers.size(), othersShown + 1);
  for (std::size_t i = 1; i < shown; ++i)
    text += fmt::format("  also    {}\n", oneLine(entry.answers[i].diagnosis.message));
  if (shown < entry.answers.size())
    text += fmt::format("  also    {} more, shown by -o json\n", entry.answers.size() - shown);
  return text;
}

Value answerValue(const kube::Answer& answer) {
  const auto orNull = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  return Value::map({{"message", Value(answer.diagnosis.message)},
                     {"object", Value(objectName(answer.about))},
                     {"more", Value(static_cast<std::int64_t>(answer.more))},
                     {"evidence", orNull(answer.diagnosis.evidence)},
                     {"remedy", orNull(answer.diagnosis.remedy)}});
}

Value answersValue(const kube::WhyAnswers& answers) {
  Value entries = Value::list();
  for (const kube::EntryAnswers& entry : answers.entries) {
    Value reasons = Value::list();
    for (const kube::Answer& answer : entry.answers) reasons.push(answerValue(answer));
    entries.push(Value::map({{"entry", entry.entry.empty() ? Value() : Value(entry.entry)},
                             {"object", Value(objectName(entry.objects.front().name))},
                             {"state", Value(kube::name(stateOf(entry)))},
                             {"reasons", std::move(reasons)},
                             {"pods", Value(static_cast<std::int64_t>(entry.pods))},
                             {"logs", Value(static_cast<std::int64_t>(entry.logs))}}));
  }
  Value unread = Value::list();
  for (const Finding& finding : answers.unread) unread.push(Value(finding.message));
  return document("why", Value::map({{"entries", std::move(entries)}, {"unread", std::move(unread)}}));
}

std::string answersText(const kube::WhyAnswers& answers, std::string_view format) {
  if (format == "json") return yaml::writeJson(answersValue(answers), 2) + "\n";
  if (format == "yaml") return yaml::write(answersValue(answers));
  std::string text;
  for (const kube::EntryAnswers& entry : answers.entries) text += entryText(entry);
  for (const Finding& finding : answers.unread) text += fmt::format("not looked at: {}\n", finding.message);
  return text;
}

}  // namespace

ExitCode runWhy(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  ClusterOptions cluster;
  std::vector<std::string> names;
  std::string format = "text";
  const auto app = makeApp("why", "[ENTRY...] [OPTIONS]",
                           "Say what holds the entries up or is wrong with them, and what to do. Ends with 1 "
                           "where something is.");
  app->add_option("ENTRY", names, "Entries to look at, also those that 'aictl TEMPLATE NAME' made (all)")
      ->type_name(liveEntry);
  addOutputOption(*app, context, format, {"text", "json", "yaml"}, "How (text)");
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addClusterOptions(*app, cluster);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto subjects = subjectsOf(context, options, names, cluster);
  if (!subjects) return subjects.failure().code;
  const auto members = readSubjects(context, *subjects);
  if (!members) return members.failure().code;
  const Findings unknown = unknownNames(*subjects, *members);
  const auto answers = kube::why(*subjects->connection.client, *subjects->connection.discovery,
                                 *subjects->packs, *members, std::time(nullptr));
  if (!answers) {
    context.terminal.show(answers.failure().findings, context.sources);
    return answers.failure().code;
  }
  context.terminal.write(answersText(*answers, format));
  context.terminal.show(unknown, context.sources);
  const bool well = std::ranges::all_of(answers->entries, [](const kube::EntryAnswers& entry) {
    return entry.isWell() && entry.answers.empty();
  });
  return well && unknown.empty() ? ExitCode::done : ExitCode::no;
}

}  // namespace aictl::commands
