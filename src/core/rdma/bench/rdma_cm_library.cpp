#include "core/rdma/bench/rdma_cm_library.h"

#include <dlfcn.h>

namespace aictl::rdma::bench {
namespace {

Failure missing(std::string message) {
  return {
      ExitCode::notHere,
      Finding{.rule = "library",
              .message = std::move(message),
              .remedy = "install librdmacm (Debian: apt install librdmacm1), or measure without --rdma-cm"}};
}

Result<const RdmaCm*> load() {
  void* library = ::dlopen("librdmacm.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return missing("librdmacm, which connects by rdma_cm, is not installed");
  static RdmaCm cm;
  bool isWhole = true;
#define AICTL_RDMA_CM_LOAD(function)                                                          \
  cm.function = reinterpret_cast<decltype(cm.function)>(::dlsym(library, "rdma_" #function)); \
  isWhole = isWhole && cm.function != nullptr;
  AICTL_RDMA_CM_FUNCTIONS(AICTL_RDMA_CM_LOAD)
#undef AICTL_RDMA_CM_LOAD
  if (!isWhole) return missing("librdmacm has not all functions that are used here");
  return &cm;
}

}  // namespace

Result<const RdmaCm*> openRdmaCm() {
  static const Result<const RdmaCm*> cm = load();
  return cm;
}

}  // namespace aictl::rdma::bench
