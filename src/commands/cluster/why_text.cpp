#include "commands/cluster/why_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/cluster/status_text.h"
#include "commands/counted.h"
#include "commands/document.h"
#include "commands/stack/render_text.h"
#include "commands/table.h"

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

Value answerValue(const kube::Answer& answer) {
  const auto orNull = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  return Value::map({{"message", Value(answer.diagnosis.message)},
                     {"object", Value(objectName(answer.about))},
                     {"more", Value(static_cast<std::int64_t>(answer.more))},
                     {"evidence", orNull(answer.diagnosis.evidence)},
                     {"remedy", orNull(answer.diagnosis.remedy)}});
}

}  // namespace

std::string whyText(const kube::EntryAnswers& entry) {
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

std::string whyText(const kube::WhyAnswers& answers) {
  std::string text;
  for (const kube::EntryAnswers& entry : answers.entries) text += whyText(entry);
  for (const Finding& finding : answers.unread) text += fmt::format("not looked at: {}\n", finding.message);
  return text;
}

Value whyValue(const kube::WhyAnswers& answers) {
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

}  // namespace aictl::commands
