#include "cluster/nodes/scheduler_cases.h"

#include <iterator>

namespace aictl::test {
std::string SchedulerCases::pick(std::initializer_list<const char*> texts) {
  return *std::next(texts.begin(), below(static_cast<int>(texts.size())));
}

Value SchedulerCases::node(const std::string& name) {
  Value labels = Value::map();
  labels.set("kubernetes.io/hostname", Value(name));
  if (chance(80)) labels.set("zone", Value(pick({"a", "b", "c"})));
  if (chance(60)) labels.set("disk", Value(pick({"ssd", "hdd"})));
  if (chance(60)) labels.set("generation", Value(std::to_string(below(5))));
  Value amounts = Value::map({{"cpu", Value(pick({"4", "6", "8500m", "16"}))},
                              {"memory", Value(pick({"8Gi", "16Gi", "33000000Ki", "64G"}))},
                              {"pods", Value(chance(15) ? "3" : "110")}});
  if (chance(60)) amounts.set("nvidia.com/gpu", Value(pick({"1", "2", "4", "8"})));
  if (chance(50)) amounts.set("ephemeral-storage", Value("100Gi"));
  Value taints = Value::list();
  if (chance(30))
    taints.push(
        Value::map({{"key", "gpu"}, {"value", Value(pick({"yes", "shared"}))}, {"effect", "NoSchedule"}}));
  if (chance(15)) taints.push(Value::map({{"key", "team"}, {"value", "ml"}, {"effect", "NoExecute"}}));
  if (chance(15)) taints.push(Value::map({{"key", "old"}, {"effect", "PreferNoSchedule"}}));
  Value spec = Value::map({{"taints", taints}});
  if (chance(10)) spec.set("unschedulable", true);
  Value status = Value::map({{"capacity", amounts}, {"allocatable", amounts}});
  if (chance(10))
    status.set("conditions", Value::list({Value::map({{"type", "Ready"}, {"status", "False"}})}));
  return Value::map({{"apiVersion", "v1"},
                     {"kind", "Node"},
                     {"metadata", Value::map({{"name", Value(name)}, {"labels", labels}})},
                     {"spec", spec},
                     {"status", status}});
}

Value SchedulerCases::container(const std::string& name, bool small) {
  Value requests = Value::map();
  Value limits = Value::map();
  if (chance(80))
    requests.set("cpu",
                 Value(small ? pick({"100m", "500m", "1"}) : pick({"250m", "500m", "1", "2500m", "4", "9"})));
  if (chance(60))
    requests.set("memory", Value(small ? pick({"64Mi", "1Gi"}) : pick({"512Mi", "2Gi", "7.5Gi", "20Gi"})));
  // A node that is overdrawn in one resource is full for this scheduler also for those that ask for none of
  // it; it is not for later ones, nor for us.
  if (!small && chance(15)) requests.set("ephemeral-storage", Value("10Gi"));
  if (!small && chance(15)) limits.set("memory", Value("24Gi"));
  if (chance(small ? 20 : 35)) limits.set("nvidia.com/gpu", Value(small ? "1" : pick({"1", "1", "2", "4"})));
  return Value::map({{"name", Value(name)},
                     {"image", "example/image:1"},
                     {"resources", Value::map({{"requests", requests}, {"limits", limits}})}});
}

Value SchedulerCases::boundPod(const std::string& name, const std::string& node) {
  Value one = container("m", true);
  if (chance(30)) one.set("ports", Value::list({Value::map({{"containerPort", 80}, {"hostPort", 8080}})}));
  return Value::map({{"metadata", Value::map({{"name", Value(name)}})},
                     {"spec", Value::map({{"nodeName", Value(node)}, {"containers", Value::list({one})}})}});
}

Value SchedulerCases::expression() {
  const std::string operation = pick({"In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"});
  if (operation == "Gt" || operation == "Lt")
    return Value::map({{"key", "generation"},
                       {"operator", Value(operation)},
                       {"values", Value::list({Value(std::to_string(below(5)))})}});
  const bool isZone = chance(50);
  Value result = Value::map({{"key", isZone ? "zone" : "disk"}, {"operator", Value(operation)}});
  if (operation == "In" || operation == "NotIn") {
    Value values = Value::list({isZone ? Value(pick({"a", "b", "d"})) : Value(pick({"ssd", "hdd"}))});
    if (chance(30)) values.push(isZone ? Value("c") : Value("tape"));
    result.set("values", values);
  }
  return result;
}

Value SchedulerCases::affinity(int nodes) {
  Value terms = Value::list();
  do {
    Value expressions = Value::list({expression()});
    if (chance(30)) expressions.push(expression());
    Value term = Value::map({{"matchExpressions", expressions}});
    if (chance(20)) {
      const std::string name = "n" + std::to_string(below(nodes));
      term.set("matchFields", Value::list({Value::map({{"key", "metadata.name"},
                                                       {"operator", Value(pick({"In", "NotIn"}))},
                                                       {"values", Value::list({Value(name)})}})}));
    }
    terms.push(term);
  } while (chance(35));
  const Value required = Value::map({{"nodeSelectorTerms", terms}});
  return Value::map(
      {{"nodeAffinity", Value::map({{"requiredDuringSchedulingIgnoredDuringExecution", required}})}});
}

Value SchedulerCases::toleration() {
  switch (below(6)) {
    case 0:
      return Value::map({{"operator", "Exists"}});
    case 1:
      return Value::map({{"key", "gpu"}, {"operator", "Exists"}, {"effect", "NoSchedule"}});
    case 2:
      return Value::map({{"key", "gpu"}, {"operator", "Equal"}, {"value", Value(pick({"yes", "shared"}))}});
    case 3:
      return Value::map({{"key", "team"}, {"value", "ml"}, {"effect", "NoExecute"}});
    case 4:
      return Value::map({{"key", "node.kubernetes.io/unschedulable"}, {"operator", "Exists"}});
    default:
      return Value::map({{"key", "team"}, {"operator", "Exists"}, {"effect", "NoSchedule"}});
  }
}

Value SchedulerCases::pod(const std::string& name, int nodes) {
  Value main = container("main", false);
  if (chance(20)) main.set("ports", Value::list({Value::map({{"containerPort", 80}, {"hostPort", 8080}})}));
  Value containers = Value::list({main});
  if (chance(25)) containers.push(container("beside", true));
  Value spec = Value::map({{"containers", containers}});
  if (chance(20)) spec.set("initContainers", Value::list({container("before", false)}));
  if (chance(12)) spec.set("nodeSelector", Value::map({{"zone", Value(pick({"a", "b", "c", "d"}))}}));
  if (chance(35)) spec.set("affinity", affinity(nodes));
  Value tolerations = Value::list();
  while (chance(60)) tolerations.push(toleration());
  spec.set("tolerations", tolerations);
  return Value::map({{"metadata", Value::map({{"name", Value(name)}})}, {"spec", spec}});
}

Value SchedulerCases::quota(const std::string& name) {
  Value hard = Value::map(
      {{"pods", Value(pick({"12", "16", "100"}))}, {"requests.cpu", Value(pick({"12", "20", "40500m"}))}});
  if (chance(50)) hard.set("requests.memory", Value(pick({"16Gi", "40Gi", "100G"})));
  if (chance(70)) hard.set("requests.nvidia.com/gpu", Value(pick({"2", "6", "12"})));
  if (chance(30)) hard.set("limits.memory", Value(pick({"24Gi", "80Gi"})));
  if (chance(30)) hard.set("cpu", Value("18"));
  if (chance(30)) hard.set("count/pods", Value("14"));
  Value spec = Value::map({{"hard", hard}});
  // A quota with a scope may not count devices, nor pods as objects.
  const bool isPlain = hard.find("requests.nvidia.com/gpu") == nullptr && hard.find("count/pods") == nullptr;
  if (isPlain && chance(50)) spec.set("scopes", Value::list({Value("NotTerminating")}));
  return Value::map({{"metadata", Value::map({{"name", Value(name)}})}, {"spec", spec}});
}

}  // namespace aictl::test
