// The main job: a stack is applied, applied again, and deleted.

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::newNamespace;
using aictl::test::Outcome;
using aictl::test::replaced;
using aictl::test::sortedLines;

namespace {

const std::string mission = AICTL_SOURCE "/tests/golden/mission/aictl.yaml";

}  // namespace

TEST_CASE("the stack of the design is applied whole, a second time changes nothing, and delete removes it") {
  Cluster cluster;
  const auto objects = cluster.rendered({"-q", "-f", mission});
  REQUIRE(objects.size() == 8);

  const Outcome first = cluster.aictl({"apply", "-f", mission});
  CHECK(first.code == 0);
  CHECK(first.out.empty());
  CHECK(sortedLines(linesWith("created ", first.err)) ==
        std::vector<std::string>{
            "created   alluxioruntime.data.fluid.io/imagenet  (cache/imagenet)",
            "created   dataload.data.fluid.io/imagenet-preload  (cache/imagenet)",
            "created   dataset.data.fluid.io/imagenet  (cache/imagenet)",
            "created   inferencegraph.serving.kserve.io/model-router  (graph/model-router)",
            "created   networkattachmentdefinition.k8s.cni.cncf.io/rdma-net  (network/rdma-net)",
            "created   service.serving.knative.dev/fraud-v1  (serve/fraud-v1)",
            "created   service.serving.knative.dev/fraud-v2  (serve/fraud-v2)",
            "created   tfjob.kubeflow.org/resnet50  (train/resnet50)"});
  const auto versions = cluster.versions(objects);
  CHECK(std::ranges::find(versions, "") == versions.end());

  const Outcome second = cluster.aictl({"apply", "-f", mission});
  CHECK(second.code == 0);
  CHECK(linesWith("as they are", second.err) == "8 as they are\n");
  CHECK(linesWith("created", second.err).empty());
  CHECK(cluster.versions(objects) == versions);

  const Outcome removal = cluster.aictl({"delete", "-f", mission});
  CHECK(removal.code == 0);
  CHECK(removal.out.empty());
  CHECK(sortedLines(linesWith("removed ", removal.err)).size() == 8);
  CHECK(linesWith("tfjob", removal.err) == "removed       tfjob.kubeflow.org/resnet50  (train/resnet50)\n");
  CHECK(cluster.versions(objects) == std::vector<std::string>(8));

  const Outcome again = cluster.aictl({"delete", "-f", mission});
  CHECK(again.code == 0);
  CHECK(linesWith("nothing", again.err) == "nothing of it is there\n");
}

TEST_CASE(
    "each object says in its labels to which stack, template and entry it belongs, and to which apply set") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  REQUIRE(cluster.aictl({"apply"}).code == 0);
  const Value job = cluster.live("batch/v1", "Job", "a");
  const auto label = [&](const char* name) { return findString(job, {"metadata", "labels", name}); };
  CHECK(label("app.kubernetes.io/name") == "a");
  CHECK(label("app.kubernetes.io/managed-by") == "aictl");
  CHECK(label("aictl.dev/stack") == "s");
  CHECK(label("aictl.dev/template") == "train");
  CHECK(label("aictl.dev/name") == "a");
  CHECK(label("applyset.kubernetes.io/part-of").starts_with("applyset-"));
  CHECK(label("applyset.kubernetes.io/part-of").ends_with("-v1"));
}

TEST_CASE("a change of the stack is told as a change of its object alone") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nserve: {a: {image: x, port: 80, engine: deployment}}\n");
  REQUIRE(cluster.aictl({"apply"}).code == 0);
  const Outcome run = cluster.aictl({"apply", "--set", "serve.a.image=y"});
  CHECK(run.code == 0);
  CHECK(sortedLines(run.err) ==
        std::vector<std::string>{"1 changed, 1 unchanged", "1 to change, 1 as it is",
                                 "change   serve/a  deployment.apps/a  "
                                 "spec.template.spec.containers[name=\"main\"].image \"x\" → \"y\"",
                                 "changed   deployment.apps/a  (serve/a)"});
}

TEST_CASE("entries named are applied with what they refer to, and no others") {
  Cluster cluster;
  cluster.work.write(
      "aictl.yaml",
      "stack: s\n"
      "cache: {data: {from: [s3://a/b], runtime: jindo}, other: {from: [s3://a/c], runtime: jindo}}\n"
      "train: {a: {image: x, caches: [data]}, b: {image: x}}\n");
  const Outcome run = cluster.aictl({"apply", "-q", "train/a"});
  CHECK(run.code == 0);
  CHECK_FALSE(cluster.live("batch/v1", "Job", "a").isNull());
  CHECK_FALSE(cluster.live("data.fluid.io/v1alpha1", "Dataset", "data").isNull());
  CHECK(cluster.live("batch/v1", "Job", "b").isNull());
  CHECK(cluster.live("data.fluid.io/v1alpha1", "Dataset", "other").isNull());
}

TEST_CASE("entries named are deleted without what they refer to") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\n"
                     "cache: {data: {from: [s3://a/b], runtime: jindo}}\n"
                     "train: {a: {image: x, caches: [data]}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  CHECK(cluster.aictl({"delete", "-q", "train/a"}).code == 0);
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
  CHECK_FALSE(cluster.live("data.fluid.io/v1alpha1", "Dataset", "data").isNull());
}

TEST_CASE("a dry run lets the server check everything, and stores nothing") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run = cluster.aictl({"apply", "--dry-run"});
  CHECK(run.code == 0);
  CHECK(run.err == "create   train/a  job.batch/a\n1 to create\ndry run: the server would take it\n");
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("with -q an apply that goes well says nothing") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Outcome run = cluster.aictl({"apply", "-q"});
  CHECK(run.code == 0);
  CHECK(run.out.empty());
  CHECK(run.err.empty());
}

TEST_CASE("a stack of nothing applies to nothing") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\n");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 0);
  CHECK(run.err == "nothing to apply\n");
}

TEST_CASE("an object whose kind comes in the same apply is remembered in the stack's namespace") {
  Cluster cluster;
  const std::string group = cluster.nameSpace + ".example.com";
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
  cluster.work.write(
      "all.yaml",
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n"
      "metadata: {name: things." +
          group + "}\nspec:\n  group: " + group +
          "\n  scope: Namespaced\n  names: {plural: things, singular: thing, kind: Thing}\n"
          "  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: "
          "object}}}]\n---\napiVersion: " +
          group + "/v1\nkind: Thing\nmetadata: {name: a}\n");
  CHECK(cluster.aictl({"apply", "-q"}).code == 0);
  const std::string sent(findString(cluster.live("v1", "ConfigMap", "aictl-s"), {"data", "sent"}));
  CHECK(sent.find("/Thing/" + cluster.nameSpace + "/a") != std::string::npos);
  cluster.remove("/apis/apiextensions.k8s.io/v1/customresourcedefinitions/things." + group);
}

TEST_CASE("a namespace beside that of the stack comes by a manifest, not by --create-namespace") {
  Cluster cluster;
  const std::string other = cluster.nameSpace + "-other";
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [map.yaml]\n");
  cluster.work.write("map.yaml",
                     "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m, namespace: " + other + "}\n");
  const Outcome run = cluster.aictl({"apply", "--create-namespace"});
  CHECK(run.code == 2);
  CHECK(run.err == "map.yaml:3:32: namespace '" + other +
                       "' is not there; a manifest of the Namespace in the stack makes it\n");
}

TEST_CASE("a namespace that is not there is bad input, and --create-namespace makes it") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\nnamespace: " + cluster.nameSpace + "-new\ntrain: {a: {image: x}}\n");
  const Outcome missing = cluster.work.aictl({"apply"});
  CHECK(missing.code == 2);
  CHECK(missing.out.empty());
  CHECK(missing.err == "aictl.yaml:3:9: train/a: namespace '" + cluster.nameSpace +
                           "-new' is not there; --create-namespace makes it\n");

  const Outcome made = cluster.work.aictl({"apply", "--create-namespace"});
  CHECK(made.code == 0);
  CHECK(made.err == "create   -        namespace/" + cluster.nameSpace +
                        "-new\ncreate   train/a  job.batch/a\n2 to create\n" + "created   namespace/" +
                        cluster.nameSpace + "-new\ncreated   job.batch/a  (train/a)\n2 created\n");

  // delete never removes it.
  CHECK(cluster.work.aictl({"delete"}).code == 0);
  CHECK_FALSE(cluster.live("v1", "Namespace", cluster.nameSpace + "-new").isNull());
}

TEST_CASE("--create-namespace leaves a namespace that is there as it is") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  const Value before = cluster.live("v1", "Namespace", cluster.nameSpace);
  const Outcome run = cluster.aictl({"apply", "--create-namespace"});
  CHECK(run.code == 0);
  CHECK(linesWith("created", run.err) == "created   job.batch/a  (train/a)\n1 created\n");
  CHECK(cluster.live("v1", "Namespace", cluster.nameSpace) == before);
}

TEST_CASE("where neither stack nor command line have a namespace, the context's is taken") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  cluster.work.write(
      "kube", replaced(cluster.administrator(), "namespace: default", "namespace: " + cluster.nameSpace));
  CHECK(cluster.work.aictl({"apply", "--kubeconfig", "kube"}).code == 0);
  CHECK_FALSE(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("delete leaves alone what other stacks and other people made") {
  Cluster cluster;
  cluster.work.write("one/aictl.yaml", "stack: one\nmanifests: [map.yaml]\n");
  cluster.work.write("one/map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ones}\n");
  cluster.work.write("theirs.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: theirs}\n");
  cluster.work.write("two/own.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: own}\n");
  REQUIRE(cluster.aictl({"apply", "-q", "-f", "one/aictl.yaml"}).code == 0);
  cluster.work.write("two/aictl.yaml", "stack: two\nmanifests: [own.yaml]\n");
  REQUIRE(cluster.aictl({"apply", "-q", "-f", "two/aictl.yaml"}).code == 0);
  cluster.createConfigMap("theirs");
  cluster.work.write("two/aictl.yaml",
                     "stack: two\nmanifests: [../one/map.yaml, ../theirs.yaml, own.yaml]\n");

  const Outcome run = cluster.aictl({"delete", "-f", "two/aictl.yaml"});
  CHECK(run.code == 0);
  CHECK(run.err == "removed       configmap/own\n");
  CHECK_FALSE(cluster.live("v1", "ConfigMap", "ones").isNull());
  CHECK_FALSE(cluster.live("v1", "ConfigMap", "theirs").isNull());
  CHECK(cluster.live("v1", "ConfigMap", "own").isNull());
}

TEST_CASE(
    "objects of no namespace, of another one, and of one that the stack brings are applied and deleted") {
  Cluster cluster;
  const std::string brought = cluster.nameSpace + "-brought";
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
  cluster.work.write(
      "all.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: inside, namespace: " + brought +
                      "}}\n" + "---\n{apiVersion: v1, kind: Namespace, metadata: {name: " + brought + "}}\n" +
                      "---\n{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: " +
                      brought + "}, rules: []}\n");
  const Outcome applied = cluster.aictl({"apply"});
  CHECK(applied.code == 0);
  CHECK(sortedLines(linesWith("created", applied.err)) ==
        std::vector<std::string>{"3 created", "created   clusterrole.rbac.authorization.k8s.io/" + brought,
                                 "created   configmap/inside -n " + brought,
                                 "created   namespace/" + brought});
  CHECK(cluster.aictl({"apply"}).err == "3 as they are\n");

  const Outcome removal = cluster.aictl({"delete"});
  CHECK(removal.code == 0);
  CHECK(sortedLines(removal.err) ==
        std::vector<std::string>{"removed       clusterrole.rbac.authorization.k8s.io/" + brought,
                                 "removed       configmap/inside -n " + brought});
  CHECK_FALSE(cluster.live("v1", "Namespace", brought).isNull());
}

TEST_CASE("a delete that waits ends once all is gone, and with 4 and what holds it where that is too long") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
  cluster.work.write(
      "all.yaml",
      "{apiVersion: v1, kind: ConfigMap, metadata: {name: held, finalizers: "
      "[example.com/hold]}}\n---\n{apiVersion: v1, kind: ConfigMap, metadata: {name: free}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  const Outcome late = cluster.aictl({"delete", "--wait", "300ms"});
  CHECK(late.code == 4);
  CHECK(linesWith("held", late.err) ==
        "being removed configmap/held\n"
        "configmap/held is still there after 300ms (it waits for example.com/hold)\n");
  cluster.change("/api/v1/namespaces/" + cluster.nameSpace + "/configmaps/held",
                 R"({"metadata": {"finalizers": null}})");
  CHECK(cluster.aictl({"delete", "--wait", "20"}).code == 0);
  CHECK(cluster.live("v1", "ConfigMap", "aictl-s").isNull());
}

TEST_CASE("with --cascade orphan the pods of what is deleted stay") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  test::until([&] { return !cluster.firstPod().empty(); });
  CHECK(cluster.aictl({"delete", "-q", "--cascade", "orphan", "--wait", "20"}).code == 0);
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
  CHECK_FALSE(cluster.firstPod().empty());
}
