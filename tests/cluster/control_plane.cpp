#include "cluster/control_plane.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <set>
#include <stdexcept>

#include <fmt/format.h>

#include "core/kube/access/kubeconfig.h"
#include "core/kube/connection/client.h"
#include "core/yaml/yaml.h"

extern char** environ;

namespace aictl::test {
namespace {

constexpr int skipped = 77;

std::string scriptPath() { return AICTL_SHARED "/envtest/control-plane"; }

pid_t begin(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  // The keeper ignores signals; what it starts must not, or it could not be ended.
  posix_spawnattr_t attributes;
  posix_spawnattr_init(&attributes);
  sigset_t all;
  sigfillset(&all);
  posix_spawnattr_setsigdefault(&attributes, &all);
  posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
  pid_t process = -1;
  if (::posix_spawnp(&process, arguments[0], &files, &attributes, arguments.data(), environ) != 0)
    process = -1;
  posix_spawn_file_actions_destroy(&files);
  posix_spawnattr_destroy(&attributes);
  return process;
}

int endOf(pid_t process) {
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Whether nobody holds the other end any more, after at most that many milliseconds.
bool closed(int pipe, int milliseconds) {
  pollfd wait{.fd = pipe, .events = POLLIN, .revents = 0};
  return ::poll(&wait, 1, milliseconds) > 0;
}

/// Starts a control plane, says how that ended by one byte, and stops it once nobody holds the other end of
/// `life`: the test program has ended, in whatever way.
[[noreturn]] void keep(const std::vector<std::string>& start, const std::string& folder, int life,
                       int result) {
  ::setsid();
  for (const int sign : {SIGINT, SIGTERM, SIGHUP, SIGPIPE}) ::signal(sign, SIG_IGN);
  for (int other = 3; other < 1024; ++other) {
    if (other != life && other != result) ::close(other);
  }
  const pid_t script = begin(start);
  int status = 0;
  while (script > 0 && ::waitpid(script, &status, WNOHANG) == 0) {
    if (!closed(life, 50)) continue;
    ::kill(script, SIGTERM);  // it stops what it had started
    ::waitpid(script, &status, 0);
    break;
  }
  const char code = script > 0 && WIFEXITED(status) ? static_cast<char>(WEXITSTATUS(status)) : '\1';
  (void)!::write(result, &code, 1);
  ::close(result);
  // Whoever waits for the end of the test program's output shall not wait for this process.
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int stream = 0; stream <= 2; ++stream) ::dup2(nothing, stream);
  while (!closed(life, -1)) {
  }
  endOf(begin({scriptPath(), "stop", folder}));
  std::error_code ignored;
  std::filesystem::remove_all(folder, ignored);
  ::_exit(0);
}

std::string temporaryFolder() {
  std::string path = (std::filesystem::temp_directory_path() / "aictl-cluster.XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) throw std::runtime_error("no temporary folder");
  return path;
}

void need(const std::vector<std::string>& command) {
  if (runProgram(command) != 0) throw std::runtime_error("control-plane " + command[1] + " failed");
}

}  // namespace

int runProgram(const std::vector<std::string>& command) {
  const pid_t process = begin(command);
  return process < 0 ? -1 : endOf(process);
}

std::string absence() {
  if (std::filesystem::exists(scriptPath())) return {};
  return "there is no control plane to test with: " + scriptPath() +
         " is not there; configure with -DAICTL_SHARED=FOLDER, the folder that has envtest/control-plane";
}

ControlPlane& ControlPlane::shared() {
  static const std::unique_ptr<ControlPlane> plane = [] {
    const char* folder = std::getenv("AICTL_CLUSTER");
    if (folder != nullptr && std::filesystem::exists(std::string(folder) + "/kubeconfig")) {
      return std::unique_ptr<ControlPlane>(new ControlPlane(Existing{folder}));
    }
    return std::make_unique<ControlPlane>(std::vector<std::string>{"--crd-server"});
  }();
  return *plane;
}

ControlPlane::ControlPlane(Existing existing) : folder_(std::move(existing.folder)) {}

ControlPlane::ControlPlane(const std::vector<std::string>& arguments) {
  if (const std::string why = absence(); !why.empty()) {
    std::fprintf(stderr, "%s\n", why.c_str());
    std::exit(skipped);
  }
  folder_ = temporaryFolder();
  int life[2];
  int result[2];
  if (::pipe2(life, O_CLOEXEC) != 0 || ::pipe2(result, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<std::string> command{scriptPath(), "start", folder_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  keeper_ = ::fork();
  if (keeper_ == 0) {
    ::close(life[1]);
    keep(command, folder_, life[0], result[1]);
  }
  ::close(life[0]);
  ::close(result[1]);
  life_ = life[1];
  char code = 1;
  (void)!::read(result[0], &code, 1);
  ::close(result[0]);
  if (code != 0) throw std::runtime_error("the control plane could not be started");
}

ControlPlane::~ControlPlane() {
  if (keeper_ < 0) return;
  ::close(life_);
  endOf(keeper_);
}

std::string ControlPlane::file(const std::string& name) const { return folder_ + "/" + name; }

void ControlPlane::serve(const std::vector<std::string>& groups) {
  const std::string served = file("served");
  std::set<std::string> there;
  std::ifstream in(served);
  for (std::string line; std::getline(in, line);) there.insert(line);
  std::vector<std::string> command{scriptPath(), "install-crds", folder_};
  std::vector<std::string> added;
  for (const std::string& group : groups) {
    if (there.contains(group)) continue;
    added.push_back(group);
    command.push_back(group.starts_with('/') ? group : AICTL_SHARED "/crds/" + group);
  }
  if (added.empty()) return;
  need(command);
  std::ofstream out(served, std::ios::app);
  for (const std::string& group : added) out << group << '\n';
}

void ControlPlane::signal(const std::string& program, const std::string& name) {
  need({scriptPath(), "signal", folder_, program, name});
}

void ControlPlane::restart(const std::string& program) { need({scriptPath(), "restart", folder_, program}); }

std::string newNamespace() {
  static std::atomic<int> count = 0;
  const std::string name = fmt::format("t{}-{}", ::getpid(), count++);
  Sources sources;
  Result<kube::Access> access =
      kube::readAccess({.kubeconfig = ControlPlane::shared().file("kubeconfig")}, sources);
  if (!access) throw std::runtime_error(text(access.failure().findings.front(), sources));
  Result<std::unique_ptr<kube::Client>> client = kube::Client::open(*std::move(access), {});
  if (!client) throw std::runtime_error(text(client.failure().findings.front(), sources));
  const Result<kube::Response> response =
      (*client)->send({.method = kube::Method::post,
                       .path = "/api/v1/namespaces",
                       .body = R"({"metadata": {"name": ")" + name + "\"}}"});
  const bool made = response && response->good();
  if (!made) throw std::runtime_error("namespace " + name + " could not be made");
  return name;
}

}  // namespace aictl::test
