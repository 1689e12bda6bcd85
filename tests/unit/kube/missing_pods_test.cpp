#include "core/kube/why/missing_pods.h"

#include "catch.h"
#include "core/base/time.h"
#include "core/pack/pack.h"
#include "core/yaml/yaml.h"

using namespace aictl;

namespace {

/// What is said of a job of four pods, made at midnight, of which so many are there.
std::string told(std::string_view kind, std::size_t pods, std::string_view now) {
  Sources sources;
  pack::Packs packs(sources);
  pack::Kinds kinds(packs);
  const bool isJob = kind == "Job";
  const auto facts = kinds.find(isJob ? "batch" : "apps", kind);
  REQUIRE(facts);
  Findings findings;
  const Value object = yaml::readDocument(
      "{metadata: {name: a, creationTimestamp: '2026-11-25T00:00:00Z'}, spec: {parallelism: 4, completions: "
      "4, "
      "replicas: 4, template: {spec: {containers: []}}}}",
      1, findings);
  const auto answer = kube::missingPods(**facts, object, pods, rfc3339Seconds(now).value());
  REQUIRE(answer);
  return *answer ? (*answer)->diagnosis.message : "";
}

}  // namespace

TEST_CASE("a run that lacks pods a minute after it was made says how many") {
  CHECK(told("Job", 3, "2026-11-25T00:05:00Z") == "1 of its 4 pods is not there");
  CHECK(told("Job", 0, "2026-11-25T00:05:00Z") == "4 of its 4 pods are not there");
  CHECK(told("Job", 4, "2026-11-25T00:05:00Z").empty());
}

TEST_CASE("pods may take a minute to come") { CHECK(told("Job", 0, "2026-11-25T00:00:30Z").empty()); }

TEST_CASE("what is no run may have fewer pods, since it scales") {
  CHECK(told("Deployment", 1, "2026-11-25T00:05:00Z").empty());
}
