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

/// By the process's control group (`…/kubepods-burstable-pod1c2f….slice/…`), and for the names by the folder
/// `/var/log/pods/NAMESPACE_NAME_UID` that the kubelet makes for each pod.
PodOfProcess podOf(const std::string& root, std::int64_t process);

/// The name of a process (`python3`); "" where it is gone.
std::string processName(const std::string& root, std::int64_t process);

}  // namespace aictl::node
