// The storage that pods wait for.

#include "core/kube/fit/volume_claims.h"

#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

const char* const podOfData =
    "{volumes: [{name: d, persistentVolumeClaim: {claimName: data}}, {name: e, emptyDir: {}}]}";

/// What the claim `data`, written so, has to say to a pod.
std::vector<std::string> obstacles(const std::string& rest) {
  VolumeClaims claims;
  claims.setRead("ml");
  claims.addClass(written("{metadata: {name: late}, volumeBindingMode: WaitForFirstConsumer}"));
  claims.addClass(written("{metadata: {name: soon}, volumeBindingMode: Immediate}"));
  claims.setClassesRead();
  if (!rest.empty()) claims.addClaim(written("{metadata: {name: data, namespace: ml" + rest));
  return claims.obstacles(written(podOfData), "ml");
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a claim that does not exist holds its pod up, unless it comes with what is applied") {
  CHECK(obstacles("") == Words{"the claim 'data' does not exist"});
  VolumeClaims claims;
  claims.setRead("ml");
  claims.addComing("ml", "data");
  CHECK(claims.obstacles(written(podOfData), "ml").empty());
  CHECK(claims.obstacles(written("{volumes: [{persistentVolumeClaim: {claimName: other}}]}"), "ml").size() ==
        1);
}

TEST_CASE("claims of a namespace that was not read are not judged") {
  CHECK(VolumeClaims().obstacles(written(podOfData), "ml").empty());
}

TEST_CASE("a claim that is bound, or will be with its first pod, is no obstacle") {
  CHECK(obstacles("}, spec: {volumeName: pv1, storageClassName: soon}}").empty());
  CHECK(obstacles("}, spec: {storageClassName: late}}").empty());
}

TEST_CASE("a claim that is not bound says why") {
  CHECK(obstacles("}, spec: {storageClassName: soon}}") ==
        Words{"the claim 'data' of the storage class 'soon' is not bound to a volume yet"});
  CHECK(obstacles("}, spec: {storageClassName: gone}}") ==
        Words{"the claim 'data' is of the storage class 'gone', which does not exist"});
  CHECK(obstacles("}, spec: {}}") ==
        Words{"the claim 'data' has no storage class, and no volume is bound to it"});
  CHECK(obstacles("}, spec: {volumeName: pv1}, status: {phase: Lost}}") ==
        Words{"the claim 'data' has lost its volume"});
  CHECK(obstacles(", deletionTimestamp: '2024-05-01T10:00:00Z'}, spec: {volumeName: pv1}}") ==
        Words{"the claim 'data' is being deleted"});
}

TEST_CASE("a volume that lies elsewhere keeps its pods from the node") {
  VolumeClaims claims;
  claims.addClaim(written("{metadata: {name: data, namespace: ml}, spec: {volumeName: pv1}}"));
  claims.addVolume(written(R"(
metadata: {name: pv1}
spec: {nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: zone, operator: In, values: [a]}]}]}}}
)"));
  CHECK(claims.refusal(written("{metadata: {labels: {zone: a}}}"), written(podOfData), "ml").empty());
  CHECK(claims.refusal(written("{metadata: {labels: {zone: b}}}"), written(podOfData), "ml") ==
        "that the volume of the claim 'data' cannot be reached from (zone in [a])");
}
