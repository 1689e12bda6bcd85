#include "core/rdma/bench/server.h"

#include <poll.h>
#include <sys/socket.h>

#include <thread>

#include "bench.h"
#include "catch.h"
#include "core/rdma/bench/control.h"
#include "core/rdma/bench/token.h"

using namespace bench_test;
using std::chrono::milliseconds;

namespace {

/// A server in a thread of its own.
class Server {
 public:
  explicit Server(const std::string& token = {}) : Server(*listenAt({"127.0.0.1", 0}), token) {}
  ~Server() {
    stop_ = true;
    thread_.join();
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  Address address() const { return {"127.0.0.1", port_}; }

  Socket connect() const {
    auto socket = connectTo(address(), std::chrono::steady_clock::now() + milliseconds(5000), never);
    REQUIRE(socket);
    return *std::move(socket);
  }
  Control control() const { return {connect(), MessageReader(messageLimit), never}; }

  Result<Report> measure(const std::string& token = {}) const {
    Request asked = request(quick({latency(Transport::tcp, 8)}));
    asked.server = address();
    asked.token = token;
    return aictl::rdma::bench::measure(asked, side(), Value::map());
  }

 private:
  Server(Socket listener, const std::string& token)
      : port_(portOf(listener)),
        reception_(std::move(listener), token, stop_),
        thread_([this] { serveAll(reception_, {.stop = stop_}, Value::map(), [](auto&&...) {}); }) {}

  std::uint16_t port_;
  std::atomic<bool> stop_{false};
  Reception reception_;
  std::thread thread_;
};

void send(const Socket& socket, std::string_view bytes) {
  REQUIRE(::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(bytes.size()));
}

/// Whether the other side has closed the connection within two seconds.
bool isClosed(const Socket& socket) {
  for (int i = 0; i < 40; ++i) {
    if (socket.isCut()) return true;
    std::this_thread::sleep_for(milliseconds(50));
  }
  return false;
}

Failure failureIn(Control& control) {
  try {
    control.receive("welcome", milliseconds(5000));
  } catch (const Failure& failure) {
    return failure;
  }
  FAIL("the server said welcome");
  return {};
}

}  // namespace

TEST_CASE("a server measures with one client after the other") {
  const Server server;
  for (int i = 0; i < 3; ++i) CHECK(server.measure());
}

TEST_CASE("clients that come at once are served in turn") {
  const Server server;
  std::atomic<int> done{0};
  std::vector<std::thread> clients;
  for (int i = 0; i < 4; ++i) {
    clients.emplace_back([&] {
      if (server.measure()) ++done;
    });
  }
  for (std::thread& client : clients) client.join();
  CHECK(done == 4);
}

TEST_CASE("who sends something else is cut off, and the next one is served") {
  const Server server;
  for (const std::string& bytes : {std::string("GET / HTTP/1.1\r\n\r\n"), std::string("\0\0\0\2{}", 6),
                                   std::string("\xff\xff\xff\xff"), std::string("\0\0\0\0", 4)}) {
    const Socket socket = server.connect();
    send(socket, bytes);
    CHECK(isClosed(socket));
  }
  CHECK(server.measure());
}

TEST_CASE("who says nothing, or half of a message, keeps nobody waiting") {
  const Server server;
  const Socket silent = server.connect();
  const Socket slow = server.connect();
  send(slow, std::string_view("\0\0\0\x40{\"type\":", 13));
  CHECK(server.measure());
}

TEST_CASE("a client that goes away in the middle leaves the server for the next") {
  const Server server;
  {
    Control control = server.control();
    control.receive("greeting", milliseconds(5000));
    control.send(Value::map({{"type", Value("hello")}, {"protocol", Value(protocol)}}));
    control.receive("welcome", milliseconds(5000));
  }
  CHECK(server.measure());
}

TEST_CASE("a client that asks for nonsense is told so, and the server goes on") {
  const Server server;
  Control control = server.control();
  control.receive("greeting", milliseconds(5000));
  control.send(Value::map({{"type", Value("hello")}, {"protocol", Value(protocol)}}));
  control.receive("welcome", milliseconds(5000));
  control.send(Value::map({{"type", Value("configuration")}, {"configuration", Value(7)}}));
  const Failure failure = failureIn(control);
  CHECK(failure.findings.at(0).message == "the other side: 'iterations' has to be a whole number from 0 on");
  CHECK(server.measure());
}

TEST_CASE("another protocol's version is refused in words") {
  const Server server;
  Control control = server.control();
  control.receive("greeting", milliseconds(5000));
  control.send(
      Value::map({{"type", Value("hello")}, {"protocol", Value(protocol + 1)}, {"version", Value("9.9")}}));
  const Failure failure = failureIn(control);
  CHECK(failure.code == ExitCode::refused);
  CHECK(failure.findings.at(0).message == "the other side: it is aictl " AICTL_VERSION
                                          ", which measures otherwise than aictl 9.9");
  CHECK(failure.findings.at(0).remedy == "use the same version on both sides");
}

TEST_CASE("a server with a token serves those alone who have it") {
  const Server server("secret");
  for (const char* wrong : {"", "Secret", "secret "}) {
    const auto refused = server.measure(wrong);
    REQUIRE_FALSE(refused);
    CHECK(refused.failure().code == ExitCode::refused);
  }
  CHECK(server.measure("secret"));
}

TEST_CASE("a client with a token measures with a server alone that has it") {
  const Server server;
  const auto refused = server.measure("secret");
  REQUIRE_FALSE(refused);
  CHECK(refused.failure().code == ExitCode::refused);
  CHECK(refused.failure().findings.at(0).message == "the other side does not know the token");
}

TEST_CASE("a client that has to wait for its turn is told so") {
  const Server server;
  Control first = server.control();
  const Value greeting = first.receive("greeting", milliseconds(5000));
  first.send(Value::map({{"type", Value("hello")}, {"protocol", Value(protocol)}}));
  first.receive("welcome", milliseconds(5000));
  Request asked = request(quick({latency(Transport::tcp, 8)}));
  asked.server = server.address();
  std::atomic<bool> isTold = false;
  asked.queued = [&] { isTold = true; };
  std::optional<Result<Report>> report;
  std::thread second([&] { report = aictl::rdma::bench::measure(asked, side(), Value::map()); });
  for (int i = 0; i < 100 && !isTold; ++i) std::this_thread::sleep_for(milliseconds(50));
  CHECK(isTold);
  first.send(Value::map({{"type", Value("nonsense")}}));
  second.join();
  CHECK(*report);
}

TEST_CASE("a token's proof is for one word alone") {
  CHECK(isProof(proof("token", "a"), "token", "a"));
  CHECK_FALSE(isProof(proof("token", "a"), "token", "b"));
  CHECK_FALSE(isProof("", "token", "a"));
  CHECK(proof("key", "The quick brown fox jumps over the lazy dog") ==
        "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8");
}

TEST_CASE("where nothing listens, the client says so") {
  std::uint16_t port = 0;
  {
    const Socket gone = *listenAt({"127.0.0.1", 0});
    port = portOf(gone);
  }
  Request asked = request(quick({latency(Transport::tcp, 8)}));
  asked.server = {"127.0.0.1", port};
  const auto report = aictl::rdma::bench::measure(asked, side(), Value::map());
  REQUIRE_FALSE(report);
  CHECK(report.failure().code == ExitCode::noAnswer);
  CHECK(report.failure().findings.at(0).message ==
        "127.0.0.1 port " + std::to_string(port) + " cannot be reached: nothing listens there");
}

TEST_CASE("a server that speaks another protocol is told from one that is ours") {
  const Socket listener = *listenAt({"127.0.0.1", 0});
  std::thread other([&] {
    while (!listener.wait(POLLIN, std::chrono::steady_clock::now() + milliseconds(100), never)) {
    }
    const Socket socket(::accept(listener.get(), nullptr, nullptr));
    constexpr std::string_view words = "SSH-2.0-OpenSSH_9.2p1\r\n";
    [[maybe_unused]] const auto sent = ::send(socket.get(), words.data(), words.size(), MSG_NOSIGNAL);
    std::this_thread::sleep_for(milliseconds(200));
  });
  Request asked = request(quick({latency(Transport::tcp, 8)}));
  asked.server = {"127.0.0.1", portOf(listener)};
  const auto report = aictl::rdma::bench::measure(asked, side(), Value::map());
  other.join();
  REQUIRE_FALSE(report);
  CHECK(report.failure().findings.at(0).message == "what comes is not the protocol of 'aictl rdma bench'");
}

TEST_CASE("a server that gives up in the middle of a test says why, and the client tells it") {
  Socket listener = *listenAt({"127.0.0.1", 0});
  Request asked = request(quick({latency(Transport::tcp, 8)}));
  asked.server = {"127.0.0.1", portOf(listener)};
  std::atomic<bool> stop = false;
  Reception reception(std::move(listener), "", stop);
  std::optional<Result<Report>> report;
  std::thread client([&] { report = aictl::rdma::bench::measure(asked, side(), Value::map()); });
  auto come = reception.next();
  {
    Control control(std::move(come->socket), std::move(come->reader), never);
    reception.open("session");
    control.send(Value::map({{"type", Value("welcome")},
                             {"session", Value("session")},
                             {"transports", Value::list({Value("tcp")})}}));
    control.receive("configuration", milliseconds(5000));
    control.send(Value::map({{"type", Value("accepted")}}));
    control.receive("test", milliseconds(5000));
    control.send(Value::map({{"type", Value("ready")}, {"ends", Value::list({Value::map()})}}));
    control.send(Value::map({{"type", Value("connected")}}));
    control.receive("start", milliseconds(5000));
    const Failure why(ExitCode::noAnswer, Finding{.message = "the port went down"});
    control.send(failureMessage("failed", why));
  }
  client.join();
  REQUIRE_FALSE(*report);
  CHECK(report->failure().findings.at(0).message == "the other side: the port went down");
}

TEST_CASE("an address is a host, and a port where one is given") {
  const auto is = [](const char* text, const char* host, std::uint16_t port) {
    const auto address = addressOf(text);
    return address && address->host == host && address->port == port;
  };
  CHECK(is("node-1", "node-1", standardPort));
  CHECK(is("192.0.2.1:7000", "192.0.2.1", 7000));
  CHECK(is("2001:db8::1", "2001:db8::1", standardPort));
  CHECK(is("[2001:db8::1]", "2001:db8::1", standardPort));
  CHECK(is("[2001:db8::1]:7000", "2001:db8::1", 7000));
  for (const char* wrong : {"", ":7000", "node:", "node:0", "node:70000", "node:7x", "[]:1"})
    CHECK_FALSE(addressOf(wrong).has_value());
}
