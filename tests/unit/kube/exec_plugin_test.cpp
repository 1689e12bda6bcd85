#include "core/kube/access/exec_plugin.h"

#include <thread>

#include "core/kube/access/credentials.h"
#include "unit/kube/surroundings.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::Folder;
using aictl::test::mentions;

namespace {

constexpr const char* version = "client.authentication.k8s.io/v1";

ExecPlugin plugin(const std::string& command) {
  return {.apiVersion = version, .command = command, .interaction = ExecPlugin::Interaction::never};
}

std::string answer(const std::string& status) {
  return std::string("#!/bin/sh\necho '{\"kind\": \"ExecCredential\", \"apiVersion\": \"") + version +
         "\", \"status\": " + status + "}'\n";
}

std::string fault(const ExecPlugin& plugin, const PluginTime& time = {}) {
  const Result<PluginCredentials> result = runExecPlugin(plugin, {.server = "https://k:1"}, time);
  REQUIRE(!result);
  CHECK(result.failure().code == ExitCode::badInput);
  return text(result.failure().findings.front(), Sources());
}

}  // namespace

TEST_CASE("a plugin gives a token and when it expires") {
  const Folder folder;
  const std::string program = folder.program(
      "login", answer(R"({"token": "t", "expirationTimestamp": "2030-01-02T03:04:05.678+01:00"})"));
  const Result<PluginCredentials> result = runExecPlugin(plugin(program), {});
  REQUIRE(result);
  CHECK(result->token == "t");
  CHECK(result->expires == 1893549845);  // date -d 2030-01-02T02:04:05Z +%s
}

TEST_CASE("a plugin gets its arguments, its environment and what it asked to know of the cluster") {
  const Folder folder;
  const std::string program = folder.program("login", R"(#!/bin/sh
printf '%s\n' "$1" "$2" "$REGION" "$KUBERNETES_EXEC_INFO" > "$(dirname "$0")/seen"
)" + answer(R"({"token": "t"})").substr(10));
  ExecPlugin asked = plugin(program);
  asked.arguments = {"a b", "$HOME"};
  asked.environment = {{"REGION", "eu"}};
  asked.wantsCluster = true;
  asked.clusterConfig = R"({"audience":"x"})";
  REQUIRE(
      runExecPlugin(asked, {.server = "https://k:1", .certificateAuthority = "pem", .tlsServerName = "n"}));
  std::ifstream in(folder.path() + "/seen");
  const std::string seen{std::istreambuf_iterator<char>(in), {}};
  CHECK(
      seen ==
      "a b\n$HOME\neu\n"
      R"({"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","spec":{"interactive":false,)"
      R"("cluster":{"server":"https://k:1","tls-server-name":"n","certificate-authority-data":"cGVt",)"
      R"("config":{"audience":"x"}}}})"
      "\n");
}

TEST_CASE(
    "a plugin that is not there, fails, or prints something else is named, and what it printed is not "
    "shown") {
  const Folder folder;
  ExecPlugin missing = plugin("no-such-plugin");
  missing.installHint = "apt install it\nand more";
  mentions(fault(missing), {"'no-such-plugin'", "no such file", "apt install it"});
  mentions(fault(plugin(folder.program("a", "#!/bin/sh\nexit 7\n"))), {"exit code 7"});
  mentions(fault(plugin(folder.program("b", "#!/bin/sh\nkill -9 $$\n"))), {"signal 9"});
  const std::string garbage = fault(plugin(folder.program("c", "#!/bin/sh\necho sesame\n")));
  mentions(garbage, {"ExecCredential"});
  CHECK(garbage.find("sesame") == std::string::npos);
  mentions(fault(plugin(folder.program("d", answer("{}")))), {"neither a token nor a client certificate"});
  mentions(fault(plugin(folder.program("e", answer(R"({"clientCertificateData": "x"})")))),
           {"one is missing"});
  mentions(fault(plugin(folder.program("f", answer(R"({"token": "t", "expirationTimestamp": "soon"})")))),
           {"no time"});
  ExecPlugin older = plugin(folder.program("g", answer(R"({"token": "t"})")));
  older.apiVersion = "client.authentication.k8s.io/v1beta1";
  mentions(fault(older), {"another version"});
  mentions(fault(plugin(folder.program("h", "#!/bin/sh\nexec cat /dev/zero\n"))),
           {"more than credentials can be"});
}

TEST_CASE("a plugin that hangs is ended with all that it started") {
  const Folder folder;
  const std::string program =
      folder.program("hang", "#!/bin/sh\nsleep 600 &\necho $! > " + folder.path() + "/child\nwait\n");
  mentions(fault(plugin(program), {.alone = std::chrono::milliseconds(500)}), {"gave nothing within 0.5 s"});
  std::ifstream in(folder.path() + "/child");
  int child = 0;
  in >> child;
  REQUIRE(child > 0);
  // The signal is on its way; then it may be a zombie until init has seen it.
  std::string state;
  for (int i = 0; i < 1000; ++i) {
    std::ifstream status("/proc/" + std::to_string(child) + "/stat");
    state.assign(std::istreambuf_iterator<char>(status), {});
    if (state.empty() || state.find(") Z ") != std::string::npos) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  }
  INFO(state);
  CHECK((state.empty() || state.find(") Z ") != std::string::npos));
}

TEST_CASE("a plugin that hangs is ended at once where the command is interrupted") {
  const Folder folder;
  const std::string program = folder.program("hang", "#!/bin/sh\nsleep 600\n");
  const std::atomic<bool> stop = true;
  const Result<PluginCredentials> result = runExecPlugin(plugin(program), {}, {.stop = &stop});
  REQUIRE(!result);
  CHECK(result.failure().code == ExitCode::interrupted);
}

TEST_CASE("a plugin that closes its output and goes on is ended too") {
  const Folder folder;
  const std::string program = folder.program("hang", "#!/bin/sh\nexec >&-\nsleep 600\n");
  mentions(fault(plugin(program), {.alone = std::chrono::milliseconds(300)}), {"gave nothing within"});
}

TEST_CASE("a plugin is run once, and again when what it gave has expired or was not accepted") {
  const Folder folder;
  const std::string program = folder.program(
      "login", "#!/bin/sh\necho x >> " + folder.path() + "/runs\n" +
                   answer(R"({"token": "t", "expirationTimestamp": "2999-01-01T00:00:00Z"})").substr(10));
  Access access;
  access.user.plugin = plugin(program);
  Credentials credentials(access);
  for (int i = 0; i < 3; ++i) {
    const Result<const Identity*> identity = credentials.current();
    REQUIRE(identity);
    CHECK((*identity)->authorization == "Bearer t");
  }
  CHECK(credentials.generation() == 1);
  CHECK(credentials.refused(1));
  REQUIRE(credentials.current());
  CHECK(credentials.generation() == 2);
  CHECK(credentials.refused(1));  // of an older one: nothing to run again
  REQUIRE(credentials.current());
  CHECK(credentials.generation() == 2);
}

TEST_CASE("a token with a line end forges no header") {
  const Folder folder;
  Access access;
  access.user.name = "u";
  access.user.token = "t\r\nX-Evil: 1";
  Credentials credentials(access);
  const Result<const Identity*> identity = credentials.current();
  REQUIRE(!identity);
  CHECK(identity.failure().findings.front().message.find("Evil") == std::string::npos);
}

TEST_CASE("a token file that is not there is told by its path") {
  Access access;
  access.user.tokenFile = "/nowhere/token";
  Credentials credentials(access);
  const Result<const Identity*> identity = credentials.current();
  REQUIRE(!identity);
  mentions(identity.failure().findings.front().message, {"/nowhere/token", "no such file"});
}
