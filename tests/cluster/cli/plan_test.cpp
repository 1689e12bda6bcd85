// What an apply would do, and what it asks for.

#include <chrono>
#include <thread>

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::replaced;
using aictl::test::sortedLines;

namespace {

const std::string service = "stack: s\nserve: {web: {image: 'x:1', port: 80, engine: deployment}}\n";

std::string configMap(const std::string& name, const std::string& value) {
  return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\ndata: {k: " + value + "}\n";
}

/// What the cluster keeps of the stack `s`.
Value parent(Cluster& cluster) { return cluster.live("v1", "ConfigMap", "aictl-s"); }

}  // namespace

TEST_CASE("a plan has a line for each object, what it waits for, and sends nothing") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\n"
                     "cache: {data: {from: [s3://a/b], runtime: jindo}}\n"
                     "train: {a: {image: x, caches: [data]}}\n");
  const Outcome run = cluster.aictl({"plan"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out ==
        "create   cache/data  dataset.data.fluid.io/data\n"
        "create   cache/data  jindoruntime.data.fluid.io/data\n"
        "create   train/a     job.batch/a                      after cache/data\n"
        "3 to create\n");
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
  CHECK(parent(cluster).isNull());
}

TEST_CASE("a plan of what is applied already says that all is as it is, and an apply then writes nothing") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto kept = parent(cluster);
  CHECK(cluster.aictl({"plan"}).out == "2 as they are\n");
  const Outcome again = cluster.aictl({"apply"});
  CHECK(again.code == 0);
  CHECK(again.err == "2 as they are\n");
  CHECK(parent(cluster) == kept);
}

TEST_CASE("a change is shown with the field, its value before and after") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"plan", "--set", "serve.web.image=x:2"});
  CHECK(run.code == 0);
  CHECK(run.out ==
        "change   serve/web  deployment.apps/web  spec.template.spec.containers[name=\"main\"].image "
        "\"x:1\" → "
        "\"x:2\"\n1 to change, 1 as it is\n");
}

TEST_CASE("drift is a change back: what others set to other values where the stack says something") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [map.yaml]\n");
  cluster.work.write("map.yaml", configMap("m", "mine"));
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.change("/api/v1/namespaces/" + cluster.nameSpace + "/configmaps/m",
                 R"({"data": {"k": "theirs", "l": "x"}})");
  const Outcome plan = cluster.aictl({"apply"});
  CHECK(plan.code == 3);
  CHECK(linesWith("map.yaml", plan.err) ==
        "map.yaml:4:11: data.k of ConfigMap m in namespace '" + cluster.nameSpace +
            "' is \"mine\" here, and \"theirs\" as 'somebody' set it; --force-conflicts takes it\n");
  CHECK(cluster.aictl({"apply", "-q", "--force-conflicts"}).code == 0);
  CHECK(findString(cluster.live("v1", "ConfigMap", "m"), {"data", "k"}) == "mine");
  CHECK(findString(cluster.live("v1", "ConfigMap", "m"), {"data", "l"}) == "x");
}

TEST_CASE("what the stack does not have any more is pruned with --yes, and without nothing is sent") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml, b.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  cluster.work.write("b.yaml", configMap("b", "x"));
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "y"));

  const Outcome refused = cluster.aictl({"apply"});
  CHECK(refused.code == 2);
  CHECK(
      refused.err ==
      "change   -  configmap/a  data.k \"x\" → \"y\"\n"
      "prune    -  configmap/b  the stack does not have it any more\n"
      "1 to change, 1 to prune\n"
      "the plan deletes 1 object, and nothing was sent; --yes agrees to it, --no-prune leaves what the stack "
      "does not have any more\n");
  CHECK(findString(cluster.live("v1", "ConfigMap", "a"), {"data", "k"}) == "x");

  CHECK(cluster.aictl({"apply", "-q", "--no-prune"}).code == 0);
  CHECK_FALSE(cluster.live("v1", "ConfigMap", "b").isNull());

  const Outcome agreed = cluster.aictl({"apply", "--yes"});
  CHECK(agreed.code == 0);
  CHECK(linesWith("pruned ", agreed.err) == "pruned    configmap/b\n");
  CHECK(cluster.live("v1", "ConfigMap", "b").isNull());
  CHECK(cluster.aictl({"plan"}).out == "1 as it is\n");
}

TEST_CASE("a kind that a stack has no more objects of is pruned, and then is no part of the set any more") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nserve: {web: {image: x, port: 80, engine: deployment}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const auto kinds = [&] {
    return std::string(findString(
        parent(cluster), {"metadata", "annotations", "applyset.kubernetes.io/contains-group-kinds"}));
  };
  CHECK(kinds() == "Deployment.apps,Service");
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  CHECK(cluster.aictl({"apply", "-q", "--yes"}).code == 0);
  CHECK(cluster.live("apps/v1", "Deployment", "web").isNull());
  CHECK(cluster.live("v1", "Service", "web").isNull());
  CHECK(kinds() == "ConfigMap");
}

TEST_CASE(
    "a kind that went away since the last apply is no obstacle, and what is found beside is told once") {
  Cluster cluster;
  const std::string group = cluster.nameSpace + ".example.com";
  cluster.work.write("kind.yaml",
                     "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
                     "metadata: {name: things." +
                         group + "}\nspec:\n  group: " + group +
                         "\n  scope: Namespaced\n  names: {plural: things, singular: thing, kind: Thing, "
                         "listKind: ThingList}\n  versions: [{name: v1, served: true, storage: true, schema: "
                         "{openAPIV3Schema: {type: object}}}]\n");
  test::ControlPlane::shared().serve({cluster.work.path("kind.yaml")});
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [thing.yaml]\n");
  cluster.work.write("thing.yaml", "apiVersion: " + group + "/v1\nkind: Thing\nmetadata: {name: a}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  Cluster definitions("crd.kubeconfig");
  definitions.remove("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things." + group);
  const auto definition = [&] {
    return definitions.live("apiextensions.k8s.io/v1", "CustomResourceDefinition", "things." + group);
  };
  while (!definition().isNull()) std::this_thread::sleep_for(std::chrono::milliseconds(100));

  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  cluster.createConfigMap("a");
  const Outcome plan = cluster.aictl({"plan"});
  CHECK(plan.code == 2);
  CHECK(sortedLines(linesWith("is there, and is of", plan.err)).size() == 1);
  CHECK(cluster.aictl({"plan", "--adopt"}).code == 0);
}

TEST_CASE("a namespace and a definition of a kind stay, though the stack does not have them any more") {
  Cluster cluster;
  const std::string group = cluster.nameSpace + ".example.org";
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [shared.yaml, a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  cluster.work.write("shared.yaml",
                     "{apiVersion: v1, kind: Namespace, metadata: {name: " + cluster.nameSpace +
                         "-shared}}\n---\napiVersion: apiextensions.k8s.io/v1\nkind: "
                         "CustomResourceDefinition\nmetadata: {name: things." +
                         group + "}\nspec:\n  group: " + group +
                         "\n  scope: Namespaced\n  names: {plural: things, singular: thing, kind: Thing, "
                         "listKind: ThingList}\n  versions: [{name: v1, served: true, storage: true, schema: "
                         "{openAPIV3Schema: {type: object}}}]\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  CHECK(cluster.aictl({"plan"}).out == "1 as it is\n");
  CHECK(cluster.aictl({"apply", "--yes"}).err == "1 as it is\n");
  CHECK_FALSE(cluster.live("v1", "Namespace", cluster.nameSpace + "-shared").isNull());
  const std::string definition = "things." + group;
  CHECK_FALSE(cluster.live("apiextensions.k8s.io/v1", "CustomResourceDefinition", definition).isNull());
  cluster.remove("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/" + definition);
}

TEST_CASE("entries named are applied without pruning") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}, b: {image: x}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  CHECK(cluster.aictl({"apply", "-q", "train/a"}).code == 0);
  CHECK_FALSE(cluster.live("batch/v1", "Job", "b").isNull());
}

TEST_CASE("what the server leaves out since it is empty, false or 0 is no change, whatever else changes") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [pod.yaml, service.yaml]\n");
  const std::string pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p, labels: {a: x}}\n"
      "spec: {hostNetwork: false, terminationGracePeriodSeconds: 0, containers: [{name: c, image: x, stdin: "
      "false, env: [{name: E, value: ''}]}]}\n";
  cluster.work.write("pod.yaml", pod);
  cluster.work.write("service.yaml",
                     "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {publishNotReadyAddresses: "
                     "false, ports: [{port: 80, protocol: TCP}]}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(cluster.aictl({"plan"}).out == "2 as they are\n");
  cluster.work.write("pod.yaml", replaced(pod, "a: x", "a: y"));
  CHECK(cluster.aictl({"plan"}).out ==
        "change   -  pod/p  metadata.labels.a \"x\" → \"y\"\n1 to change, 1 as it is\n");
}

TEST_CASE("what admission adds to a list that is owned as a whole is no change") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [pod.yaml]\n");
  const std::string pod =
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
      "spec: {containers: [{name: c, image: x}], tolerations: [{key: gpu, operator: Exists}]}\n";
  cluster.work.write("pod.yaml", pod);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  REQUIRE(find(cluster.live("v1", "Pod", "p"), {"spec", "tolerations"})->size() > 1);
  CHECK(cluster.aictl({"plan"}).out == "1 as it is\n");
  cluster.work.write("pod.yaml", replaced(pod, "[{key: gpu, operator: Exists}]", "[]"));
  CHECK(cluster.aictl({"plan"}).out != "1 as it is\n");
}

TEST_CASE("what others copied the labels of an object to is no part of the stack") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.createConfigMap("copy");
  const std::string labels =
      yaml::writeJson(*find(cluster.live("v1", "ConfigMap", "a"), {"metadata", "labels"}));
  cluster.change("/api/v1/namespaces/" + cluster.nameSpace + "/configmaps/copy",
                 R"({"metadata": {"labels": )" + labels + "}}");
  CHECK(cluster.aictl({"plan"}).out == "1 as it is\n");
  CHECK(linesWith("copy", cluster.aictl({"status"}).out).empty());
  CHECK(cluster.aictl({"delete"}).code == 0);
  CHECK_FALSE(cluster.live("v1", "ConfigMap", "copy").isNull());
}

TEST_CASE("an object that others made is left alone until --adopt") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  cluster.createConfigMap("a");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 2);
  CHECK(linesWith("a.yaml", run.err) == "a.yaml:3:18: ConfigMap a in namespace '" + cluster.nameSpace +
                                            "' is there, and is of no stack; --adopt "
                                            "takes it over\n");
  CHECK(findString(cluster.live("v1", "ConfigMap", "a"), {"data", "k"}).empty());
  const Outcome plan = cluster.aictl({"plan", "--adopt"});
  CHECK(
      linesWith("configmap/a", plan.out).starts_with("change   -  configmap/a  taken over from no stack; "));
  CHECK(cluster.aictl({"apply", "-q", "--adopt"}).code == 0);
  CHECK(cluster.aictl({"plan"}).out == "1 as it is\n");
}

TEST_CASE("an object of another stack is not taken") {
  Cluster cluster;
  cluster.work.write("one.yaml", "stack: one\nmanifests: [a.yaml]\n");
  cluster.work.write("two.yaml", "stack: two\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  REQUIRE(cluster.aictl({"apply", "-q", "-f", "one.yaml"}).code == 0);
  const Outcome run = cluster.aictl({"apply", "-f", "two.yaml"});
  CHECK(run.code == 2);
  CHECK(linesWith("is of the stack 'one'", run.err).ends_with("--adopt takes it over\n"));
}

TEST_CASE("a stack of the same name from other files is refused until --adopt") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("other.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", configMap("a", "x"));
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome run = cluster.aictl({"apply", "-f", "other.yaml"});
  CHECK(run.code == 2);
  CHECK(
      linesWith("another one", run.err) ==
      "the stack 's' in namespace '" + cluster.nameSpace +
          "' is another one: it comes from aictl.yaml, this one from other.yaml; --adopt takes it over; else "
          "give the stack another name\n");
  CHECK(cluster.aictl({"apply", "-q", "-f", "other.yaml", "--adopt"}).code == 0);
  CHECK(cluster.aictl({"plan", "-f", "other.yaml"}).out == "1 as it is\n");
}

TEST_CASE("a field that cannot be changed is told at its line, and --replace makes the object anew") {
  Cluster cluster;
  const auto write = [&](const std::string& label) {
    cluster.work.write("aictl.yaml", "stack: s\nmanifests: [d.yaml]\n");
    cluster.work.write(
        "d.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: d}\nspec:\n  selector: {matchLabels: "
        "{a: " +
            label + "}}\n  template:\n    metadata: {labels: {a: " + label +
            "}}\n    spec: {containers: [{name: c, image: x}]}\n");
  };
  write("one");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  write("two");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 2);
  CHECK(linesWith("d.yaml", run.err) ==
        "d.yaml:5:13: spec.selector of Deployment d in namespace '" + cluster.nameSpace +
            "' cannot be changed; '--replace deployment/d' deletes it and makes it anew\n");
  const Outcome difference = cluster.aictl({"diff", "--replace", "deployment/d"});
  CHECK(difference.code == 1);
  CHECK(linesWith("spec.selector", difference.out) ==
        "-spec.selector: {\"matchLabels\":{\"a\":\"one\"}}\n"
        "+spec.selector: {\"matchLabels\":{\"a\":\"two\"}}\n");
  CHECK(cluster.aictl({"apply", "--dry-run", "--replace", "deployment/d"}).code == 0);
  CHECK(cluster.aictl({"apply", "-q", "--replace", "deployment/d", "--yes"}).code == 0);
  CHECK(findString(cluster.live("apps/v1", "Deployment", "d"), {"spec", "selector", "matchLabels", "a"}) ==
        "two");
}

TEST_CASE(
    "of a kind whose fixed fields the server alone knows, a refusal tells of --replace, which then does it") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [map.yaml]\n");
  const std::string map = configMap("m", "x") + "immutable: true\n";
  cluster.work.write("map.yaml", map);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(cluster.aictl({"apply", "--replace", "configmap/m", "--yes"}).err == "1 as it is\n");
  const std::string before(findString(cluster.live("v1", "ConfigMap", "m"), {"metadata", "uid"}));

  cluster.work.write("map.yaml", replaced(map, "k: x", "k: y"));
  const Outcome refused = cluster.aictl({"apply"});
  CHECK(refused.code == 3);
  CHECK(linesWith("map.yaml:", refused.err) == "map.yaml:4:7: ConfigMap m in namespace '" +
                                                   cluster.nameSpace +
                                                   "': data: forbidden: field is immutable when `immutable` "
                                                   "is set; '--replace configmap/m' deletes it "
                                                   "and makes it anew\n");
  const Outcome agreed = cluster.aictl({"apply", "--replace", "configmap/m", "--yes"});
  INFO(agreed.err);
  CHECK(agreed.code == 0);
  CHECK(linesWith("replace ", agreed.err) == "replace  -  configmap/m  --replace names it\n");
  CHECK(findString(cluster.live("v1", "ConfigMap", "m"), {"metadata", "uid"}) != before);
}

TEST_CASE("the parent is an ApplySet as kubectl knows it, keeps the specs, and goes with the stack") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", service);
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Value kept = parent(cluster);
  const auto id = std::string(findString(kept, {"metadata", "labels", "applyset.kubernetes.io/id"}));
  CHECK(id.starts_with("applyset-"));
  CHECK(findString(cluster.live("apps/v1", "Deployment", "web"),
                   {"metadata", "labels", "applyset.kubernetes.io/part-of"}) == id);
  CHECK(
      findString(kept, {"metadata", "annotations", "applyset.kubernetes.io/tooling"}).starts_with("aictl/v"));
  const auto specs = yaml::readJson(findString(kept, {"data", "specs"}));
  REQUIRE(specs);
  CHECK(findString(*specs, {"serve/web", "image"}) == "x:1");
  REQUIRE(cluster.aictl({"delete", "-q"}).code == 0);
  CHECK(parent(cluster).isNull());
}

TEST_CASE("of a Secret the parent keeps nothing, not even a digest") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [secret.yaml, map.yaml]\n");
  cluster.work.write("secret.yaml",
                     "{apiVersion: v1, kind: Secret, metadata: {name: key}, stringData: {k: v}}\n");
  cluster.work.write("map.yaml", configMap("map", "x"));
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const std::string sent(findString(parent(cluster), {"data", "sent"}));
  CHECK(sent.find("ConfigMap") != std::string::npos);
  CHECK(sent.find("Secret") == std::string::npos);
  CHECK(cluster.aictl({"plan"}).out == "2 as they are\n");
}

TEST_CASE("a user with rights in one namespace alone applies, prunes and deletes there") {
  Cluster cluster;
  cluster.work.environment["KUBECONFIG"] = test::ControlPlane::shared().file("restricted.kubeconfig");
  cluster.work.write("aictl.yaml", "stack: alone\nmanifests: [a.yaml, b.yaml]\n");
  cluster.work.write("a.yaml", configMap("alone-a", "x"));
  cluster.work.write("b.yaml", configMap("alone-b", "x"));
  CHECK(cluster.work.aictl({"apply", "-q"}).code == 0);
  cluster.work.write("aictl.yaml", "stack: alone\nmanifests: [a.yaml]\n");
  const Outcome pruned = cluster.work.aictl({"apply", "--yes"});
  CHECK(pruned.code == 0);
  CHECK(linesWith("pruned ", pruned.err) == "pruned    configmap/alone-b\n");
  CHECK(cluster.work.aictl({"delete", "-q"}).code == 0);
}
