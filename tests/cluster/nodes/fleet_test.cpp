// This program on nodes of a cluster: the control plane and the scheduler are real, tests/cluster/kubelet
// plays the kubelets, and what they start is this program, in a network namespace for each pod.

#include <csignal>
#include <fstream>

#include "cluster/fault_proxy.h"
#include "cluster/fixture/play.h"
#include "cluster/nodes/scheduling.h"
#include "core/schema/schema.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using namespace aictl;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Process;
using aictl::test::SchedulingCluster;
using aictl::test::until;
using aictl::test::Workspace;

namespace {

const std::string pods = "/api/v1/namespaces/default/pods";

/// A person's folder, and a cluster whose nodes are those of the kubelet.
class Site {
 public:
  /// `nodes` as the kubelet takes them: `node-a`, `node-b=slow`.
  explicit Site(const std::vector<std::string>& nodes) {
    work.environment["KUBECONFIG"] = SchedulingCluster::plane().file("kubeconfig");
    work.write("nodes/.keep", "");
    aictl::test::Command command;
    command.words = {AICTL_SOURCE "/tests/cluster/kubelet", SchedulingCluster::plane().folder(),
                     work.command({}).words.front(), work.path("nodes")};
    command.words.insert(command.words.end(), nodes.begin(), nodes.end());
    command.folder = work.path("nodes");
    command.environment = {{"PATH", "/usr/sbin:/usr/bin:/sbin:/bin"}};
    kubelet_ = std::make_unique<Process>(command);
    until([&] { return isThere(nodes.size()); });
  }
  ~Site() {
    kubelet_->signal(SIGTERM);
    kubelet_->wait();
  }
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  std::vector<std::string> words(std::vector<std::string> command) const {
    const std::vector<std::string> rest{"--image", "example/aictl:1", "-n", nameSpace};
    command.insert(command.end(), rest.begin(), rest.end());
    return command;
  }
  Outcome aictl(std::vector<std::string> command) const { return work.aictl(words(std::move(command))); }

  /// The names of the pods of this program that are not on their way out.
  std::vector<std::string> podsLeft() {
    std::vector<std::string> names;
    const Value all = cluster.get("/api/v1/pods?labelSelector=app.kubernetes.io%2Fname%3Daictl-fleet");
    for (const Value& pod : all.find("items")->items()) {
      if (find(pod, {"metadata", "deletionTimestamp"}) == nullptr)
        names.emplace_back(findString(pod, {"metadata", "name"}));
    }
    return names;
  }

  SchedulingCluster cluster;
  Workspace work;
  std::string nameSpace = "default";

 private:
  bool isThere(std::size_t nodes) { return cluster.get("/api/v1/nodes").find("items")->size() == nodes; }

  std::unique_ptr<Process> kubelet_;
};

/// So short that a test has time for it.
std::vector<std::string> bench(std::vector<std::string> more) {
  more.insert(more.begin(), {"rdma", "bench", "--size", "8192", "--measure", "bandwidth", "--duration", "0.1",
                             "--rounds", "3", "--warm-up", "0.02"});
  return more;
}

/// Holds a document against the JSON Schema that the program has of it.
void checkForm(const Workspace& work, const std::string& name, const Value& document) {
  const auto form = yaml::readJson(work.aictl({"schema", name}).out);
  REQUIRE(form);
  Findings findings;
  const auto schema = schema::Schema::load(*form, *form, {}, findings, schema::Dialect::standard);
  schema.validate(findings);
  schema.check(document, "", findings);
  if (!findings.empty()) FAIL(findings[0].message);
}

/// Whether namespaces can be made here; says so where they cannot.
bool canPlay() {
  const std::vector<std::string> trial{"unshare", "--net", "tc",    "qdisc", "add",  "dev",     "lo",  "root",
                                       "tbf",     "rate",  "1mbit", "burst", "16kb", "latency", "10ms"};
  if (aictl::test::runProgram(trial) == 0) return true;
  WARN(
      "skipped: no network namespaces with queues can be made here (it takes root, iproute2 and the kernel's "
      "tbf)");
  return false;
}

}  // namespace

TEST_CASE("rdma list and check run in a pod on each node, and leave none behind") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  const std::string device = "nodes/node-a/machine/sys/class/infiniband/mlx5_0/";
  site.work.write(device + "fw_ver", "28.39.1002\n");
  site.work.write(device + "ports/1/state", "4: ACTIVE\n");
  const Outcome list = site.aictl({"rdma", "list", "--root", "machine", "--nodes", "node-a,node-b"});
  INFO(list.err);
  CHECK(list.code == 0);
  CHECK(linesWith("pods in namespace", list.err) ==
        "2 pods in namespace 'default', each on a node; they need privileged containers, the network and the "
        "processes of their nodes, the files of their nodes at /host (read only)\n");
  CHECK(list.out.starts_with("NODE node-a\nDEVICE  PORT  STATE"));
  CHECK(linesWith("mlx5_0", list.out).find("ACTIVE") != std::string::npos);
  CHECK(linesWith("node-b", list.err).starts_with("node-b: this machine has no RDMA device"));
  CHECK(site.aictl({"rdma", "list", "--root", "machine", "--nodes", "all", "-o", "name"}).out ==
        "node-a/mlx5_0\n");
  CHECK(site.podsLeft().empty());
}

TEST_CASE("a benchmark over nodes measures each pair once, marks the slow node, and leaves no pod behind") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b", "node-c", "node-d=slow"});
  const Outcome run = site.aictl(bench({"--nodes", "all", "--save", "run.json", "--html", "run.html"}));
  INFO(run.out);
  INFO(run.err);
  CHECK(run.code == 1);
  CHECK(linesWith("they need no privileges", run.err).starts_with("4 pods in namespace 'default'"));
  CHECK(linesWith("round 3 of 3: ", run.err).find(" → ") != std::string::npos);
  CHECK(linesWith("where the others have", run.err).starts_with("node-d: tcp send bandwidth, 8 KiB: 0.0"));
  CHECK(run.out.starts_with("BANDWIDTH Gb/s  tcp send, 8 KiB\n        node-a"));
  CHECK(site.podsLeft().empty());

  const auto document = yaml::readJson(site.work.read("run.json"));
  REQUIRE(document);
  checkForm(site.work, "rdma-bench-nodes", *document);
  CHECK(document->find("rounds")->size() == 3);
  CHECK(document->find("pairs")->size() == 6);
  const Value& test = document->find("tests")->items().front();
  CHECK(test.find("outlierNodes")->size() == 1);
  for (const Value& pair : test.find("pairs")->items())
    CHECK(*pair.find("outlier") == Value(findString(pair, {"server"}) == "node-d"));
  CHECK(site.work.read("run.html").find("<svg") != std::string::npos);
}

TEST_CASE("a secondary network is measured over its own addresses, with the device that it asks for") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b=slow", "node-c"});
  const std::string groups = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
  const std::string definition = groups + "/network-attachment-definitions.k8s.cni.cncf.io";
  std::ifstream file(AICTL_SHARED "/crds/k8s.cni.cncf.io/networkattachmentdefinition.yaml");
  site.cluster.createWritten(groups, {std::istreambuf_iterator<char>(file), {}});
  const std::string networks = "/apis/k8s.cni.cncf.io/v1/namespaces/default/network-attachment-definitions";
  const Value network = SchedulingCluster::read(
      "{apiVersion: k8s.cni.cncf.io/v1, kind: NetworkAttachmentDefinition, metadata: {name: rdma-net, "
      "annotations: "
      "{k8s.v1.cni.cncf.io/resourceName: rdma/hca}}, spec: {config: '{}'}}");
  until([&] { return site.cluster.post(networks, network).good(); });
  const Outcome run = site.aictl(bench({"--nodes", "node-a,node-b,node-c", "--network", "rdma-net"}));
  const Outcome unknown = site.aictl(bench({"--nodes", "node-a,node-b", "--network", "rdma-nett"}));
  site.cluster.remove(definition);
  INFO(run.out);
  INFO(run.err);
  CHECK(run.code == 0);
  CHECK(linesWith("pods in namespace", run.err).find("a device of rdma/hca each") != std::string::npos);
  CHECK(unknown.code == 2);
  CHECK(unknown.err == "NetworkAttachmentDefinition rdma-nett in namespace 'default' is not there\n");
}

TEST_CASE("a benchmark over nodes is held against an earlier one, and names the pairs that became worse") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  REQUIRE(site.aictl(bench({"--nodes", "all", "--save", "run.json"})).code == 0);
  const Outcome same = site.aictl(bench({"--nodes", "all", "--baseline", "run.json"}));
  INFO(same.err);
  CHECK_FALSE(linesWith("of 1 figures of pairs are as they were", same.err).empty());

  // As if the links had carried a thousand times as much.
  Value before = *yaml::readJson(site.work.read("run.json"));
  Value rounds = Value::list();
  for (const Value& round : before.at("tests").at(0).at("pairs").at(0).find("rounds")->items())
    rounds.push(Value(round.number() * 1000));
  before.at("tests").at(0).at("pairs").at(0).set("rounds", rounds);
  site.work.write("better.json", yaml::writeJson(before));
  const Outcome worse = site.aictl(bench({"--nodes", "all", "--baseline", "better.json"}));
  INFO(worse.err);
  CHECK(worse.code == 1);
  CHECK(linesWith("worse, beyond the noise", worse.err)
            .starts_with("node-a → node-b: tcp send bandwidth, 8 KiB: 0."));

  site.work.write("no.json", "{}");
  const Outcome refused = site.aictl(bench({"--nodes", "all", "--baseline", "no.json"}));
  CHECK(refused.code == 2);
  CHECK(refused.err.starts_with("no.json: it is no document of the form aictl.dev/rdma-bench-nodes/v1"));
  CHECK(site.podsLeft().empty());
}

TEST_CASE("a token reaches the pods in a Secret, stands in none of them, and goes with them") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  site.work.write("token", "correct-horse\n");
  Process run(site.work.command(site.words(
      bench({"--nodes", "node-a,node-b", "--token-file", "token", "--duration", "0.5", "-o", "json"}))));
  until([&] { return run.errorSoFar().find("round 1 of 1") != std::string::npos; });
  const std::string ofRuns = "?labelSelector=aictl.dev%2Ffleet-run";
  CHECK(site.cluster.get("/api/v1/namespaces/default/secrets" + ofRuns).find("items")->size() == 1);
  const std::string manifests = yaml::writeJson(site.cluster.get(pods));
  CHECK(manifests.find("--token-file") != std::string::npos);
  CHECK(manifests.find("correct-horse") == std::string::npos);
  const Outcome outcome = run.wait();
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.err.find("a Secret with the token") != std::string::npos);
  CHECK((outcome.err + outcome.out).find("correct-horse") == std::string::npos);
  CHECK(site.podsLeft().empty());
  CHECK(site.cluster.get("/api/v1/namespaces/default/secrets" + ofRuns).find("items")->empty());
}

TEST_CASE("without the right to Secrets a token is refused, before a pod is made") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  site.work.write("token", "correct-horse\n");
  const std::string rights = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-a/";
  site.cluster.createWritten(rights + "roles",
                             "{metadata: {name: prober}, rules: [{apiGroups: [''], resources: [pods, "
                             "pods/log], verbs: [create, get, list, watch, delete]}]}");
  site.cluster.createWritten(
      rights + "rolebindings",
      "{metadata: {name: prober}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: "
      "Role, name: prober}, subjects: [{kind: User, name: prober}]}");
  site.nameSpace = "team-a";
  const Outcome run =
      site.aictl(bench({"--nodes", "node-a,node-b", "--as", "prober", "--token-file", "token"}));
  site.cluster.remove(rights + "roles/prober");
  site.cluster.remove(rights + "rolebindings/prober");
  CHECK(run.code == 3);
  CHECK(linesWith("may not create", run.err).starts_with("user 'prober' may not create secrets"));
  CHECK(site.podsLeft().empty());
}

TEST_CASE(
    "with messages in the memory of GPUs pods see those of their nodes, and a node without is skipped") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  const std::string classes = "/apis/node.k8s.io/v1/runtimeclasses";
  site.cluster.createWritten(classes, "{metadata: {name: nvidia}, handler: nvidia}");
  Process run(site.work.command(site.words(bench({"--nodes", "node-a,node-b", "--gpu"}))));
  std::string spec;
  until([&] {
    spec = yaml::writeJson(site.cluster.get(pods));
    return spec.find("aictl-fleet") != std::string::npos;
  });
  const Outcome outcome = run.wait();
  site.cluster.remove(classes + "/nvidia");
  INFO(outcome.err);
  INFO(spec);
  CHECK(spec.find(R"("runtimeClassName":"nvidia")") != std::string::npos);
  CHECK(spec.find(R"("name":"NVIDIA_VISIBLE_DEVICES","value":"all")") != std::string::npos);
  CHECK(spec.find("nvidia.com/gpu\":\"") == std::string::npos);
  CHECK(
      linesWith("pods in namespace", outcome.err)
          .find(
              "the GPUs of their nodes, of which they ask for none and see all, the runtime class nvidia") !=
      std::string::npos);
  // These nodes have no RDMA device, so no figure is told of them.
  CHECK(outcome.code == 4);
  CHECK(outcome.out.empty());
  CHECK(linesWith("this machine has no RDMA device", outcome.err).starts_with("node-a: "));
  CHECK(site.podsLeft().empty());
}

TEST_CASE("Ctrl-C in a benchmark over nodes ends it with 130, and its pods go") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  Process run(site.work.command(site.words(bench({"--nodes", "node-a,node-b", "--duration", "60"}))));
  until([&] { return run.errorSoFar().find("round 1 of 1") != std::string::npos; });
  CHECK_FALSE(site.podsLeft().empty());
  run.signal(SIGINT);
  CHECK(run.wait().code == 130);
  CHECK(site.podsLeft().empty());
}

TEST_CASE(
    "connections to the server that are cut cost a benchmark over nodes nothing, and leave no pod behind") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  std::ifstream file(SchedulingCluster::plane().file("kubeconfig"));
  const std::string kubeconfig{std::istreambuf_iterator<char>(file), {}};
  const std::string server = aictl::test::valueOf(kubeconfig, "server");
  aictl::test::FaultProxy proxy(std::stoi(server.substr(server.rfind(':') + 1)));
  site.work.write("bad", aictl::test::replaced(kubeconfig, server, proxy.url()));
  site.work.environment["KUBECONFIG"] = site.work.path("bad");
  Process run(site.work.command(site.words(bench({"--nodes", "node-a,node-b", "--duration", "0.5"}))));
  until([&] { return run.errorSoFar().find("round 1 of 1") != std::string::npos; });
  proxy.cut();
  const Outcome outcome = run.wait();
  INFO(outcome.err);
  CHECK(outcome.code == 0);
  CHECK(outcome.out.starts_with("BANDWIDTH"));
  CHECK(proxy.connections() > 1);
  CHECK(site.podsLeft().empty());
}

TEST_CASE(
    "nodes whose pods do not start or are evicted are left out with the reason, and the others measured") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b", "node-c=image", "node-d=never", "node-e=evict"});
  const Outcome run = site.aictl(bench({"--nodes", "all", "--start-timeout", "4"}));
  INFO(run.out);
  INFO(run.err);
  CHECK(run.code == 1);
  CHECK(
      linesWith("node-c: ", run.err) ==
      "node-c: the image 'example/aictl:1' of container main cannot be pulled (manifest unknown); check the "
      "name and the tag\n");
  CHECK(linesWith("node-d: ", run.err) == "node-d: its pod has not started within 4 s\n");
  CHECK(linesWith("node-e: ", run.err)
            .starts_with("node-e: its pod was evicted: The node was low on resource: memory."));
  CHECK(linesWith("round 1 of 1", run.err) == "round 1 of 1: node-a → node-b\n");
  CHECK(linesWith("node-c", run.out).find("skip") != std::string::npos);
  CHECK(linesWith("too few pairs", run.out).find("each pair once") != std::string::npos);
  CHECK(site.podsLeft().empty());
}

TEST_CASE("the right to pods of one namespace is enough, where the nodes are named") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  const std::string rights = "/apis/rbac.authorization.k8s.io/v1/namespaces/team-a/";
  site.cluster.createWritten(
      rights + "roles",
      "{metadata: {name: prober}, rules: [{apiGroups: [''], resources: [pods, pods/log], "
      "verbs: [create, get, list, watch, delete]}]}");
  site.cluster.createWritten(
      rights + "rolebindings",
      "{metadata: {name: prober}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: "
      "Role, name: prober}, subjects: [{kind: User, name: prober}]}");
  site.nameSpace = "team-a";
  const Outcome named = site.aictl(bench({"--nodes", "node-a,node-b", "--as", "prober", "-o", "json"}));
  const Outcome all = site.aictl(bench({"--nodes", "all", "--as", "prober"}));
  site.cluster.remove(rights + "roles/prober");
  site.cluster.remove(rights + "rolebindings/prober");
  INFO(named.err);
  CHECK(named.code == 0);
  CHECK(linesWith("may not list the pods of others", named.err).starts_with("info: "));
  REQUIRE(yaml::readJson(named.out));
  CHECK(all.code == 3);
  CHECK(linesWith("nodes", all.err) ==
        "user 'prober' may not list nodes in the whole cluster; name the nodes, as in --nodes a,b,c, which "
        "does "
        "not take that right\n");
  CHECK(site.podsLeft().empty());
}

TEST_CASE("nodes with work are left out of a benchmark, and are those where an entry runs") {
  if (!canPlay()) return;
  Site site({"node-a", "node-b"});
  REQUIRE(site.work.aictl({"train", "a", "--image", "x:1", "--gpus", "2", "--shm", "1Gi", "-q"}).code == 0);
  std::string node;
  until([&] {
    const Value all = site.cluster.get(pods + "?labelSelector=aictl.dev%2Fname%3Da");
    if (!all.find("items")->empty() &&
        findString(all.find("items")->items()[0], {"status", "phase"}) == "Running")
      node = findString(all.find("items")->items()[0], {"spec", "nodeName"});
    return !node.empty();
  });
  const Outcome busy = site.aictl(bench({"--nodes", "node-a,node-b"}));
  const Outcome where = site.aictl({"gpu", "list", "--entry", "train/a", "-o", "json"});
  site.work.aictl({"delete", "train/a", "-q"});
  CHECK(busy.code == 2);
  CHECK(linesWith("it has work", busy.err)
            .starts_with("warning: " + node + ": it is left out: it has work, a-"));
  CHECK(linesWith("2 nvidia.com/gpu", busy.err).find("--busy measures there all the same") !=
        std::string::npos);
  INFO(where.err);
  const auto answer = yaml::readJson(where.out);
  REQUIRE(answer);
  checkForm(site.work, "nodes", *answer);
  CHECK(answer->find("nodes")->size() == 1);
  CHECK(findString(answer->find("nodes")->items()[0], {"node"}) == node);
  CHECK(site.podsLeft().empty());
}

TEST_CASE("a name that is no node's, and options of two machines, are refused before anything starts") {
  SchedulingCluster cluster;
  cluster.createNodeWritten("{metadata: {name: gpu-1}, status: {}}");
  Workspace work;
  work.environment["KUBECONFIG"] = SchedulingCluster::plane().file("kubeconfig");
  const auto run = [&](std::vector<std::string> words) {
    words.insert(words.end(), {"--image", "example/aictl:1"});
    return work.aictl(words);
  };
  const Outcome unknown = run({"gpu", "check", "--nodes", "gpu-l"});
  CHECK(unknown.code == 2);
  CHECK(unknown.err == "the cluster has no node 'gpu-l'; did you mean 'gpu-1'?\n");
  CHECK(run({"rdma", "bench", "--nodes", "gpu-1", "--loopback"}).code == 2);
  CHECK(run({"gpu", "list", "--nodes", "gpu-1", "-o", "prometheus"}).code == 2);
  CHECK(work.aictl({"gpu", "list", "--nodes", "gpu-1"}).err ==
        "an image that has this program is needed; name it with --image or AICTL_IMAGE; packaging/Dockerfile "
        "makes one\n");
}
