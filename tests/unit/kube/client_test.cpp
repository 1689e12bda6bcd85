#include "core/kube/connection/client.h"

#include <netinet/tcp.h>

#include <map>

#include "core/kube/api/discovery.h"
#include "core/kube/api/objects.h"
#include "core/kube/connection/transport_failure.h"
#include "unit/kube/small_server.h"
#include "unit/kube/surroundings.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::Folder;
using aictl::test::mentions;
using aictl::test::SmallServer;
using std::chrono::milliseconds;

namespace {

std::string answer(const std::string& status, const std::string& body = "{}",
                   const std::string& headers = "") {
  return "HTTP/1.1 " + status +
         "\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\nConnection: close\r\n" + headers + "\r\n" + body;
}

std::unique_ptr<Client> open(const std::string& url, const ClientOptions& options = {}, User user = {}) {
  Access access;
  access.cluster.server = url;
  access.cluster.verified = false;  // so that it does not matter whom the machine trusts
  access.user = std::move(user);
  Result<std::unique_ptr<Client>> client = Client::open(std::move(access), options);
  REQUIRE(client);
  return *std::move(client);
}

std::string fault(const Result<Response>& response, ExitCode code) {
  REQUIRE(!response);
  CHECK(response.failure().code == code);
  return text(response.failure().findings.front(), Sources());
}

/// An option of this process's connection to a port of this machine.
int optionOfConnection(const std::string& url, int option) {
  const int port = std::stoi(url.substr(url.rfind(':') + 1));
  for (int socket = 0; socket < 1024; ++socket) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    if (::getpeername(socket, reinterpret_cast<sockaddr*>(&peer), &size) != 0) continue;
    if (peer.sin_family != AF_INET || ntohs(peer.sin_port) != port) continue;
    int value = 0;
    size = sizeof value;
    if (::getsockopt(socket, IPPROTO_TCP, option, &value, &size) == 0) return value;
  }
  return -1;
}

/// A port at which nothing listens.
std::string deadUrl() {
  return SmallServer([](int, const std::string&) { return ""; }).url();
}

}  // namespace

TEST_CASE("a request carries its body, its type, the user agent and who asks") {
  SmallServer server(
      [](int, const std::string&) { return answer("200 OK", "{\"a\":1}", "Warning: 299 - \"old\"\r\n"); });
  User user{.token = "t", .as = "jane", .asGroups = {"g1", "g2"}, .asExtras = {{"sc/ope", "x"}}};
  const std::unique_ptr<Client> client = open(server.url() + "/prefix", {.userAgent = "aictl/1"}, user);
  const Result<Response> response = client->send({.method = Method::patch,
                                                  .path = "/api/v1/x",
                                                  .body = "{}",
                                                  .contentType = "application/apply-patch+yaml"});
  REQUIRE(response);
  CHECK(response->status == 200);
  CHECK(response->body == "{\"a\":1}");
  CHECK(response->warnings == std::vector<std::string>{"old"});
  mentions(server.requests().front(),
           {"PATCH /prefix/api/v1/x HTTP/1.1", "Authorization: Bearer t", "User-Agent: aictl/1",
            "Content-Type: application/apply-patch+yaml", "Impersonate-User: jane", "Impersonate-Group: g1",
            "Impersonate-Group: g2", "Impersonate-Extra-sc%2Fope: x", "\r\n\r\n{}"});
}

TEST_CASE("a connection over a network that has gone ends after half a minute, also one at rest") {
  std::string url;
  std::map<int, int> options;
  SmallServer server([&](int, const std::string&) {
    for (const int option : {TCP_USER_TIMEOUT, TCP_KEEPIDLE, TCP_KEEPINTVL}) {
      options[option] = optionOfConnection(url, option);
    }
    return answer("200 OK");
  });
  url = server.url();
  REQUIRE(open(url)->send({.path = "/x"}));
  CHECK(options[TCP_USER_TIMEOUT] == 30'000);
  CHECK(options[TCP_KEEPIDLE] == 15);
  CHECK(options[TCP_KEEPINTVL] == 5);
}

TEST_CASE("a server that is busy or away for a moment is asked again") {
  for (const std::string status : {"429 Too Many Requests", "500 Internal Server Error", "502 Bad Gateway",
                                   "503 Service Unavailable", "504 Gateway Timeout"}) {
    SmallServer server(
        [&](int number, const std::string&) { return number < 2 ? answer(status) : answer("200 OK"); });
    const Result<Response> response = open(server.url())->send({.path = "/x"});
    REQUIRE(response);
    CHECK(response->status == 200);
    CHECK(server.requests().size() == 3);
  }
}

TEST_CASE("a manifest that the server fails to read is not sent again") {
  const std::string body =
      R"({"message": "failed to create typed patch object: .spec.x: field not declared"})";
  SmallServer server([&](int, const std::string&) { return answer("500 Internal Server Error", body); });
  const Result<Response> response =
      open(server.url())->send({.method = Method::patch, .path = "/x", .body = "{}"});
  REQUIRE(response);
  CHECK(response->status == 500);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("what must not be sent twice is not") {
  for (const std::string& given :
       {answer("503 Service Unavailable"), answer("429 Too Many Requests"), std::string()}) {
    SmallServer server([&](int, const std::string&) { return given; });
    (void)open(server.url())
        ->send({.method = Method::post, .path = "/x", .body = "{}", .repeat = Repeat::never});
    CHECK(server.requests().size() == 1);
  }
}

TEST_CASE("a server that is busy for good is asked a bounded number of times") {
  SmallServer server([&](int, const std::string&) { return answer("503 Service Unavailable"); });
  const Result<Response> response = open(server.url(), {.tries = 3})->send({.path = "/x"});
  REQUIRE(response);
  CHECK(response->status == 503);
  CHECK(server.requests().size() == 3);
}

TEST_CASE("a server that asks for an hour of patience is not waited for") {
  SmallServer server([&](int, const std::string&) {
    return answer("429 Too Many Requests", "{}", "Retry-After: 3600\r\n");
  });
  const Result<Response> response = open(server.url())->send({.path = "/x"});
  REQUIRE(response);
  CHECK(response->status == 429);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("an answer that is lost on the way is asked for again") {
  SmallServer server([](int number, const std::string&) {
    if (number == 0) return std::string();
    if (number == 1) return answer("200 OK", "{\"a\":1}").substr(0, 90);
    return answer("200 OK", "{\"a\":1}");
  });
  const Result<Response> response = open(server.url())->send({.path = "/x"});
  REQUIRE(response);
  CHECK(response->body == "{\"a\":1}");
}

TEST_CASE("a connection that is always lost is told in words") {
  SmallServer server([](int, const std::string&) { return std::string(); });
  mentions(fault(open(server.url(), {.tries = 2})->send({.path = "/x"}), ExitCode::noAnswer),
           {"the connection to " + server.url() + " was lost before it had answered"});
}

TEST_CASE("a server that is not there is told at once") {
  const std::string url = deadUrl();
  mentions(fault(open(url)->send({.path = "/x"}), ExitCode::noAnswer),
           {"nothing listens at " + url + " (connection refused)", "kubeconfig"});
}

TEST_CASE("a name that the DNS does not know is told") {
  mentions(fault(open("https://nowhere.invalid:1")->send({.path = "/x"}), ExitCode::noAnswer),
           {"'nowhere.invalid' is not known to the DNS"});
}

TEST_CASE("a server that does not answer in time is told with the time") {
  std::atomic<bool> ended = false;
  SmallServer server([&](int, const std::string&) {
    while (!ended) std::this_thread::sleep_for(milliseconds(5));
    return std::string();
  });
  const std::string words = fault(
      open(server.url(), {.requestTimeout = milliseconds(200)})->send({.path = "/x"}), ExitCode::noAnswer);
  ended = true;
  mentions(words, {"did not answer within 0.2 s", "--request-timeout"});
}

TEST_CASE("a machine that trusts nobody is told apart from a certificate authority that cannot be read") {
  const auto said = [](const std::string& authority) {
    Access access;
    access.cluster = {.name = "c", .server = "https://a", .certificateAuthority = authority};
    Attempt attempt;
    attempt.code = CURLE_SSL_CACERT_BADFILE;
    return transportFailure(attempt, access, {});
  };
  CHECK(said("").code == ExitCode::noAnswer);
  mentions(text(said("").findings.front(), Sources()), {"no certificate authorities", "ca-certificates"});
  CHECK(said("x").code == ExitCode::badInput);
  mentions(text(said("x").findings.front(), Sources()), {"cluster 'c' cannot be read as PEM"});
}

TEST_CASE("a server that speaks no TLS is told") {
  SmallServer server([](int, const std::string&) { return answer("400 Bad Request"); });
  std::string url = server.url();
  url.replace(0, 4, "https");
  mentions(fault(open(url)->send({.path = "/x"}), ExitCode::noAnswer), {"does not speak TLS", "http://"});
}

TEST_CASE("a proxy that is not there, or refuses, is told as the cause") {
  Access access;
  access.cluster.server = "https://cluster.invalid:6443";
  const auto faultBy = [&](const std::string& proxy) {
    access.cluster.proxyUrl = proxy;
    Result<std::unique_ptr<Client>> client = Client::open(access, {.tries = 1});
    REQUIRE(client);
    return fault((*client)->send({.path = "/x"}), ExitCode::noAnswer);
  };
  std::string dead = deadUrl();
  dead.insert(7, "user:sesame@");
  const std::string away = faultBy(dead);
  mentions(away, {"the proxy on the way to https://cluster.invalid:6443 does not take the connection"});
  CHECK(away.find("sesame") == std::string::npos);
  CHECK(faultBy("gopher://user:sesame@127.0.0.1:1").find("sesame") == std::string::npos);
  SmallServer proxy([](int, const std::string&) { return answer("403 Forbidden"); });
  mentions(faultBy(proxy.url()),
           {"the proxy on the way to https://cluster.invalid:6443 refuses to lead there"});
  mentions(proxy.requests().front(), {"CONNECT cluster.invalid:6443"});
  access.cluster.server = "https://127.0.0.1:6443";
  mentions(faultBy(deadUrl()),
           {"the proxy on the way to https://127.0.0.1:6443 does not take the connection"});
}

TEST_CASE("this machine is not asked through a proxy of the environment") {
  const test::Environment environment{{"http_proxy", deadUrl()}, {"all_proxy", deadUrl()}};
  SmallServer server([](int, const std::string&) { return answer("200 OK"); });
  CHECK(open(server.url())->send({.path = "/x"}));
}

TEST_CASE("an answer that is too large is refused") {
  SmallServer server([](int, const std::string&) { return answer("200 OK", std::string(3U << 20U, 'x')); });
  mentions(fault(open(server.url(), {.responseLimit = 1U << 20U})->send({.path = "/x"}), ExitCode::noAnswer),
           {"larger than the 1 MiB"});
}

TEST_CASE("a redirection is not followed") {
  SmallServer server(
      [](int, const std::string&) { return answer("302 Found", "", "Location: http://127.0.0.1:1/\r\n"); });
  const Result<Response> response = open(server.url(), {}, {.token = "t"})->send({.path = "/x"});
  REQUIRE(response);
  CHECK(response->status == 302);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a token file is read again when the server no longer takes the token") {
  const Folder folder;
  const std::string file = folder.write("token", "old\n");
  SmallServer server([&](int number, const std::string&) {
    if (number == 0) folder.write("token", "new\n");
    return number == 0 ? answer("401 Unauthorized") : answer("200 OK");
  });
  const Result<Response> response =
      open(server.url(), {}, {.tokenFile = file})
          ->send({.method = Method::post, .path = "/x", .body = "{}", .repeat = Repeat::never});
  REQUIRE(response);
  CHECK(response->status == 200);
  mentions(server.requests().at(0), {"Bearer old"});
  mentions(server.requests().at(1), {"Bearer new"});
}

TEST_CASE("a token that cannot be renewed is refused at the first try") {
  SmallServer server([&](int, const std::string&) { return answer("401 Unauthorized"); });
  const Result<Response> response = open(server.url(), {}, {.token = "t"})->send({.path = "/x"});
  REQUIRE(response);
  CHECK(response->status == 401);
  CHECK(server.requests().size() == 1);
}

TEST_CASE("a stop ends what waits, and each request is told of it") {
  std::atomic<bool> stop = false;
  SmallServer server([&](int, const std::string&) {
    stop = true;
    return answer("503 Service Unavailable");
  });
  const std::unique_ptr<Client> client = open(server.url(), {.concurrency = 1, .stop = &stop});
  int interrupted = 0;
  for (int i = 0; i < 5; ++i) {
    client->submit({.path = "/x"}, [&](const Result<Response>& response) {
      if (!response && response.failure().code == ExitCode::interrupted) ++interrupted;
    });
  }
  client->run();
  CHECK(interrupted == 5);
}

TEST_CASE("requests that listen keep no other waiting, however many there are") {
  constexpr int many = 20;
  SmallServer server([](int, const std::string& request) {
    if (!request.starts_with("GET /watch")) return answer("200 OK");
    return std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n\0", 48);
  });
  const std::unique_ptr<Client> client = open(server.url(), {.concurrency = 2});
  for (int i = 0; i < many; ++i) {
    client->submit({.path = "/watch", .repeat = Repeat::never, .line = [](std::string_view) { return true; }},
                   [](const Result<Response>&) {});
  }
  bool answered = false;
  client->submit({.path = "/x"}, [&](const Result<Response>& response) { answered = response->good(); });
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  client->runUntil([&] { return answered || std::chrono::steady_clock::now() > deadline; });
  CHECK(answered);
  CHECK(server.requests().size() == many + 1);
  client->drop();
}

TEST_CASE("an answer that is not of an API server is told as such") {
  SmallServer server([&](int, const std::string&) { return answer("200 OK", "<html>log in</html>"); });
  const std::unique_ptr<Client> client = open(server.url());
  Discovery discovery(*client, "");
  const std::vector<Kind> kinds{{"v1", "Pod"}};
  const std::optional<Failure> failure = discovery.learn(kinds);
  REQUIRE(failure);
  CHECK(failure->code == ExitCode::noAnswer);
  mentions(text(failure->findings.front(), Sources()), {"not of a Kubernetes API server"});
}

TEST_CASE("a list that takes too long to read goes on with the state of now") {
  SmallServer server([&](int number, const std::string& request) {
    if (request.starts_with("GET /api/v1 ")) {
      return answer("200 OK", R"({"resources":[{"name":"pods","kind":"Pod","namespaced":true}]})");
    }
    if (number == 1)
      return answer("200 OK", R"({"metadata":{"continue":"one"},"items":[{"metadata":{"name":"a"}}]})");
    if (request.find("continue=one") != std::string::npos) {
      return answer("410 Gone", R"({"kind":"Status","metadata":{"continue":"two"},"code":410})");
    }
    return answer("200 OK", R"({"metadata":{"resourceVersion":"9"},"items":[{"metadata":{"name":"b"}}]})");
  });
  const std::unique_ptr<Client> client = open(server.url());
  Discovery discovery(*client, "");
  const std::vector<Kind> kinds{{"v1", "Pod"}};
  REQUIRE(!discovery.learn(kinds));
  std::string names;
  const Result<std::string> version =
      list(*client, discovery, {.kind = kinds[0], .namespaceName = "ml", .labels = "a=b,c"},
           [&](const Value& pod) { names += nameOf(pod).kind.kind + " " + nameOf(pod).name + ","; });
  REQUIRE(version);
  CHECK(*version == "9");
  CHECK(names == "Pod a,Pod b,");
  mentions(server.requests().at(1), {"/api/v1/namespaces/ml/pods?limit=500&labelSelector=a%3Db%2Cc"});
}

TEST_CASE("what was learnt of a server is kept on disk for the user alone") {
  const Folder folder;
  const std::string kept = folder.path() + "/cache/discovery";
  SmallServer server([&](int, const std::string&) {
    return answer(
        "200 OK",
        R"({"resources":[{"name":"pods","kind":"Pod","namespaced":true},{"name":"pods/log","kind":"Pod"}]})");
  });
  const std::unique_ptr<Client> client = open(server.url());
  const std::vector<Kind> pod{{"v1", "Pod"}};
  Discovery first(*client, kept);
  REQUIRE(!first.learn(pod));
  Discovery second(*client, kept);
  REQUIRE(!second.learn(pod));
  REQUIRE(second.find(pod[0]) != nullptr);
  CHECK(second.find(pod[0])->object("ml", "a") == "/api/v1/namespaces/ml/pods/a");
  CHECK(server.requests().size() == 1);
  CHECK((std::filesystem::status(kept).permissions() & std::filesystem::perms::all) ==
        std::filesystem::perms::owner_all);

  const std::vector<Kind> other{{"v1", "Node"}};
  REQUIRE(!second.learn(other));  // a kind that is missed is asked for again, once
  REQUIRE(!second.learn(other));
  CHECK(server.requests().size() == 2);

  folder.write("cache/discovery/v1.json", "{{{");
  Discovery third(*client, kept);
  REQUIRE(!third.learn(pod));
  CHECK(third.find(pod[0]) != nullptr);
}
