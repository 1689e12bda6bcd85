#pragma once

#include <cstdint>
#include <string>

namespace aictl::node {

/// The pod that a process belongs to, as the node itself knows it.
struct PodOfProcess {
  std::string uid;            ///< "" where it is in none
  std::string namespaceName;  ///< "" where the kubelet's folder of logs cannot be read
  std::string name;
};

/// Whether the numbers of processes that a driver tells mean the same here: not so in a container that counts
/// its own processes (pid_namespaces(7); PROC_PID_INIT_INO of the kernel's proc_ns.h). Below another root
/// they are taken to be the node's.
bool hasProcessesOfTheNode(const std::string& root);

/// By the process's control group (`…/kubepods-burstable-pod1c2f….slice/…`), and for the names by the folder
/// `/var/log/pods/NAMESPACE_NAME_UID` that the kubelet makes for each pod.
PodOfProcess podOf(const std::string& root, std::int64_t process);

/// The name of a process (`python3`); "" where it is gone.
std::string processName(const std::string& root, std::int64_t process);

}  // namespace aictl::node
