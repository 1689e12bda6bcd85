// Quotas of a namespace, and what limit ranges give to containers.

#include "core/kube/fit/quota.h"

#include "core/kube/fit/limit_range.h"
#include "core/kube/fit/pod_demand.h"
#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

using Words = std::vector<std::string>;

Value quotaOf(const std::string& hard, const std::string& used, const std::string& more = "") {
  return written("{metadata: {name: team}, spec: {hard: {" + hard + "}" + more + "}, status: {used: {" +
                 used + "}}}");
}

QuotaDemand demandOf(const std::string& resources, std::int64_t count, const std::string& more = "") {
  return {.pods = {{written("{spec: {containers: [{name: m, resources: " + resources + "}]" + more + "}}"),
                    count}}};
}

Words faults(const Value& quota, const QuotaDemand& demand) { return judgeQuotas({quota}, demand).faults; }

}  // namespace

TEST_CASE("a quota of devices says what it allows, what is in use and what is too much") {
  const Value quota = quotaOf("requests.nvidia.com/gpu: 8", "requests.nvidia.com/gpu: 6");
  CHECK(faults(quota, demandOf("{limits: {nvidia.com/gpu: 2}}", 2)) ==
        Words{"the quota 'team' allows 8 requests.nvidia.com/gpu: 6 in use, 4 asked for (2 too many)"});
  CHECK(faults(quota, demandOf("{limits: {nvidia.com/gpu: 2}}", 1)).empty());
}

TEST_CASE("processors and memory count as requests by either name, and as limits") {
  const auto demand = demandOf("{requests: {cpu: 500m, memory: 1Gi}, limits: {cpu: 2, memory: 1Gi}}", 3);
  CHECK(faults(quotaOf("cpu: 1, requests.cpu: 1", ""), demand) ==
        Words{"the quota 'team' allows 1 cpu: 0 in use, 1500m asked for (500m too many)",
              "the quota 'team' allows 1 requests.cpu: 0 in use, 1500m asked for (500m too many)"});
  CHECK(faults(quotaOf("limits.cpu: 5", ""), demand).size() == 1);
  CHECK(faults(quotaOf("limits.cpu: 6, memory: 3Gi, limits.memory: 3Gi, pods: 3", ""), demand).empty());
  CHECK(faults(quotaOf("pods: 2", ""), demand).size() == 1);
  CHECK(faults(quotaOf("count/pods: 5", "count/pods: 3"), demand).size() == 1);
}

TEST_CASE("pods that will go give back what they use") {
  QuotaDemand demand = demandOf("{limits: {nvidia.com/gpu: 2}}", 4);
  demand.pods.push_back({demand.pods[0].podTemplate, -3});
  CHECK(faults(quotaOf("requests.nvidia.com/gpu: 8", "requests.nvidia.com/gpu: 6"), demand).empty());
}

TEST_CASE("a quota that is overdrawn refuses nobody who asks for nothing of it") {
  CHECK(faults(quotaOf("requests.nvidia.com/gpu: 1", "requests.nvidia.com/gpu: 6"),
               demandOf("{requests: {cpu: 1}}", 1))
            .empty());
}

TEST_CASE("a container has to say what a quota of processors or memory counts") {
  CHECK(faults(quotaOf("limits.memory: 8Gi", ""), demandOf("{requests: {memory: 1Gi}}", 2)) ==
        Words{"the quota 'team' counts limits.memory, and the container 'm' does not say it"});
  CHECK(faults(quotaOf("requests.memory: 8Gi", ""), demandOf("{limits: {memory: 1Gi}}", 2)).empty());
  CHECK(faults(quotaOf("requests.nvidia.com/gpu: 8", ""), demandOf("{}", 2)).empty());
}

TEST_CASE("a quota counts the pods in its scopes alone") {
  const auto demand = demandOf("{requests: {cpu: 1}}", 5);
  const auto bounded = demandOf("{requests: {cpu: 1}}", 5, ", activeDeadlineSeconds: 60");
  const Value terminating = quotaOf("pods: 1", "", ", scopes: [Terminating]");
  CHECK(faults(terminating, demand).empty());
  CHECK(faults(terminating, bounded).size() == 1);
  const Value others = quotaOf("pods: 1", "", ", scopes: [NotTerminating, NotBestEffort]");
  CHECK(faults(others, demand).size() == 1);
  CHECK(faults(others, bounded).empty());
  CHECK(faults(quotaOf("pods: 1", "", ", scopes: [BestEffort]"), demand).empty());
  CHECK(faults(quotaOf("pods: 1", "", ", scopes: [BestEffort]"), demandOf("{limits: {nvidia.com/gpu: 1}}", 2))
            .size() == 1);
}

TEST_CASE("a quota of a priority counts pods of that priority") {
  const auto quota = [](const std::string& expression) {
    return quotaOf("pods: 1", "",
                   ", scopeSelector: {matchExpressions: [{scopeName: PriorityClass, " + expression + "}]}");
  };
  const auto high = demandOf("{}", 2, ", priorityClassName: high");
  CHECK(faults(quota("operator: In, values: [high]"), high).size() == 1);
  CHECK(faults(quota("operator: In, values: [low]"), high).empty());
  CHECK(faults(quota("operator: NotIn, values: [low]"), high).size() == 1);
  CHECK(faults(quota("operator: Exists"), high).size() == 1);
  CHECK(faults(quota("operator: DoesNotExist"), high).empty());
}

TEST_CASE("a quota of a scope that cannot be judged is said, and not judged") {
  const auto answer =
      judgeQuotas({quotaOf("pods: 1", "", ", scopes: [CrossNamespacePodAffinity]")}, demandOf("{}", 2));
  CHECK(answer.faults.empty());
  CHECK(answer.notLookedAt == Words{"the quota 'team', for its scope CrossNamespacePodAffinity"});
}

TEST_CASE("objects are counted by their resource, claims by their size and class too") {
  QuotaDemand demand;
  demand.addObject(written("{metadata: {name: a}}"), "jobs", "batch");
  demand.addObject(written("{metadata: {name: a}}"), "configmaps", "");
  demand.addObject(written("{spec: {storageClassName: fast, resources: {requests: {storage: 10Gi}}}}"),
                   "persistentvolumeclaims", "");
  CHECK(faults(quotaOf("count/jobs.batch: 1", "count/jobs.batch: 1"), demand).size() == 1);
  CHECK(faults(quotaOf("configmaps: 0, count/configmaps: 0", ""), demand).size() == 2);
  CHECK(faults(quotaOf("requests.storage: 15Gi", "requests.storage: 10Gi"), demand) ==
        Words{"the quota 'team' allows 15Gi requests.storage: 10Gi in use, 10Gi asked for (5Gi too many)"});
  CHECK(faults(quotaOf("fast.storageclass.storage.k8s.io/requests.storage: 5Gi", ""), demand).size() == 1);
  CHECK(faults(quotaOf("slow.storageclass.storage.k8s.io/requests.storage: 5Gi", ""), demand).empty());
  CHECK(faults(quotaOf("secrets: 0", ""), demand).empty());
}

TEST_CASE("limit ranges give requests and limits to containers that have none") {
  const Value range = written(R"(
spec: {limits: [{type: Pod, max: {cpu: 1}}, {type: Container, default: {cpu: 2, memory: 1Gi}, defaultRequest: {cpu: 1, memory: 512Mi}}]}
)");
  const auto demand = [&](const std::string& resources) {
    return podDemand(withLimitRangeDefaults(written("{spec: {containers: [" + resources + "]}}"), {range}));
  };
  CHECK(demand("{name: m}") == Amounts{{"cpu", 1000}, {"memory", 512 << 20}, {"pods", 1}});
  CHECK(demand("{resources: {limits: {cpu: 4}}}") ==
        Amounts{{"cpu", 4000}, {"memory", 512 << 20}, {"pods", 1}});
  CHECK(demand("{resources: {requests: {cpu: 3}}}") ==
        Amounts{{"cpu", 3000}, {"memory", 512 << 20}, {"pods", 1}});
  CHECK(podLimits(withLimitRangeDefaults(written("{spec: {containers: [{name: m}]}}"), {range})) ==
        Amounts{{"cpu", 2000}, {"memory", 1 << 30}});
  const Value pod = written("{spec: {containers: [{name: m}]}}");
  CHECK(withLimitRangeDefaults(pod, {}) == pod);
}
