#pragma once

#include <string>
#include <vector>

namespace aictl::test {

/// A real Kubernetes control plane on this machine (shared/envtest/README.md): one for all tests of a run,
/// or one's own where a test kills it. Whatever happens to the test program, it is stopped and its folder
/// removed.
class ControlPlane {
 public:
  /// The one that is shared by all: started by ctest (AICTL_CLUSTER names its folder), else by this program
  /// at the first call. Where there is nothing to start it from, the program ends with code 77 and says why.
  static ControlPlane& shared();

  /// A new one, with arguments of `control-plane start`.
  explicit ControlPlane(const std::vector<std::string>& arguments = {});
  ~ControlPlane();
  ControlPlane(const ControlPlane&) = delete;
  ControlPlane& operator=(const ControlPlane&) = delete;

  /// `kubeconfig` (the administrator), `token.kubeconfig`, `restricted.kubeconfig` (who may do all in
  /// namespace team-a and nothing elsewhere), `restricted-token.kubeconfig`.
  std::string file(const std::string& name) const;

  /// Serves the kinds of these groups of shared/crds, or of these files; those that are there already cost
  /// nothing.
  void serve(const std::vector<std::string>& groups);

  /// Sends a signal (`KILL`, `STOP`, `CONT`) to `kube-apiserver`, `etcd` or `apiextensions-apiserver`.
  void signal(const std::string& program, const std::string& name);
  /// Starts a program again that was killed, and waits for it.
  void restart(const std::string& program);

  const std::string& folder() const { return folder_; }

 private:
  struct Existing {
    std::string folder;
  };
  explicit ControlPlane(Existing existing);

  std::string folder_;
  int keeper_ = -1;  ///< the process that starts it, and cleans up when we are gone
  int life_ = -1;    ///< the keeper reads the other end of this pipe
};

/// Why no control plane can be started here, and how that can be changed; "" where it can.
std::string absence();

/// A namespace of its own for a test case, as the shared control plane's administrator makes it.
std::string newNamespace();

/// Runs a program without a shell; its exit code. Its output goes where ours goes.
int runProgram(const std::vector<std::string>& command);

}  // namespace aictl::test
