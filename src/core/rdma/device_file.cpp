#include "core/rdma/device_file.h"

#include <unistd.h>

namespace aictl::rdma {

std::optional<Finding> deviceFileFault(const std::string& root, const std::string& file) {
  const std::string path = "/dev/infiniband/" + file;
  if (::access((root + path).c_str(), F_OK) != 0) {
    return Finding{
        .rule = "device-files",
        .message = path + " is not here",
        .remedy =
            "in a pod, ask for the resource of its device plugin (rdma/…); on a node, load ib_uverbs and "
            "rdma_ucm"};
  }
  if (::access((root + path).c_str(), R_OK | W_OK) != 0) {
    return Finding{.rule = "device-files",
                   .message = path + " may not be opened by this user",
                   .remedy = "its mode should be 0666: install rdma-core's udev rules"};
  }
  return std::nullopt;
}

}  // namespace aictl::rdma
