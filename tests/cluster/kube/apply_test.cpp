#include "core/kube/apply/apply.h"

#include "cluster/kube/session.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::ControlPlane;
using aictl::test::mentions;
using aictl::test::newNamespace;
using aictl::test::Session;

namespace {

std::string configMap(const std::string& space, const std::string& name, const std::string& data) {
  return "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: " + name + "\n  namespace: " + space +
         "\ndata:\n  " + data + "\n";
}

/// What one manifest became; the apply as a whole has to go.
Applied applied(Session& session, const std::string& text, const ApplyOptions& options = {}) {
  Result<std::vector<Applied>> results = apply(session, {session.manifests(text)}, options);
  INFO((results ? std::string() : session.said(results.failure().findings)));
  REQUIRE(results);
  return results->front();
}

Failure refused(Session& session, const std::string& text) {
  Result<std::vector<Applied>> results = apply(session, {session.manifests(text)}, {});
  if (!results) return results.failure();
  REQUIRE(results->front().outcome == ApplyOutcome::refused);
  return results->front().fault;
}

}  // namespace

TEST_CASE("what is new is created, and applying it again changes nothing") {
  Session session;
  const std::string text = configMap(newNamespace(), "a", "x: '1'");
  const Applied first = applied(session, text);
  CHECK(first.outcome == ApplyOutcome::created);
  const Applied second = applied(session, text);
  CHECK(second.outcome == ApplyOutcome::unchanged);
  CHECK(second.resourceVersion == first.resourceVersion);
  CHECK(second.uid == first.uid);
}

TEST_CASE("a changed field is told as a change") {
  Session session;
  const std::string space = newNamespace();
  applied(session, configMap(space, "a", "x: '1'"));
  CHECK(applied(session, configMap(space, "a", "x: '2'")).outcome == ApplyOutcome::changed);
}

TEST_CASE("a manifest without a namespace goes to that of the context") {
  Session session(ControlPlane::shared().file("restricted.kubeconfig"));
  const Applied one =
      applied(session, "{apiVersion: v1, kind: ConfigMap, metadata: {name: defaulted}, data: {x: y}}");
  CHECK(one.step->name.namespaceName == "team-a");
}

TEST_CASE("a field that another manager set is a conflict, which names the field and the manager") {
  Session session;
  const std::string space = newNamespace();
  applied(session, configMap(space, "a", "x: '1'"), {.manager = "someone"});
  const std::string text = configMap(space, "a", "x: '2'");
  mentions(session.said(refused(session, text).findings),
           {"stack.yaml:7:6", "data.x", "'someone'", "--force-conflicts"});
  CHECK(applied(session, text, {.conflicts = Conflicts::take}).outcome == ApplyOutcome::changed);
}

TEST_CASE("each field that the server refuses is told at the place that its value came from") {
  Session session;
  const Failure failure = refused(session, R"(apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: )" + newNamespace() +
                                               R"(}
spec:
  replicas: -1
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec:
      containers:
        - name: Bad_Name
)");
  CHECK(failure.code == ExitCode::refused);
  mentions(
      session.said(failure.findings),
      {"stack.yaml:5:13: train/web: Deployment web in namespace", "spec.replicas: invalid value: -1",
       "stack.yaml:11:17", "containers[0].name", "stack.yaml:11:11", "containers[0].image: required value"});
}

TEST_CASE("a field that the server does not know is told at its place") {
  Session session;
  const Failure failure = refused(session, configMap(newNamespace(), "a", "x: '1'\nbogus: 7"));
  CHECK(failure.code == ExitCode::refused);
  mentions(session.said(failure.findings), {"stack.yaml:8:8", "bogus", "does not know this field"});
}

TEST_CASE("a quantity as a number is told with how to write it") {
  Session session;
  const Failure failure = refused(session, R"(apiVersion: v1
kind: Pod
metadata: {name: p, namespace: )" + newNamespace() +
                                               R"(}
spec:
  containers:
    - name: m
      image: x
      resources:
        limits:
          nvidia.com/gpu: 2
)");
  mentions(session.said(failure.findings), {"stack.yaml:10:27", "expected a string, found 2", "write \"2\""});
}

TEST_CASE("the value of a secret is in no refusal") {
  Session session;
  const Failure failure = refused(session, R"(apiVersion: v1
kind: Secret
metadata: {name: s, namespace: )" + newNamespace() +
                                               R"(}
data:
  password: "geheim!"
  number: 4711
)");
  const std::string said = session.said(failure.findings);
  CHECK(said.find("geheim") == std::string::npos);
  CHECK(said.find("4711") == std::string::npos);
}

TEST_CASE("who may not do it is told with user, verb, resource and namespace") {
  const std::string space = newNamespace();
  Session session(ControlPlane::shared().file("restricted.kubeconfig"));
  const Failure failure = refused(session, configMap(space, "a", "x: '1'"));
  CHECK(failure.code == ExitCode::refused);
  mentions(session.said(failure.findings),
           {"user 'restricted' may not get configmaps in namespace '" + space + "'"});
}

TEST_CASE("a namespace that is not there is told before anything is sent") {
  Session session;
  const std::string space = newNamespace();
  const Result<std::vector<Applied>> results = apply(
      session,
      {session.manifests(configMap(space, "a", "x: '1'") + "---\n" + configMap("nowhere", "b", "x: '1'"))},
      {});
  REQUIRE(!results);
  CHECK(results.failure().code == ExitCode::badInput);
  mentions(session.said(results.failure().findings),
           {"stack.yaml:13:14", "namespace 'nowhere' is not there", "a manifest of the Namespace"});
  const Result<Value> first = get(*session.client, *session.discovery,
                                  {.kind = {"v1", "ConfigMap"}, .namespaceName = space, .name = "a"});
  REQUIRE(first);
  CHECK(first->isNull());
}

TEST_CASE("a namespace may come in an earlier wave") {
  Session session;
  const std::string space = newNamespace() + "-made";
  const Waves waves{session.manifests("{apiVersion: v1, kind: Namespace, metadata: {name: " + space + "}}"),
                    session.manifests(configMap(space, "a", "x: '1'"))};
  const Result<std::vector<Applied>> results = apply(session, waves, {});
  REQUIRE(results);
  CHECK(results->at(0).outcome == ApplyOutcome::created);
  CHECK(results->at(1).outcome == ApplyOutcome::created);
}

TEST_CASE("a kind that the cluster has not is told with what it has") {
  Session session;
  const std::string space = newNamespace();
  const Failure group =
      refused(session, "{apiVersion: nope.io/v1, kind: Nope, metadata: {name: a, namespace: " + space + "}}");
  CHECK(group.code == ExitCode::refused);
  mentions(session.said(group.findings), {"stack.yaml:1:", "no kind Nope of nope.io/v1", "operator"});
  const Failure version = refused(
      session, "{apiVersion: apps/v7, kind: Deployment, metadata: {name: a, namespace: " + space + "}}");
  mentions(session.said(version.findings), {"no kind Deployment of apps/v7", "it serves v1"});
  const Failure kind = refused(
      session, "{apiVersion: apps/v1, kind: Deploiment, metadata: {name: a, namespace: " + space + "}}");
  mentions(session.said(kind.findings), {"no kind Deploiment of apps/v1", "spelling"});
}

TEST_CASE("a dry run stores nothing and shows what would be") {
  Session session;
  const std::string space = newNamespace();
  const Applied made = applied(session, configMap(space, "a", "x: '1'"), {.storing = Storing::dryRun});
  CHECK(made.outcome == ApplyOutcome::created);
  applied(session, configMap(space, "a", "x: '1'"));
  CHECK(applied(session, configMap(space, "a", "x: '1'"), {.storing = Storing::dryRun}).outcome ==
        ApplyOutcome::unchanged);
  const Applied changed = applied(session, configMap(space, "a", "x: '2'"), {.storing = Storing::dryRun});
  CHECK(changed.outcome == ApplyOutcome::changed);
  CHECK(changed.step->changes.front().before == Value("1"));
  CHECK(findString(changed.object, {"data", "x"}) == "2");
}

TEST_CASE("a wave with a refused object is ended, and the next is not begun") {
  Session session;
  const std::string space = newNamespace();
  const Waves waves{session.manifests(configMap(space, "good", "x: '1'") + "---\n" +
                                      configMap(space, "Bad_Name", "x: '1'")),
                    session.manifests(configMap(space, "later", "x: '1'"))};
  const Result<std::vector<Applied>> results = apply(session, waves, {});
  REQUIRE(results);
  CHECK(results->at(0).outcome == ApplyOutcome::created);
  CHECK(results->at(1).outcome == ApplyOutcome::refused);
  CHECK(results->at(2).outcome == ApplyOutcome::notSent);
  CHECK(exitCode(*results) == ExitCode::refused);
}

TEST_CASE("custom kinds are applied like all others, and a wrong field is told at its place") {
  ControlPlane::shared().serve({"kubeflow.org"});
  Session session;
  const std::string space = newNamespace();
  const auto job = [&](const std::string& replicas) {
    return R"(apiVersion: kubeflow.org/v1
kind: TFJob
metadata: {name: resnet50, namespace: )" +
           space + R"(}
spec:
  tfReplicaSpecs:
    Worker:
      replicas: )" +
           replicas + R"(
      template: {spec: {containers: [{name: tensorflow, image: x, resources: {limits: {nvidia.com/gpu: 2}}}]}}
)";
  };
  mentions(session.said(refused(session, job("two")).findings),
           {"stack.yaml:7:17: train/resnet50: ",
            "spec.tfReplicaSpecs.Worker.replicas: expected a number, found two"});
  CHECK(applied(session, job("2")).outcome == ApplyOutcome::created);
  CHECK(applied(session, job("2")).outcome == ApplyOutcome::unchanged);
  CHECK(applied(session, job("3")).outcome == ApplyOutcome::changed);
}
