#include "cluster/control_plane.h"

#include <fcntl.h>
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

#include "core/kube/apply.h"
#include "core/yaml/yaml.h"

extern char** environ;

namespace aictl::test {
namespace {

constexpr int skipped = 77;

std::string script() { return AICTL_SHARED "/envtest/control-plane"; }

/// What stops a control plane once nobody holds the other end of the pipe: the test program has ended, in
/// whatever way.
[[noreturn]] void watch(int pipe, const std::string& folder) {
  ::setsid();
  for (const int sign : {SIGINT, SIGTERM, SIGHUP}) ::signal(sign, SIG_IGN);
  // Whoever waits for the end of our output shall not wait for this process.
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int stream = 0; stream <= 2; ++stream) ::dup2(nothing, stream);
  for (int other = 3; other < 1024; ++other) {
    if (other != pipe) ::close(other);
  }
  char byte = 0;
  while (::read(pipe, &byte, 1) < 0 && errno == EINTR) {
  }
  runProgram({script(), "stop", folder});
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
  std::vector<char*> arguments;
  for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t files;
  posix_spawn_file_actions_init(&files);
  posix_spawn_file_actions_adddup2(&files, STDERR_FILENO, STDOUT_FILENO);
  pid_t process = 0;
  const int error = ::posix_spawnp(&process, arguments[0], &files, nullptr, arguments.data(), environ);
  posix_spawn_file_actions_destroy(&files);
  if (error != 0) return -1;
  int status = 0;
  while (::waitpid(process, &status, 0) < 0 && errno == EINTR) {
  }
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string absence() {
  if (std::filesystem::exists(script())) return {};
  return "there is no control plane to test with: " + script() +
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
  int pipe[2];
  if (::pipe2(pipe, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  watchdog_ = ::fork();
  if (watchdog_ == 0) {
    ::close(pipe[1]);
    watch(pipe[0], folder_);
  }
  ::close(pipe[0]);
  watchdogPipe_ = pipe[1];
  std::vector<std::string> command{script(), "start", folder_};
  command.insert(command.end(), arguments.begin(), arguments.end());
  need(command);
}

ControlPlane::~ControlPlane() {
  if (watchdog_ < 0) return;
  ::close(watchdogPipe_);
  int status = 0;
  while (::waitpid(watchdog_, &status, 0) < 0 && errno == EINTR) {
  }
}

std::string ControlPlane::file(const std::string& name) const { return folder_ + "/" + name; }

void ControlPlane::serve(const std::vector<std::string>& groups) {
  const std::string served = file("served");
  std::set<std::string> there;
  std::ifstream in(served);
  for (std::string line; std::getline(in, line);) there.insert(line);
  std::vector<std::string> command{script(), "install-crds", folder_};
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
  need({script(), "signal", folder_, program, name});
}

void ControlPlane::restart(const std::string& program) { need({script(), "restart", folder_, program}); }

std::string newNamespace() {
  static std::atomic<int> count = 0;
  const std::string name = "t" + std::to_string(::getpid()) + "-" + std::to_string(count++);
  Sources sources;
  Result<kube::Access> access =
      kube::readAccess({.kubeconfig = ControlPlane::shared().file("kubeconfig")}, sources);
  if (!access) throw std::runtime_error(text(access.failure().findings.front(), sources));
  Result<std::unique_ptr<kube::Client>> client = kube::Client::open(*std::move(access), {});
  if (!client) throw std::runtime_error(text(client.failure().findings.front(), sources));
  kube::Discovery discovery(**client, "");
  kube::Manifest manifest{
      .object = Value::map(
          {{"apiVersion", "v1"}, {"kind", "Namespace"}, {"metadata", Value::map({{"name", Value(name)}})}})};
  Result<std::vector<kube::Applied>> applied = kube::apply(**client, discovery, {{manifest}}, {});
  const bool made = applied && applied->front().outcome == kube::ApplyOutcome::created;
  if (!made) throw std::runtime_error("namespace " + name + " could not be made");
  return name;
}

}  // namespace aictl::test
