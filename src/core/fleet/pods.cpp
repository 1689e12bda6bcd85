#include "core/fleet/pods.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/api/refusal.h"
#include "core/kube/logs/pod_log.h"
#include "core/kube/status/pod_trouble.h"
#include "core/yaml/json.h"

namespace aictl::fleet {
namespace {

using std::chrono::milliseconds;

const kube::Kind podKind{"v1", "Pod"};
const kube::Resource podResource{podKind, "pods", true};
constexpr int statusNotFound = 404;
constexpr int statusConflict = 409;

const Value* conditionOf(const Value& pod, std::string_view type) {
  const Value* conditions = find(pod, {"status", "conditions"});
  if (conditions == nullptr || !conditions->isList()) return nullptr;
  for (const Value& condition : conditions->items()) {
    if (findString(condition, {"type"}) == type) return &condition;
  }
  return nullptr;
}

bool holds(const Value& pod, std::string_view type) {
  const Value* condition = conditionOf(pod, type);
  return condition != nullptr && findString(*condition, {"status"}) == "True";
}

}  // namespace

Stage stageOf(const Value& pod) {
  const std::string_view phase = findString(pod, {"status", "phase"});
  if (phase == "Succeeded" || phase == "Failed") return Stage::ended;
  if (phase != "Running") return Stage::coming;
  return holds(pod, "Ready") ? Stage::ready : Stage::running;
}

Pods::Pods(kube::Client& client, kube::Discovery& discovery, std::string nameSpace, std::string run,
           Patience patience, std::function<void(const Finding&)> said)
    : client_(client),
      discovery_(discovery),
      nameSpace_(std::move(nameSpace)),
      run_(std::move(run)),
      patience_(patience),
      said_(said),
      losses_(std::move(said)) {}

Pods::~Pods() {
  client_.drop();  // the watch speaks to this
  for (const Finding& finding : removeAll()) said_(finding);
}

void Pods::hear(const Value& object) {
  const auto known = pods_.find(std::string(findString(object, {"metadata", "name"})));
  if (known == pods_.end()) return;
  Pod& pod = known->second;
  pod.object = object;
  if (stageOf(object) != Stage::coming && !pod.started) pod.started = Clock::now();
  if (kube::podTrouble(object).empty()) {
    pod.troubled.reset();
  } else if (!pod.troubled) {
    pod.troubled = Clock::now();
  }
  pod.isDeleted = pod.isDeleted || find(object, {"metadata", "deletionTimestamp"}) != nullptr;
}

void Pods::startWatch() {
  if (watch_) return;
  watch_ = std::make_unique<kube::Watch>(
      client_, discovery_,
      kube::WatchQuestion{
          .kind = podKind, .namespaceName = nameSpace_, .labels = fmt::format("{}={}", runLabel, run_)},
      kube::WatchAnswers{.there = [this](const Value& object) { hear(object); },
                         .gone =
                             [this](const kube::ObjectName& name) {
                               const auto known = pods_.find(name.name);
                               if (known != pods_.end()) known->second.isDeleted = true;
                             },
                         .complete = [] {},
                         .lost = [this](const Failure& why) { losses_.tell(why); },
                         .ended = [this](const Failure& why) { failure_ = why; }});
  watch_->start();
}

std::optional<Failure> Pods::create(std::span<const Value> manifests) {
  if (auto failure = discovery_.learn(std::span(&podKind, 1))) return failure;
  std::optional<Failure> failure;
  std::size_t unanswered = manifests.size();
  for (const Value& manifest : manifests) {
    // Known before it is sent: where no answer comes it may be there all the same.
    pods_[std::string(findString(manifest, {"metadata", "name"}))] = Pod{.made = Clock::now()};
    client_.submit({.method = kube::Method::post,
                    .path = podResource.collection(nameSpace_),
                    .body = yaml::writeJson(manifest)},
                   [&](Result<kube::Response> response) {
                     --unanswered;
                     if (!response) {
                       failure = response.failure();
                     } else if (response->good()) {
                       if (const auto made = yaml::readJson(response->body)) hear(*made);
                     } else if (response->status != statusConflict) {  // its first sending was heard
                       pods_.erase(std::string(findString(manifest, {"metadata", "name"})));
                       failure = kube::refusal(*response, client_.access(),
                                               {.verb = "create", .object = kube::nameOf(manifest)});
                     }
                   });
  }
  client_.runUntil([&] { return unanswered == 0; });
  startWatch();
  return failure;
}

void Pods::giveUp(Pod& pod, milliseconds longest) const {
  const auto now = Clock::now();
  const bool isLate = !pod.started && now - pod.made > patience_.start;
  const bool isTroubled = pod.troubled && now - *pod.troubled > patience_.trouble;
  const bool isSilent = pod.started && stageOf(pod.object) != Stage::ended && now - *pod.started > longest;
  pod.isLost = pod.isLost || pod.isDeleted || isLate || isTroubled || isSilent;
}

std::optional<Failure> Pods::await(std::span<const std::string> names, Stage stage, milliseconds longest) {
  const auto isThere = [&](const std::string& name) {
    if (this->stage(name) < stage) giveUp(pods_.at(name), longest);
    return this->stage(name) >= stage;
  };
  bool areThere = false;
  client_.runUntil([&] {
    areThere = static_cast<std::size_t>(std::ranges::count_if(names, isThere)) == names.size();
    return areThere || failure_.has_value();
  });
  if (failure_) return failure_;
  if (!areThere) return Failure(ExitCode::interrupted, Findings{});
  return std::nullopt;
}

Stage Pods::stage(const std::string& name) const {
  const Pod& one = pod(name);
  const Stage stage = stageOf(one.object);
  if (stage == Stage::ended) return stage;
  return one.isLost ? Stage::lost : stage;
}

const Value& Pods::object(const std::string& name) const { return pod(name).object; }

std::string Pods::trouble(const std::string& name) const {
  const Pod& one = pod(name);
  const std::string_view message = findString(one.object, {"status", "message"});
  if (!message.empty()) return fmt::format("{}: {}", findString(one.object, {"status", "reason"}), message);
  std::string trouble = kube::podTrouble(one.object);
  if (!trouble.empty()) return trouble;
  if (one.isDeleted) return "somebody has deleted its pod";
  const Value* scheduled = conditionOf(one.object, "PodScheduled");
  if (scheduled != nullptr && findString(*scheduled, {"status"}) == "False")
    return fmt::format("the scheduler says: {}", findString(*scheduled, {"message"}));
  if (!one.started) {
    return fmt::format("its pod has not started within {} s",
                       std::chrono::duration_cast<std::chrono::seconds>(patience_.start).count());
  }
  return one.isLost ? "its pod says nothing any more" : "its pod has ended";
}

Result<std::vector<std::string>> Pods::log(const std::string& name) {
  const Value& object = pod(name).object;
  std::vector<std::string> lines;
  constexpr std::chrono::minutes wholeLog{2};
  kube::Request request = kube::logRequest(object, "main", {}, "");
  request.timeout = wholeLog;
  request.line = [&](std::string_view line) {
    lines.emplace_back(kube::logLine(line).text);
    return true;
  };
  const auto response = client_.send(std::move(request));
  if (!response) return response.failure();
  if (!response->good()) return kube::noLog(*response, client_.access(), kube::nameOf(object));
  return lines;
}

Findings Pods::removeBy(kube::Client& client, std::span<const std::string> names) {
  Findings findings;
  std::size_t left = 0;
  for (const std::string& name : names) {
    client.submit(
        {.method = kube::Method::remove, .path = podResource.object(nameSpace_, name)},
        [&, name](Result<kube::Response> response) {
          if (response && (response->good() || response->status == statusNotFound)) {
            pods_.erase(name);
            return;
          }
          ++left;
          if (!findings.empty()) return;
          findings = response ? kube::refusal(
                                    *response, client.access(),
                                    {.verb = "delete",
                                     .object = {.kind = podKind, .namespaceName = nameSpace_, .name = name}})
                                    .findings
                              : response.failure().findings;
        });
  }
  client.run();
  if (left == 0) return findings;
  findings.push_back(
      {.rule = "fleet",
       .message = fmt::format("{} of the pods of this run may be left in namespace '{}'", left, nameSpace_),
       .remedy = fmt::format("'kubectl delete pods -n {} -l {}={}' deletes them; they end by "
                             "themselves at their deadline",
                             nameSpace_, runLabel, run_)});
  return findings;
}

Findings Pods::remove(std::span<const std::string> names) {
  if (names.empty()) return {};
  constexpr milliseconds requestTimeout{10'000};
  constexpr int tries = 3;
  auto client = kube::Client::open(client_.access(), {.requestTimeout = requestTimeout, .tries = tries});
  if (!client) return client.failure().findings;
  return removeBy(**client, names);
}

Findings Pods::removeAll() {
  std::vector<std::string> names;
  names.reserve(pods_.size());
  for (const auto& pod : pods_) names.push_back(pod.first);
  return remove(names);
}

}  // namespace aictl::fleet
