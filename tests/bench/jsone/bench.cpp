// JSON-e beside the npm package of its reference implementation: the same templates and variables, each
// evaluated again and again in one process, warm, in one run; how often a second, and the ratio.
// Arguments: the package's folder (JSONE_NPM), seconds for each measurement (1).
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/base/file.h"
#include "core/jsone/jsone.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"
#include "shell/fixture/program.h"

namespace {

using aictl::Entry;
using aictl::Value;
using Clock = std::chrono::steady_clock;
namespace jsone = aictl::jsone;

struct Answer {
  double rate = 0;
  Value result;
};

std::vector<Value> readCases() {
  aictl::Findings findings;
  const auto text = aictl::readFile(AICTL_SOURCE "/tests/bench/jsone/templates.yaml", 1U << 20U);
  auto cases = aictl::yaml::read(*text, 1, findings);
  if (!findings.empty()) throw std::runtime_error(findings.front().message);
  return cases;
}

std::vector<Answer> askReference(const std::vector<Value>& cases, const std::string& package,
                                 double seconds) {
  Value list = Value::list();
  for (const Value& tested : cases) list.push(tested);
  const char* path = std::getenv("PATH");
  aictl::test::Process node(
      {.words = {"node", AICTL_SOURCE "/tests/bench/jsone/reference.mjs", package, std::to_string(seconds)},
       .folder = ".",
       .environment = {{"PATH", path == nullptr ? "" : path}},
       .input = aictl::yaml::writeJson(list)});
  const auto outcome = node.wait(std::chrono::seconds(600));
  if (outcome.code != 0) throw std::runtime_error(outcome.err);
  const auto answered = aictl::yaml::readJson(outcome.out);
  std::vector<Answer> answers;
  for (const Value& answer : (*answered).items())
    answers.push_back({answer.find("rate")->number(), *answer.find("result")});
  return answers;
}

Answer evaluate(const Value& tested, double seconds) {
  jsone::Scope scope;
  for (const Entry& entry : tested.find("context")->entries()) scope.set(entry.key.string(), entry.value);
  const jsone::Template source(*tested.find("template"));
  Answer answer{0, jsone::Evaluation().evaluate(source, scope)};
  const auto begin = Clock::now();
  std::size_t count = 0;
  double passed = 0;
  for (; passed < seconds; passed = std::chrono::duration<double>(Clock::now() - begin).count()) {
    for (int i = 0; i < 100; ++i) jsone::Evaluation().evaluate(source, scope);
    count += 100;
  }
  answer.rate = static_cast<double>(count) / passed;
  return answer;
}

int bench(const std::string& package, double seconds) {
  const auto cases = readCases();
  const auto theirs = askReference(cases, package, seconds);
  fmt::print("{:<20} {:>14} {:>14} {:>8}\n", "evaluations a second", "json-e (node)", "aictl", "ratio");
  for (std::size_t i = 0; i < cases.size(); ++i) {
    const auto ours = evaluate(cases[i], seconds);
    if (ours.result != theirs[i].result) throw std::runtime_error("different results");
    fmt::print("{:<20} {:>14.0f} {:>14.0f} {:>7.1f}x\n", cases[i].find("name")->string(), theirs[i].rate,
               ours.rate, ours.rate / theirs[i].rate);
  }
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const char* package = count > 1 ? arguments[1] : std::getenv("JSONE_NPM");
  if (package == nullptr) {
    fmt::print(stderr, "which json-e? bench-jsone FOLDER, where npm installed it (…/node_modules/json-e)\n");
    return 2;
  }
  try {
    return bench(package, count > 2 ? std::stod(arguments[2]) : 1.0);
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}\n", error.what());
  } catch (const jsone::Error& error) {
    fmt::print(stderr, "{}\n", error.text());
  }
  return 1;
}
