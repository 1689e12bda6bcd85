// What a pod asks a node for.

#include "core/kube/fit/pod_demand.h"

#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

Amounts demandOf(const char* spec) { return podDemand(written(spec)); }

}  // namespace

TEST_CASE("the requests of containers are summed, and a limit stands for a request that is missing") {
  CHECK(demandOf(R"(
containers:
- resources: {requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: 2, memory: 2Gi}}
- resources: {requests: {cpu: '1'}, limits: {nvidia.com/gpu: 4}}
)") == Amounts{{"cpu", 1500}, {"memory", 1LL << 30}, {"nvidia.com/gpu", 4}, {"pods", 1}});
}

TEST_CASE("init containers run one by one before the others, so the largest counts where it is more") {
  CHECK(demandOf(R"(
initContainers:
- resources: {requests: {cpu: '3', memory: 1Mi}}
- resources: {requests: {cpu: '2', memory: 5Mi}}
containers:
- resources: {requests: {cpu: '1', memory: 4Mi}}
)") == Amounts{{"cpu", 3000}, {"memory", 5 << 20}, {"pods", 1}});
}

TEST_CASE("a sidecar counts with the containers, and with the init containers after it") {
  CHECK(demandOf(R"(
initContainers:
- resources: {requests: {cpu: '2'}}
- {restartPolicy: Always, resources: {requests: {cpu: '1'}}}
- resources: {requests: {cpu: '3'}}
containers:
- resources: {requests: {cpu: '1'}}
)") == Amounts{{"cpu", 4000}, {"pods", 1}});
}

TEST_CASE("the overhead of a runtime comes on top, and the request of the whole pod before its containers'") {
  CHECK(demandOf("{overhead: {cpu: 250m}, containers: [{resources: {requests: {cpu: 1}}}]}") ==
        Amounts{{"cpu", 1250}, {"pods", 1}});
  CHECK(demandOf(R"(
resources: {requests: {cpu: '3'}}
containers: [{resources: {requests: {cpu: '1', memory: 1Mi, nvidia.com/gpu: 1}}}]
)") == Amounts{{"cpu", 3000}, {"memory", 1 << 20}, {"nvidia.com/gpu", 1}, {"pods", 1}});
}

TEST_CASE("a pod, its template and its spec ask for the same") {
  const Value spec = written("{containers: [{resources: {limits: {nvidia.com/gpu: 2}}}]}");
  const Amounts two{{"nvidia.com/gpu", 2}, {"pods", 1}};
  CHECK(podDemand(spec) == two);
  CHECK(podDemand(Value::map({{"metadata", Value::map()}, {"spec", spec}})) == two);
  CHECK(podDemand(Value::map({{"spec", spec}})) == two);
  CHECK(podDemand(written("{metadata: {name: a}}")) == Amounts{{"pods", 1}});
  CHECK(podDemand(written("[1]")) == Amounts{{"pods", 1}});
}

TEST_CASE("limits are those of the containers alone") {
  CHECK(podLimits(written("{containers: [{resources: {requests: {cpu: 1}, limits: {cpu: 2}}}, {}]}")) ==
        Amounts{{"cpu", 2000}});
}
