#include "cluster/kube/session.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::ControlPlane;
using aictl::test::newNamespace;
using aictl::test::Session;

TEST_CASE("a custom kind may come in an earlier wave than its objects") {
  // The server of custom kinds alone: on the other one the definition would not be served.
  Session session(ControlPlane::shared().file("crd.kubeconfig"));
  const std::string space = newNamespace();
  const std::string group = space + ".example.com";
  const Waves waves{session.manifests(R"(apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: things.)" + group + R"(}
spec:
  group: )" + group + R"(
  scope: Namespaced
  names: {plural: things, singular: thing, kind: Thing, listKind: ThingList}
  versions:
    - name: v1
      served: true
      storage: true
      schema: {openAPIV3Schema: {type: object, properties: {spec: {type: object, properties: {size: {type: integer}}}}}}
    - name: v0
      served: false
      storage: false
      schema: {openAPIV3Schema: {type: object}}
)"),
                    session.manifests("{apiVersion: " + group +
                                      "/v1, kind: Thing, metadata: {name: a, namespace: " + space +
                                      "}, spec: {size: 3}}")};
  const Result<std::vector<Applied>> dry = apply(session, waves, {.storing = Storing::dryRun});
  INFO((dry ? session.said(findings(*dry)) : session.said(dry.failure().findings)));
  REQUIRE(dry);
  CHECK(dry->at(1).outcome == ApplyOutcome::created);

  const Result<std::vector<Applied>> results = apply(session, waves, {});
  REQUIRE(results);
  INFO(session.said(findings(*results)));
  CHECK(results->at(0).outcome == ApplyOutcome::created);
  CHECK(results->at(1).outcome == ApplyOutcome::created);

  const Result<std::vector<Applied>> again = apply(session, waves, {});
  REQUIRE(again);
  CHECK(again->at(1).outcome == ApplyOutcome::unchanged);
}
