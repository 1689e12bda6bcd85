#include "core/fleet/reason.h"

#include <ctime>

#include "core/kube/status/status.h"
#include "core/kube/why/why.h"

namespace aictl::fleet {
namespace {

/// None where nothing is known but what the pod says itself.
std::optional<pack::Diagnosis> diagnosisOf(const kube::Access& access, pack::Packs& packs, Value object) {
  auto client = kube::Client::open(access, {.requestTimeout = std::chrono::seconds(10), .tries = 1});
  if (!client) return std::nullopt;
  kube::Discovery discovery(**client, "");
  object.set("apiVersion", Value("v1"));
  object.set("kind", Value("Pod"));
  pack::Kinds kinds(packs);
  const auto facts = kinds.find("", "Pod");
  if (!facts) return std::nullopt;
  auto status = kube::statusOf(object, *facts);
  if (!status) return std::nullopt;
  status->name = kube::nameOf(object);
  std::vector<kube::Member> members;
  members.push_back({{}, *std::move(status)});
  const auto answers = kube::why(**client, discovery, packs, members, std::time(nullptr));
  if (!answers || answers->entries.empty() || answers->entries.front().answers.empty()) return std::nullopt;
  const pack::Diagnosis& first = answers->entries.front().answers.front().diagnosis;
  constexpr std::int64_t ownWords = 90;  // of the object alone
  return first.rank < ownWords ? std::optional(first) : std::nullopt;
}

}  // namespace

Finding reasonOf(kube::Client& client, pack::Packs& packs, const Pods& pods, const std::string& pod,
                 const std::string& node) {
  Finding finding{.rule = "fleet", .entry = node};
  const Value& object = pods.object(pod);
  auto diagnosis = object.isNull() ? std::nullopt : diagnosisOf(client.access(), packs, object);
  if (diagnosis) {
    finding.message = std::move(diagnosis->message);
    finding.evidence = std::move(diagnosis->evidence);
    finding.remedy = std::move(diagnosis->remedy);
  } else {
    finding.message = pods.trouble(pod);
  }
  return finding;
}

}  // namespace aictl::fleet
