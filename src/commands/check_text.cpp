#include "commands/check_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/counted.h"
#include "commands/document.h"
#include "commands/table.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::size_t count(const std::vector<Check>& checks, Verdict verdict) {
  return static_cast<std::size_t>(
      std::ranges::count_if(checks, [&](const Check& check) { return verdictOf(check) == verdict; }));
}

/// `nvidia0: 2 memory rows were remapped`; what all say alike is said once.
std::string passText(const std::vector<Observation>& observations) {
  const Observation& first = observations.front();
  if (observations.size() == 1)
    return first.device.empty() ? first.evidence : first.device + ": " + first.evidence;
  const bool areAlike = std::ranges::all_of(observations, [&](const Observation& observation) {
    return observation.evidence == first.evidence && !observation.device.empty();
  });
  if (areAlike) return fmt::format("{} devices: {}", observations.size(), first.evidence);
  std::string text;
  for (const Observation& observation : observations) {
    if (!text.empty()) text += "; ";
    if (!observation.device.empty()) text += observation.device + ": ";
    text += observation.evidence;
  }
  return text;
}

Meaning meaningOf(Verdict verdict) { return verdict == Verdict::fail ? Meaning::bad : Meaning::open; }

void addCheck(const Check& check, Table& table) {
  std::vector<Observation> well;
  for (const Observation& observation : check.observations) {
    if (observation.verdict == Verdict::pass) {
      well.push_back(observation);
      continue;
    }
    const std::string evidence =
        observation.device.empty() ? observation.evidence : observation.device + ": " + observation.evidence;
    table.add({std::string(aictl::name(observation.verdict)), check.name, evidence});
    table.mark(0, meaningOf(observation.verdict));
    if (!observation.remedy.empty()) table.add({"", "", "  → " + observation.remedy});
  }
  if (well.empty()) return;
  table.add({std::string(aictl::name(Verdict::pass)), check.name, passText(well)});
  table.mark(0, Meaning::good);
}

/// Why something could not be looked at, and what would help.
std::string reasonOf(const Observation& skipped) {
  return skipped.remedy.empty() ? skipped.evidence : skipped.evidence + "; " + skipped.remedy;
}

/// The worst verdict of all.
Verdict worstOf(const std::vector<Check>& checks) {
  Verdict worst = Verdict::skipped;
  for (const Check& check : checks) worst = std::max(worst, verdictOf(check));
  return worst;
}

}  // namespace

std::string checksText(const std::vector<Check>& checks, Colours colours) {
  Table table;
  for (const Check& check : checks) addCheck(check, table);
  const std::size_t failed = count(checks, Verdict::fail);
  const std::size_t warned = count(checks, Verdict::warn);
  const std::size_t skipped = count(checks, Verdict::skipped);
  std::string text = table.text({.colours = colours});
  text += fmt::format("{}: {} failed, {} with warnings, {} passed", counted(checks.size(), "check", "checks"),
                      failed, warned, count(checks, Verdict::pass));
  if (skipped > 0) text += fmt::format(", {} skipped", skipped);
  return text + "\n";
}

Value checksValue(const std::vector<Check>& checks) {
  const auto textOrNull = [](const std::string& text) { return text.empty() ? Value() : Value(text); };
  Value list = Value::list();
  for (const Check& check : checks) {
    Value observations = Value::list();
    for (const Observation& observation : check.observations) {
      observations.push(Value::map({{"device", textOrNull(observation.device)},
                                    {"verdict", Value(aictl::name(observation.verdict))},
                                    {"evidence", Value(observation.evidence)},
                                    {"remedy", textOrNull(observation.remedy)}}));
    }
    list.push(Value::map({{"name", Value(check.name)},
                          {"verdict", Value(aictl::name(verdictOf(check)))},
                          {"observations", std::move(observations)}}));
  }
  return document(
      "check", Value::map({{"verdict", Value(aictl::name(worstOf(checks)))}, {"checks", std::move(list)}}));
}

report::Report checksReport(std::string_view subject, const std::vector<Check>& checks) {
  report::Report report{.subject = fmt::format("aictl {} check", subject)};
  for (const Check& check : checks) {
    for (const Observation& observation : check.observations) {
      const std::string name =
          observation.device.empty() ? check.name : check.name + " " + observation.device;
      const bool isSkipped = observation.verdict == Verdict::skipped;
      report.checked.push_back({name, isSkipped ? reasonOf(observation) : ""});
      if (isSkipped || observation.verdict == Verdict::pass) continue;
      report.findings.push_back(
          {.severity = observation.verdict == Verdict::fail ? Severity::error : Severity::warning,
           .rule = check.name,
           .message = observation.evidence,
           .entry = name,
           .remedy = observation.remedy});
    }
  }
  return report;
}

const std::vector<std::string> checkFormats{"table", "json", "yaml", "junit", "sarif"};

ExitCode tellChecks(Context& context, std::string_view format, std::string_view subject,
                    const std::vector<Check>& checks) {
  const auto report = checksReport(subject, checks);
  if (format == "json") {
    context.terminal.write(yaml::writeJson(checksValue(checks), 2) + "\n");
  } else if (format == "yaml") {
    context.terminal.write(yaml::write(checksValue(checks)));
  } else if (const report::Format* ofReports = report::findFormat(format)) {
    const auto noFiles = [](std::string_view) { return std::optional<std::string>(); };
    context.terminal.write(ofReports->write(report, {context.sources, noFiles}));
  } else {
    context.terminal.write(checksText(checks, context.terminal.colours()));
  }
  context.terminal.record(report.checked, report.findings);
  return worstOf(checks) == Verdict::fail ? ExitCode::no : ExitCode::done;
}

}  // namespace aictl::commands
