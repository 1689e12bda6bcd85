// What suspend, resume, scale and restart come to, by the facts of the built-in pack.
#include "core/kube/apply/action.h"

#include "catch.h"
#include "core/pack/pack.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

using namespace aictl;
using aictl::kube::Action;
using aictl::kube::ActionPlan;
using aictl::kube::ActionQuestion;
using Means = aictl::kube::ActionPlan::Means;

namespace {

/// Objects and what is known of their kinds.
class Kinds {
 public:
  ActionPlan plan(const std::string& object, const ActionQuestion& question) {
    const Value value = read(object);
    const auto result = kube::planAction(value, factsOf(value), question);
    REQUIRE(result);
    return *result;
  }
  std::vector<Action> actionsOf(const std::string& object) {
    const Value value = read(object);
    return kube::actionsOf(value, factsOf(value));
  }

 private:
  static Value read(const std::string& text) {
    Findings findings;
    Value value = yaml::readDocument(text, 1, findings);
    REQUIRE(findings.empty());
    return value;
  }
  const pack::KindFacts* factsOf(const Value& object) {
    const auto facts =
        kinds_.find(kube::groupOf(findString(object, {"apiVersion"})), findString(object, {"kind"}));
    REQUIRE(facts);
    return *facts;
  }

  Sources sources_;
  pack::Packs packs_{sources_};
  pack::Kinds kinds_{packs_};
};

std::string patchOf(const ActionPlan& plan) {
  CHECK(plan.why.empty());
  return plan.means == Means::patch ? yaml::writeJson(plan.patch) : "";
}

const std::string job = "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {parallelism: 2}}";
const std::string suspendedJob =
    "{apiVersion: batch/v1, kind: Job, metadata: {name: a}, spec: {suspend: true}}";
const std::string deployment =
    "{apiVersion: apps/v1, kind: Deployment, metadata: {name: a}, spec: {replicas: 2}}";

}  // namespace

TEST_CASE("suspending sets what the kind has for it, and resuming takes it back") {
  Kinds kinds;
  CHECK(patchOf(kinds.plan(job, {.action = Action::suspend})) == R"({"spec":{"suspend":true}})");
  CHECK(patchOf(kinds.plan(suspendedJob, {.action = Action::resume})) == R"({"spec":{"suspend":false}})");
}

TEST_CASE("what is so already needs no patch: an object that nobody ever suspended goes on") {
  Kinds kinds;
  CHECK(kinds.plan(suspendedJob, {.action = Action::suspend}).means == Means::already);
  CHECK(kinds.plan(job, {.action = Action::resume}).means == Means::already);
  CHECK(kinds.plan(deployment, {.action = Action::scale, .pods = {.least = 2}}).means == Means::already);
}

TEST_CASE("the fields that a patch sets are told with what they were") {
  Kinds kinds;
  const ActionPlan plan = kinds.plan(deployment, {.action = Action::scale, .pods = {.least = 4}});
  CHECK(patchOf(plan) == R"({"spec":{"replicas":4}})");
  REQUIRE(plan.fields.size() == 1);
  CHECK(pathText(plan.fields[0].path) == "spec.replicas");
  CHECK(plan.fields[0].before == Value(2));
  CHECK(plan.fields[0].after == Value(4));
}

TEST_CASE("a number of workers counts the master, which does not scale") {
  Kinds kinds;
  const std::string head = "{apiVersion: kubeflow.org/v1, kind: PyTorchJob, metadata: {name: a}, spec: ";
  const std::string withMaster =
      head + "{pytorchReplicaSpecs: {Master: {replicas: 1}, Worker: {replicas: 3}}}}";
  CHECK(patchOf(kinds.plan(withMaster, {.action = Action::scale, .pods = {.least = 8}})) ==
        R"({"spec":{"pytorchReplicaSpecs":{"Worker":{"replicas":7}}}})");
  CHECK(kinds.plan(withMaster, {.action = Action::scale, .pods = {.least = 4}}).means == Means::already);
  CHECK(kinds.plan(withMaster, {.action = Action::scale}).why == "it has 1 that does not scale: take more");
  const std::string elastic = head + "{pytorchReplicaSpecs: {Worker: {replicas: 3}}}}";
  CHECK(patchOf(kinds.plan(elastic, {.action = Action::scale, .pods = {.least = 8}})) ==
        R"({"spec":{"pytorchReplicaSpecs":{"Worker":{"replicas":8}}}})");
}

TEST_CASE("what has no workers is not given a part of a spec that would be no spec") {
  Kinds kinds;
  const ActionPlan plan = kinds.plan(
      "{apiVersion: kubeflow.org/v1, kind: PyTorchJob, metadata: {name: a}, spec: {pytorchReplicaSpecs: "
      "{Master: {}}}}",
      {.action = Action::scale, .pods = {.least = 2}});
  CHECK(plan.means == Means::cannot);
  CHECK(plan.why == "it has no spec.pytorchReplicaSpecs.Worker");
}

TEST_CASE("bounds are set where a kind has them, as texts in annotations; a number is both bounds") {
  Kinds kinds;
  const std::string knative =
      "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}, spec: {template: {spec: "
      "{}}}}";
  CHECK(patchOf(kinds.plan(knative, {.action = Action::scale, .pods = {.least = 0, .most = 4}})) ==
        R"({"spec":{"template":{"metadata":{"annotations":{"autoscaling.knative.dev/min-scale":"0",)"
        R"("autoscaling.knative.dev/max-scale":"4"}}}}})");
  const std::string autoscaler =
      "{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {name: a}, spec: {minReplicas: "
      "1}}";
  CHECK(patchOf(kinds.plan(autoscaler, {.action = Action::scale, .pods = {.least = 3}})) ==
        R"({"spec":{"minReplicas":3,"maxReplicas":3}})");
}

TEST_CASE("an upper bound of 0, which means none, and bounds of what takes one number are refused") {
  Kinds kinds;
  const std::string knative = "{apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a}}";
  const ActionPlan none = kinds.plan(knative, {.action = Action::scale});
  CHECK(none.means == Means::cannot);
  CHECK(none.why == "it scales between bounds, of which the upper one is 1 or more, as in 0..1");
  const ActionPlan bounds =
      kinds.plan(deployment, {.action = Action::scale, .pods = {.least = 1, .most = 2}});
  CHECK(bounds.means == Means::cannot);
  CHECK(bounds.why == "it takes one number of pods, not bounds");
}

TEST_CASE("a restart says when, and is never done already") {
  Kinds kinds;
  const ActionQuestion question{.action = Action::restart, .now = "2026-01-02T03:04:05Z"};
  const std::string again = R"({"spec":{"template":{"metadata":{"annotations":)"
                            R"({"kubectl.kubernetes.io/restartedAt":"2026-01-02T03:04:05Z"}}}}})";
  CHECK(patchOf(kinds.plan(deployment, question)) == again);
  CHECK(
      patchOf(kinds.plan("{apiVersion: apps/v1, kind: Deployment, spec: {template: {metadata: {annotations: "
                         "{kubectl.kubernetes.io/restartedAt: '2026-01-02T03:04:05Z'}}}}}",
                         question)) == again);
}

TEST_CASE("what a kind does not know, has ended, goes, or does not let be changed cannot be done") {
  Kinds kinds;
  const auto why = [&](const std::string& object, Action action) {
    const ActionPlan plan = kinds.plan(object, {.action = action, .pods = {.least = 3}, .now = "x"});
    CHECK(plan.means == Means::cannot);
    return plan.why;
  };
  CHECK(why("{apiVersion: v1, kind: Service, metadata: {name: a}}", Action::scale).empty());
  CHECK(why("{apiVersion: example.com/v1, kind: Unheard, metadata: {name: a}}", Action::scale).empty());
  CHECK(why("{apiVersion: batch/v1, kind: Job, status: {conditions: [{type: Complete, status: 'True'}]}}",
            Action::suspend) == "it has ended");
  CHECK(why("{apiVersion: batch/v1, kind: Job, metadata: {deletionTimestamp: '2026-01-02T03:04:05Z'}}",
            Action::suspend) == "it is being deleted");
  CHECK(why("{apiVersion: serving.knative.dev/v1, kind: Service, spec: {template: {metadata: {name: a-b}}}}",
            Action::restart) == "its fields do not let it");
}

TEST_CASE("the actions of a kind are those that its facts know") {
  Kinds kinds;
  CHECK(kinds.actionsOf(job) == std::vector{Action::suspend, Action::resume, Action::scale});
  CHECK(kinds.actionsOf(deployment) == std::vector{Action::scale, Action::restart});
  CHECK(kinds.actionsOf("{apiVersion: v1, kind: Service}").empty());
}
