#include "core/fleet/asking.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/fleet/reason.h"
#include "core/fleet/told.h"

namespace aictl::fleet {
namespace {

/// The end of the program in a pod; none where it did not end by itself.
std::optional<ExitCode> codeIn(const Value& pod) {
  if (!findString(pod, {"status", "reason"}).empty()) return std::nullopt;  // Evicted, DeadlineExceeded, …
  const Value* statuses = find(pod, {"status", "containerStatuses"});
  if (statuses == nullptr || !statuses->isList() || statuses->empty()) return std::nullopt;
  const Value* code = find((*statuses)[0], {"state", "terminated", "exitCode"});
  if (code == nullptr || !code->isInteger()) return std::nullopt;
  for (const ExitCode known : {ExitCode::done, ExitCode::no, ExitCode::badInput, ExitCode::refused,
                               ExitCode::noAnswer, ExitCode::notHere}) {
    if (code->integer() == static_cast<int>(known)) return known;
  }
  return std::nullopt;
}

Answer withoutAnswer(const std::string& node, Findings why) {
  for (Finding& finding : why) finding.entry = node;
  return {.node = node, .findings = std::move(why)};
}

}  // namespace

Answer answerOf(Fleet& fleet, Pods& pods, const std::string& pod, const std::string& node) {
  const auto code = pods.stage(pod) == Stage::ended ? codeIn(pods.object(pod)) : std::nullopt;
  if (!code) return withoutAnswer(node, {reasonOf(fleet.client, fleet.packs, pods, pod, node)});
  const auto lines = pods.log(pod);
  if (!lines) return withoutAnswer(node, lines.failure().findings);
  Told told = toldIn(*lines);
  if (told.result.empty() && told.findings.empty() && !told.others.empty()) {
    return withoutAnswer(
        node, {{.rule = "fleet",
                .message = fmt::format("what runs in its pod is not this program: {}", told.others.back()),
                .remedy = fmt::format("the image '{}' has to have aictl, of this version", fleet.image)}});
  }
  return {.node = node, .code = code, .result = std::move(told.result), .findings = std::move(told.findings)};
}

Result<std::vector<Answer>> askNodes(Fleet& fleet, const std::vector<std::string>& nodes,
                                     const Question& question) {
  std::vector<Value> manifests;
  std::vector<std::string> names;
  for (const std::string& node : nodes) {
    PodWish wish = wishFor(fleet, node, question.words.front());
    wish.words = {std::string(inPodCommand)};
    wish.words.insert(wish.words.end(), question.words.begin(), question.words.end());
    wish.access = question.access;
    wish.seconds = (std::chrono::ceil<std::chrono::seconds>(fleet.patience.start) + question.longest).count();
    auto manifest = fleet.form.manifest(wish);
    if (!manifest) return manifest.failure();
    names.push_back(wish.name);
    manifests.push_back(*std::move(manifest));
  }
  Pods pods = podsOf(fleet);
  if (auto failure = pods.create(manifests)) return *std::move(failure);
  if (auto failure = pods.await(names, Stage::ended, question.longest)) return *std::move(failure);
  std::vector<Answer> answers;
  for (std::size_t i = 0; i < nodes.size(); ++i) answers.push_back(answerOf(fleet, pods, names[i], nodes[i]));
  return answers;
}

ExitCode exitCode(const std::vector<Answer>& answers) {
  ExitCode code = ExitCode::done;
  bool isAnywhere = false;
  for (const Answer& answer : answers) {
    if (!answer.code) return ExitCode::noAnswer;
    isAnywhere = isAnywhere || *answer.code != ExitCode::notHere;
    if (*answer.code != ExitCode::notHere) code = std::max(code, *answer.code);
  }
  return isAnywhere ? code : ExitCode::notHere;
}

}  // namespace aictl::fleet
