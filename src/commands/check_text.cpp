#include "commands/check_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "commands/counted.h"
#include "commands/table.h"

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
    if (!observation.remedy.empty()) table.add({"", "", "  → " + observation.remedy});
  }
  if (!well.empty()) table.add({std::string(aictl::name(Verdict::pass)), check.name, passText(well)});
}

std::string xmlText(std::string_view text) {
  std::string escaped;
  for (const char c : text) {
    switch (c) {
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '&':
        escaped += "&amp;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        // Control characters are no characters of XML.
        escaped += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return escaped;
}

std::string testCase(std::string_view subject, const Check& check, const Observation& observation) {
  const std::string name = observation.device.empty() ? check.name : check.name + " " + observation.device;
  std::string text = fmt::format("    <testcase classname=\"{}\" name=\"{}\"", subject, xmlText(name));
  const std::string evidence = xmlText(observation.evidence);
  switch (observation.verdict) {
    case Verdict::fail:
      return text + fmt::format(">\n      <failure message=\"{}\">{}</failure>\n    </testcase>\n", evidence,
                                xmlText(observation.remedy));
    case Verdict::skipped:
      return text + fmt::format(">\n      <skipped message=\"{}\"/>\n    </testcase>\n", evidence);
    case Verdict::warn:
      return text + fmt::format(">\n      <system-out>warning: {}; {}</system-out>\n    </testcase>\n",
                                evidence, xmlText(observation.remedy));
    case Verdict::pass:
      break;
  }
  return text + "/>\n";
}

}  // namespace

std::string checksText(const std::vector<Check>& checks) {
  Table table;
  for (const Check& check : checks) addCheck(check, table);
  const std::size_t failed = count(checks, Verdict::fail);
  const std::size_t warned = count(checks, Verdict::warn);
  const std::size_t skipped = count(checks, Verdict::skipped);
  std::string text = table.text();
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
  return Value::map({{"verdict", Value(aictl::name(worstOf(checks)))}, {"checks", std::move(list)}});
}

std::string checksJunit(std::string_view subject, const std::vector<Check>& checks) {
  std::string cases;
  std::size_t all = 0;
  std::size_t failed = 0;
  std::size_t skipped = 0;
  for (const Check& check : checks) {
    for (const Observation& observation : check.observations) {
      cases += testCase(subject, check, observation);
      ++all;
      failed += observation.verdict == Verdict::fail ? 1 : 0;
      skipped += observation.verdict == Verdict::skipped ? 1 : 0;
    }
  }
  return fmt::format(
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n"
      "  <testsuite name=\"aictl {} check\" tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\">\n{}"
      "  </testsuite>\n</testsuites>\n",
      subject, all, failed, skipped, cases);
}

Verdict worstOf(const std::vector<Check>& checks) {
  Verdict worst = Verdict::skipped;
  for (const Check& check : checks) worst = std::max(worst, verdictOf(check));
  return worst;
}

}  // namespace aictl::commands
