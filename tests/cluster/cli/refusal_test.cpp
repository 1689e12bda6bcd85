// What the server refuses (exit code 3), and where no trusted answer comes (4).

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "cluster/fixture/cluster.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::ControlPlane;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Process;
using aictl::test::replaced;
using aictl::test::sortedLines;
using aictl::test::valueOf;
using aictl::test::Workspace;

namespace {

/// A socket of this machine that listens on a free port: it takes connections and never says a word, as a
/// server that is stopped does.
class SilentServer {
 public:
  SilentServer() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in address{
        .sin_family = AF_INET, .sin_port = 0, .sin_addr = {htonl(INADDR_LOOPBACK)}, .sin_zero = {}};
    socklen_t size = sizeof(address);
    auto* plain = reinterpret_cast<sockaddr*>(&address);
    REQUIRE(::bind(socket_, plain, size) == 0);
    REQUIRE(::listen(socket_, 8) == 0);
    REQUIRE(::getsockname(socket_, plain, &size) == 0);
    port_ = ntohs(address.sin_port);
  }
  ~SilentServer() { ::close(socket_); }
  SilentServer(const SilentServer&) = delete;
  SilentServer& operator=(const SilentServer&) = delete;

  int port() const { return port_; }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }

  /// Waits for a connection, which stays open.
  int accept() const { return ::accept(socket_, nullptr, nullptr); }

 private:
  int socket_;
  int port_ = 0;
};

/// A port of this machine that nobody listens at.
int freePort() {
  const SilentServer server;
  return server.port();
}

const std::string oneJob = "stack: s\ntrain: {a: {image: x}}\n";

}  // namespace

TEST_CASE("a field that the server refuses is shown at the line of the stack that it came from") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\n"
                     "train:\n"
                     "  a:\n"
                     "    image: x\n"
                     "    resources: {gadget: 1}\n");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  CHECK(run.out.empty());
  CHECK(linesWith("invalid value", run.err)
            .starts_with("aictl.yaml:5:25: train/a: Job a in namespace '" + cluster.nameSpace +
                         "': spec.template.spec.containers[0].resources.limits[gadget]: invalid value: "
                         "\"gadget\": must be a standard resource "
                         "type or fully qualified\n"));
  CHECK(linesWith("refused", run.err) == "refused   job.batch/a  (train/a)\n1 refused\n");
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("a field that the server does not know is shown at the patch, and at the manifest, that has it") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\n"
                     "train: {a: {image: x}}\n"
                     "manifests: [map.yaml]\n"
                     "patches:\n"
                     "- entry: train/a\n"
                     "  merge: {spec: {backofLimit: 3}}\n");
  cluster.work.write("map.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\ndta: {a: b}\n");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  CHECK(sortedLines(run.err) ==
        std::vector<std::string>{"2 refused", "2 to create",
                                 "aictl.yaml:6:31: train/a: Job a in namespace '" + cluster.nameSpace +
                                     "': spec.backofLimit: the server does not know this field",
                                 "create   -        configmap/m", "create   train/a  job.batch/a",
                                 "map.yaml:4:6: ConfigMap m in namespace '" + cluster.nameSpace +
                                     "': dta: the server does not know this field",
                                 "refused   configmap/m", "refused   job.batch/a  (train/a)"});
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("a value that the server cannot read is refused at its line, and the rest is applied") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [all.yaml]\n");
  cluster.work.write(
      "all.yaml",
      "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\n"
      "spec: {containers: [{name: c, image: x, resources: {limits: {memory: 1GB}}}]}\n"
      "---\napiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata:\n  good: aGk=\n  bad: hunter2!\n"
      "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: m}\n"
      "---\napiVersion: v1\nkind: Pod\nmetadata: {name: q, creationTimestamp: today}\n"
      "spec: {containers: [{name: c, image: x}]}\n");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  const std::string space = " in namespace '" + cluster.nameSpace + "': ";
  CHECK(linesWith("all.yaml:4:", run.err) == "all.yaml:4:70: Pod p" + space +
                                                 "spec.containers[0].resources.limits.memory: the server "
                                                 "cannot read '1GB'; did you mean '1G'?\n");
  CHECK(linesWith("all.yaml:11:", run.err) ==
        "all.yaml:11:8: Secret s" + space +
            "data.bad: the server cannot read it; write base64, or the text itself under stringData\n");
  CHECK(linesWith("all.yaml:19:", run.err)
            .starts_with("all.yaml:19:18: Pod q" + space +
                         "the server cannot read it: parsing time \"today\""));
  CHECK(run.err.find("hunter2") == std::string::npos);
  CHECK_FALSE(cluster.live("v1", "ConfigMap", "m").isNull());
}

TEST_CASE("an item of a list that lacks what tells items apart is shown at its line, with what it lacks") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [service.yaml]\n");
  cluster.work.write("service.yaml",
                     "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec:\n  ports:\n"
                     "  - {port: 80, protocol: TCP}\n  - {port: 81, name: b}\n");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  CHECK(linesWith("service.yaml:", run.err) ==
        "service.yaml:7:5: Service s in namespace '" + cluster.nameSpace +
            "': spec.ports[1]: this server wants 'protocol' to be said\n");
}

TEST_CASE("a wrong value of a custom kind is shown at its line") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\n"
                     "train: {a: {image: x, framework: tensorflow}}\n"
                     "patches:\n"
                     "- entry: train/a\n"
                     "  merge: {spec: {runPolicy: {cleanPodPolicy: Sometimes, backoffLimit: many}}}\n");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  CHECK(run.err ==
        "create   train/a  tfjob.kubeflow.org/a\n1 to create\n"
        "aictl.yaml:5:71: train/a: TFJob a in namespace '" +
            cluster.nameSpace +
            "': spec.runPolicy.backoffLimit: expected a number, found many\n"
            "refused   tfjob.kubeflow.org/a  (train/a)\n"
            "1 refused\n");
}

TEST_CASE("who may not do something is told with user, verb, resource and namespace") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", oneJob);
  const Outcome run =
      cluster.aictl({"apply", "--kubeconfig", ControlPlane::shared().file("restricted.kubeconfig")});
  CHECK(run.code == 3);
  CHECK(run.out.empty());
  const std::string remedy =
      "; ask who runs the cluster for that right, or choose another --context or --namespace\n";
  CHECK(run.err ==
        "user 'restricted' may not get configmaps in namespace '" + cluster.nameSpace + "'" + remedy);
  const Outcome removal =
      cluster.aictl({"delete", "--kubeconfig", ControlPlane::shared().file("restricted.kubeconfig")});
  CHECK(removal.code == 3);
  CHECK(removal.err ==
        "user 'restricted' may not get configmaps in namespace '" + cluster.nameSpace + "'" + remedy);
}

TEST_CASE("credentials that the server does not take are told with the user, and not shown") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", oneJob);
  const Workspace& work = cluster.work;
  REQUIRE(work.program({"cp", ControlPlane::shared().file("token.kubeconfig"), "kube"}).code == 0);
  const std::string token = valueOf(work.read("kube"), "token");
  work.write("kube", replaced(work.read("kube"), token, "sesame"));
  const Outcome run = cluster.aictl({"apply", "--kubeconfig", "kube"});
  CHECK(run.code == 3);
  CHECK(run.out.empty());
  CHECK(run.err ==
        valueOf(cluster.administrator(), "server") +
            " does not accept the credentials of user 'admin-token'; they may have expired: log in again, or "
            "get a new kubeconfig\n");
}

TEST_CASE("a field that somebody else set is a conflict, and --force-conflicts takes it") {
  Cluster cluster;
  cluster.work.write("aictl.yaml",
                     "stack: s\nserve: {a: {image: x, port: 80, engine: deployment, scale: {min: 2}}}\n");
  REQUIRE(cluster.aictl({"apply", "-q"}).code == 0);
  cluster.change("/apis/apps/v1/namespaces/" + cluster.nameSpace + "/deployments/a",
                 R"({"spec": {"replicas": 5}})");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  CHECK(linesWith("aictl.yaml", run.err) ==
        "aictl.yaml:2:66: serve/a: spec.replicas of Deployment a in namespace '" + cluster.nameSpace +
            "' is 2 here, and 5 as 'somebody' set it; --force-conflicts takes it\n");
  CHECK(cluster.aictl({"apply", "--force-conflicts"}).code == 0);
  CHECK(cluster.live("apps/v1", "Deployment", "a").find("spec")->find("replicas")->integer() == 2);
}

TEST_CASE("a kind that the cluster has not is told before anything is sent") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [gadget.yaml]\ntrain: {a: {image: x}}\n");
  cluster.work.write("gadget.yaml", "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {name: g}\n");
  const Outcome run = cluster.aictl({"apply"});
  CHECK(run.code == 3);
  CHECK(run.err ==
        "gadget.yaml:2:7: the cluster has no kind Gadget of example.com/v1: it serves nothing of "
        "'example.com'; the operator "
        "that brings it is not installed there; check --context, too\n");
  CHECK(cluster.live("batch/v1", "Job", "a").isNull());
}

TEST_CASE("an entry whose kind the cluster has not is told who brings it, and what does without") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\npacks: [pack]\ngadget:\n  a: {}\n");
  cluster.work.write(
      "pack/gadget/template.yaml",
      "description: A gadget.\nschema: {type: object}\nvariants:\n- manifests: [gadget.yaml]\n");
  cluster.work.write("pack/gadget/gadget.yaml",
                     "apiVersion: example.com/v1\nkind: Gadget\nmetadata: {$eval: entry.metadata}\n");
  cluster.work.write(
      "pack/kinds/example.com_Gadget.yaml",
      "apiVersion: example.com/v1\nkind: Gadget\noperator: Gadget Works\notherwise: 'as: job'\n");
  CHECK(cluster.aictl({"apply"}).err ==
        "aictl.yaml:4:3: gadget/a: the cluster has no kind Gadget of example.com/v1: it serves nothing of "
        "'example.com'; Gadget Works, which brings it, is not installed there; check --context, too; or say "
        "'as: job', which does without it\n");
  CHECK(linesWith("remedy", cluster.aictl({"why"}).out) ==
        "remedy  have Gadget Works installed, which brings the kind; or say 'as: job', which does without "
        "it\n");
}

TEST_CASE("a kind of Kubernetes itself that the cluster has not is no operator's") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", "stack: s\nmanifests: [a.yaml]\n");
  cluster.work.write("a.yaml", "apiVersion: apps/v9\nkind: Deployment\nmetadata: {name: a}\n");
  CHECK(
      cluster.aictl({"apply"}).err ==
      "a.yaml:2:7: the cluster has no kind Deployment of apps/v9: of 'apps' it serves v1; the cluster is of "
      "another version; check --context, too\n");
}

TEST_CASE("a server whose certificate is of another authority is not trusted") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", oneJob);
  const std::string kubeconfig = cluster.administrator();
  // The certificate of the client is signed by nobody that signs servers.
  cluster.work.write("kube", replaced(kubeconfig, valueOf(kubeconfig, "certificate-authority-data"),
                                      valueOf(kubeconfig, "client-certificate-data")));
  const Outcome run = cluster.aictl({"apply", "--kubeconfig", "kube"});
  CHECK(run.code == 4);
  CHECK(run.out.empty());
  CHECK(
      run.err ==
      "the certificate of " + valueOf(kubeconfig, "server") +
          " is not of an authority that is trusted here; the 'certificate-authority' in the kubeconfig is of "
          "another cluster, or of this one before it was made anew\n");
}

TEST_CASE("a server whose certificate has expired is told so") {
  Cluster cluster;
  cluster.work.write("aictl.yaml", oneJob);
  const auto openssl = [&](std::vector<std::string> words) {
    words.insert(words.begin(), "openssl");
    return cluster.work.program(words).code == 0;
  };
  REQUIRE(
      openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem",
               "-out", "request.pem", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"}));
  // An authority of one file each, so that the days of the past can be named: `x509` of OpenSSL 3.5 takes
  // none.
  cluster.work.write("index.txt", "");
  cluster.work.write("serial", "01\n");
  cluster.work.write("authority.conf",
                     "[ca]\ndefault_ca=one\n[one]\nnew_certs_dir=.\ndatabase=index.txt\nserial=serial\n"
                     "default_md=sha256\npolicy=any\ncopy_extensions=copy\n[any]\ncommonName=supplied\n");
  REQUIRE(openssl({"ca", "-config", "authority.conf", "-batch", "-selfsign", "-keyfile", "key.pem", "-in",
                   "request.pem", "-out", "certificate.pem", "-startdate", "20200101000000Z", "-enddate",
                   "20200102000000Z"}));
  const int port = freePort();
  const Process server(
      {.words = {"openssl", "s_server", "-quiet", "-accept", "127.0.0.1:" + std::to_string(port), "-cert",
                 cluster.work.path("certificate.pem"), "-key", cluster.work.path("key.pem")},
       .folder = cluster.work.path("."),
       .environment = cluster.work.environment});
  cluster.work.write("kube",
                     "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
                     "contexts: [{name: c, context: {cluster: c, user: u}}]\n"
                     "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:" +
                         std::to_string(port) +
                         "', certificate-authority: certificate.pem}}]\n"
                         "users: [{name: u, user: {token: t}}]\n");
  // The server may need a moment to listen.
  Outcome run;
  for (int tries = 0; tries < 100; ++tries) {
    run = cluster.aictl({"apply", "--kubeconfig", "kube"});
    if (run.err.find("nothing listens") == std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  CHECK(run.code == 4);
  CHECK(run.out.empty());
  CHECK(run.err ==
        "the certificate of https://127.0.0.1:" + std::to_string(port) +
            " has expired; the cluster's administrator has to renew it; check this machine's clock, too\n");
}

TEST_CASE("Ctrl-C and SIGTERM end a command soon, also while the server says nothing") {
  const SilentServer server;
  Cluster cluster;
  cluster.work.write("aictl.yaml", oneJob);
  const std::string kubeconfig = cluster.administrator();
  cluster.work.write("kube", replaced(kubeconfig, valueOf(kubeconfig, "server"), server.url()));
  for (const int number : {SIGINT, SIGTERM}) {
    INFO("signal " << number);
    Process process(cluster.work.command({"apply", "--kubeconfig", "kube"}));
    const int connection = server.accept();
    process.signal(number);
    const Outcome run = process.wait(std::chrono::seconds(20));
    ::close(connection);
    CHECK(run.code == 130);
    CHECK(run.out.empty());
    CHECK(run.err == "interrupted\n");
  }
}

TEST_CASE("a server that says nothing is given up after the time limit") {
  const SilentServer server;
  Cluster cluster;
  cluster.work.write("aictl.yaml", oneJob);
  const std::string kubeconfig = cluster.administrator();
  cluster.work.write("kube", replaced(kubeconfig, valueOf(kubeconfig, "server"), server.url()));
  const Outcome run = cluster.aictl({"apply", "--kubeconfig", "kube", "--request-timeout", "0.2"});
  CHECK(run.code == 4);
  CHECK(run.err == "no connection to " + server.url() +
                       " within 0.2 s; check the network, VPN or proxy, and that the cluster runs\n");
}
