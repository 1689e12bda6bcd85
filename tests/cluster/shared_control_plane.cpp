// Starts and stops the control plane that ctest shares among the test programs (a fixture of ctest).
//   shared-control-plane start FOLDER    with the custom kinds that the built-in templates emit
//   shared-control-plane stop FOLDER
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "cluster/control_plane.h"

namespace {

using aictl::test::runProgram;

const std::string script = AICTL_SHARED "/envtest/control-plane";
const char* const groups[] = {"kubeflow.org", "serving.knative.dev", "serving.kserve.io", "data.fluid.io",
                              "k8s.cni.cncf.io"};

int stop(const std::string& folder) {
  std::error_code ignored;
  if (!std::filesystem::exists(folder)) return 0;
  const int result = runProgram({script, "stop", folder});
  std::filesystem::remove_all(folder, ignored);
  return result;
}

/// Who watches the folder: the process of the last start.
std::string watcherOf(const std::string& folder) {
  std::ifstream in(folder + ".watcher");
  std::string process;
  std::getline(in, process);
  return process;
}

/// ctest runs no clean-up when it is killed, so a process of ours looks whether it is still there. A later
/// run may have made the folder anew by then: that one is not ours to stop.
void watch(pid_t ctest, const std::string& folder) {
  if (::fork() != 0) return;
  ::setsid();
  const std::string self = std::to_string(::getpid());
  std::ofstream(folder + ".watcher") << self << '\n';
  const int nothing = ::open("/dev/null", O_RDWR);
  for (int stream = 0; stream <= 2; ++stream) ::dup2(nothing, stream);
  while (::kill(ctest, 0) == 0 && watcherOf(folder) == self && std::filesystem::exists(folder)) ::sleep(1);
  ::_exit(watcherOf(folder) == self ? stop(folder) : 0);
}

int start(const std::string& folder) {
  if (const std::string why = aictl::test::absence(); !why.empty()) {
    std::fprintf(stderr, "%s\n", why.c_str());
    return 77;
  }
  stop(folder);  // what an earlier run may have left
  std::filesystem::create_directories(folder);
  watch(::getppid(), folder);
  if (runProgram({script, "start", folder, "--scheduler", "--crd-server"}) != 0) return 1;
  std::vector<std::string> install{script, "install-crds", folder};
  for (const char* group : groups) install.push_back(AICTL_SHARED "/crds/" + std::string(group));
  if (runProgram(install) != 0) return 1;
  std::ofstream served(folder + "/served");
  for (const char* group : groups) served << group << '\n';
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  const std::string verb = count == 3 ? arguments[1] : "";
  if (verb == "start") return start(arguments[2]);
  if (verb == "stop") return stop(arguments[2]);
  std::fprintf(stderr, "usage: shared-control-plane start|stop FOLDER\n");
  return 2;
}
