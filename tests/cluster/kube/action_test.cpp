#include "core/kube/apply/action.h"

#include "cluster/kube/session.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::newNamespace;
using aictl::test::Session;

namespace {

Value deployment(const std::string& space) {
  Findings findings;
  return yaml::readDocument(R"(
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: )" +
                                space + R"(}
spec:
  replicas: 1
  selector: {matchLabels: {a: b}}
  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: m, image: x}]}}
)",
                            1, findings);
}

}  // namespace

TEST_CASE("an action does not touch an object that was made anew under the name") {
  Session session;
  const std::string space = newNamespace();
  const Waves waves{{{deployment(space), "serve/web"}}};
  REQUIRE(apply(session, waves, {}));
  const ObjectName name{.kind = {"apps/v1", "Deployment"}, .namespaceName = space, .name = "web"};
  const auto first = get(*session.client, *session.discovery, name);
  REQUIRE(first);
  const Value patch = Value::map({{"spec", Value::map({{"replicas", 3}})}});

  REQUIRE(remove(*session.client, *session.discovery, std::vector{name},
                 {.wait = std::chrono::milliseconds(30'000)}));
  REQUIRE(apply(session, waves, {}));
  const auto refused = sendAction(*session.client, *session.discovery, Action::scale, *first, patch);
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().code == ExitCode::refused);
  CHECK(session.said(refused.failure().findings).find("was made anew meanwhile") != std::string::npos);

  const auto second = get(*session.client, *session.discovery, name);
  REQUIRE(second);
  CHECK(*find(*second, {"spec", "replicas"}) == Value(1));
  const auto scaled = sendAction(*session.client, *session.discovery, Action::scale, *second, patch);
  REQUIRE(scaled);
  CHECK(*find(*scaled, {"spec", "replicas"}) == Value(3));
}
