// What goes wrong between us and the server, on a control plane of its own where that has to suffer.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <thread>

#include "cluster/kube/session.h"
#include "core/kube/access/base64.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::ControlPlane;
using aictl::test::mentions;
using aictl::test::newNamespace;
using aictl::test::runProgram;
using aictl::test::Session;
using std::chrono::milliseconds;

namespace {

Access accessOf(const std::string& file) {
  Sources sources;
  Result<Access> access = readAccess({.kubeconfig = ControlPlane::shared().file(file)}, sources);
  REQUIRE(access);
  return *std::move(access);
}

std::string faultOf(Access access, ExitCode code) {
  Session session(std::move(access), {});
  const Result<Response> response = session.client->send({.path = "/api/v1/namespaces/default"});
  REQUIRE(!response);
  CHECK(response.failure().code == code);
  return session.said(response.failure().findings);
}

std::string configMaps(const std::string& space, int count) {
  std::string all;
  for (int i = 0; i < count; ++i) {
    all += "{apiVersion: v1, kind: ConfigMap, metadata: {name: c" + std::to_string(i) +
           ", namespace: " + space + "}, data: {x: y}}\n---\n";
  }
  return all;
}

std::string readText(const std::string& path) {
  std::ifstream in(path);
  return {std::istreambuf_iterator<char>(in), {}};
}

/// A TLS server with a certificate of its own making that ended yesterday.
class ExpiredServer {
 public:
  ExpiredServer() {
    folder_ = (std::filesystem::temp_directory_path() / "aictl-expired.XXXXXX").string();
    REQUIRE(::mkdtemp(folder_.data()) != nullptr);
    const std::string subject = "subjectAltName=IP:127.0.0.1";
    // openssl req cannot make a certificate that has ended in all its versions; x509 -days can.
    ready_ = runProgram({"openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                         "-keyout", folder_ + "/key.pem", "-out", folder_ + "/request.pem", "-subj",
                         "/CN=127.0.0.1", "-addext", subject}) == 0 &&
             runProgram({"openssl", "x509", "-req", "-in", folder_ + "/request.pem", "-signkey",
                         folder_ + "/key.pem", "-days", "-1", "-copy_extensions", "copy", "-out",
                         folder_ + "/certificate.pem"}) == 0;
    if (!ready_) return;
    listen();
  }
  ~ExpiredServer() {
    if (process_ > 0) {
      ::kill(process_, SIGKILL);
      ::waitpid(process_, nullptr, 0);
    }
    for (const int end : {input_[0], input_[1], output_[0], output_[1]}) ::close(end);
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  ExpiredServer(const ExpiredServer&) = delete;
  ExpiredServer& operator=(const ExpiredServer&) = delete;

  bool ready() const { return ready_; }
  std::string url() const { return "https://127.0.0.1:" + std::to_string(port_); }
  std::string certificate() const { return readText(folder_ + "/certificate.pem"); }

 private:
  /// At a port that the kernel chooses; the server tells it once it listens.
  void listen() {
    REQUIRE(::pipe2(input_.data(), O_CLOEXEC) == 0);  // its end would end the server
    REQUIRE(::pipe2(output_.data(), O_CLOEXEC) == 0);
    process_ = ::fork();
    if (process_ == 0) {
      ::dup2(input_[0], STDIN_FILENO);
      ::dup2(output_[1], STDOUT_FILENO);
      ::execlp("openssl", "openssl", "s_server", "-accept", "127.0.0.1:0", "-cert",
               (folder_ + "/certificate.pem").c_str(), "-key", (folder_ + "/key.pem").c_str(), nullptr);
      ::_exit(127);
    }
    std::string said;
    char letter = 0;
    while (!said.ends_with('\n') || said.find("ACCEPT ") == std::string::npos) {
      REQUIRE(::read(output_[0], &letter, 1) == 1);
      said += letter;
    }
    port_ = std::stoi(said.substr(said.rfind(':') + 1));
  }

  std::string folder_;
  bool ready_ = false;
  int port_ = 0;
  pid_t process_ = -1;
  std::array<int, 2> input_{-1, -1};
  std::array<int, 2> output_{-1, -1};
};

}  // namespace

TEST_CASE("a token that the server does not know is refused, and not shown") {
  Access access = accessOf("token.kubeconfig");
  access.user.token = "sesame";
  Session session(std::move(access), {});
  const Result<std::vector<Applied>> results =
      apply(session, {session.manifests(configMaps("default", 1))}, {});
  REQUIRE(!results);
  CHECK(results.failure().code == ExitCode::refused);
  const std::string said = session.said(results.failure().findings);
  mentions(said, {"does not accept the credentials of user 'admin-token'"});
  CHECK(said.find("sesame") == std::string::npos);
}

TEST_CASE("a bearer token is taken as a client certificate is") {
  Session session(ControlPlane::shared().file("token.kubeconfig"));
  const Result<Response> response = session.client->send({.path = "/api/v1/namespaces/default"});
  REQUIRE(response);
  CHECK(response->status == 200);
}

TEST_CASE("who acts as another has that one's rights") {
  Access access = accessOf("kubeconfig");
  access.user.as = "restricted";
  Session session(std::move(access), {});
  const Result<Response> response = session.client->send({.path = "/api/v1/namespaces/default/pods"});
  REQUIRE(response);
  CHECK(response->status == 403);
}

TEST_CASE("a server whose certificate is of another authority is not trusted") {
  const ExpiredServer other;
  if (!other.ready()) {
    WARN("not tested: the program openssl is not here");
    return;
  }
  Access access = accessOf("kubeconfig");
  access.cluster.certificateAuthority = other.certificate();
  mentions(faultOf(access, ExitCode::noAnswer),
           {"not of an authority that is trusted here", "of another cluster"});
  access.cluster.certificateAuthority.clear();
  const bool trustsAny = std::filesystem::exists("/etc/ssl/certs/ca-certificates.crt");
  mentions(faultOf(access, ExitCode::noAnswer),
           {trustsAny ? "not of an authority that is trusted here"
                      : "this machine has no certificate authorities that it trusts",
            "'certificate-authority'"});
}

TEST_CASE("a server whose certificate has expired is told so") {
  const ExpiredServer server;
  if (!server.ready()) {
    WARN("not tested: the program openssl is not here");
    return;
  }
  Access access;
  access.cluster = {.name = "old", .server = server.url(), .certificateAuthority = server.certificate()};
  mentions(faultOf(access, ExitCode::noAnswer), {"certificate of " + server.url() + " has expired", "clock"});
}

TEST_CASE("a certificate for another name is told with the name that was asked for") {
  Access access = accessOf("kubeconfig");
  access.cluster.tlsServerName = "elsewhere.example.com";
  mentions(faultOf(access, ExitCode::noAnswer),
           {"is for other names than 'elsewhere.example.com'", "tls-server-name"});
}

TEST_CASE("tls-server-name is the name that the certificate is checked for") {
  Access access = accessOf("kubeconfig");
  access.cluster.tlsServerName = "kubernetes.default.svc";
  Session session(std::move(access), {});
  const Result<Response> response = session.client->send({.path = "/api/v1/namespaces/default"});
  INFO((response ? std::string() : session.said(response.failure().findings)));
  REQUIRE(response);
  CHECK(response->status == 200);
}

TEST_CASE("a server that is not verified is talked to all the same") {
  Access access = accessOf("kubeconfig");
  access.cluster.certificateAuthority.clear();
  access.cluster.verified = false;
  Session session(std::move(access), {});
  const Result<Response> response = session.client->send({.path = "/api/v1/namespaces/default"});
  REQUIRE(response);
  CHECK(response->status == 200);
}

TEST_CASE("a client certificate and key that do not belong together are told") {
  Access access = accessOf("kubeconfig");
  access.user.clientKey = accessOf("restricted.kubeconfig").user.clientKey;
  mentions(faultOf(access, ExitCode::badInput),
           {"client certificate and key of user 'admin'", "belong together"});
}

TEST_CASE("of 300 objects each is created once, and a repetition changes none") {
  Session session;
  const std::string space = newNamespace();
  const Waves waves{session.manifests(configMaps(space, 300))};
  for (const ApplyOutcome expected : {ApplyOutcome::created, ApplyOutcome::unchanged}) {
    const Result<std::vector<Applied>> results = apply(session, waves, {});
    REQUIRE(results);
    CHECK(std::all_of(results->begin(), results->end(),
                      [&](const Applied& one) { return one.outcome == expected; }));
  }
}

TEST_CASE("a stop in the middle says what was done and what was not sent") {
  std::atomic<bool> stop = false;
  Session session(ControlPlane::shared().file("kubeconfig"), {.stop = &stop});
  const std::string space = newNamespace();
  int reported = 0;
  const Waves waves{session.manifests(configMaps(space, 300)), session.manifests(configMaps(space, 1))};
  const Result<std::vector<Applied>> results =
      apply(session, waves, {}, [&](const Applied&) { stop = ++reported >= 20; });
  REQUIRE(results);
  CHECK(exitCode(*results) == ExitCode::interrupted);
  CHECK(results->back().outcome == ApplyOutcome::notSent);
  Session after;
  const std::vector<Kind> kinds{{"v1", "ConfigMap"}};
  REQUIRE(!after.discovery->learn(kinds));
  std::size_t there = 0;
  REQUIRE(list(*after.client, *after.discovery, {.kind = kinds[0], .namespaceName = space},
               [&](const Value&) { ++there; }));
  const auto created = std::count_if(results->begin(), results->end(),
                                     [](const Applied& one) { return one.outcome == ApplyOutcome::created; });
  CHECK(there >= static_cast<std::size_t>(created));
  CHECK(there < 300);
}

TEST_CASE("a server that stops, dies and comes back: each is told, and nothing is lost") {
  ControlPlane plane;
  const std::string space = "default";

  SECTION("a server that hangs is told after the time limit") {
    Session session(plane.file("kubeconfig"), {.requestTimeout = milliseconds(500)});
    const Waves waves{session.manifests(configMaps(space, 300))};
    REQUIRE(apply(session, {session.manifests(configMaps(space, 1))}, {}));
    int reported = 0;
    const Result<std::vector<Applied>> results = apply(session, waves, {}, [&](const Applied&) {
      if (++reported == 10) plane.signal("kube-apiserver", "STOP");
    });
    plane.signal("kube-apiserver", "CONT");
    REQUIRE(results);
    CHECK(exitCode(*results) == ExitCode::noAnswer);
    CHECK(findings(*results).size() == 1);
    mentions(session.said(findings(*results)), {"did not answer within 0.5 s"});
    CHECK(results->back().outcome == ApplyOutcome::notSent);
  }

  SECTION("a server that is killed is told, and the repetition makes all good") {
    Session session(plane.file("kubeconfig"), {.tries = 2});
    const Waves waves{session.manifests(configMaps(space, 300))};
    int reported = 0;
    const Result<std::vector<Applied>> results = apply(session, waves, {}, [&](const Applied&) {
      if (++reported == 10) plane.signal("kube-apiserver", "KILL");
    });
    REQUIRE(results);
    CHECK(exitCode(*results) == ExitCode::noAnswer);
    plane.restart("kube-apiserver");
    const Result<std::vector<Applied>> again = apply(session, waves, {});
    REQUIRE(again);
    CHECK(exitCode(*again) == ExitCode::done);
    std::set<std::string> names;
    REQUIRE(list(*session.client, *session.discovery,
                 {.kind = {"v1", "ConfigMap"}, .namespaceName = space, .labels = ""},
                 [&](const Value& object) { names.insert(nameOf(object).name); }));
    for (int i = 0; i < 300; ++i) CHECK(names.contains(fmt::format("c{}", i)));
  }
}
