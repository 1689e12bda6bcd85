#include "core/rdma/bench/verbs_library.h"

#include <dlfcn.h>

namespace aictl::rdma::bench {
namespace {

Failure missing(std::string message) {
  return {ExitCode::notHere, Finding{.rule = "library",
                                     .message = std::move(message),
                                     .remedy = "install libibverbs with its providers (Debian: apt install "
                                               "libibverbs1 ibverbs-providers)"}};
}

Result<const Verbs*> load() {
  void* library = ::dlopen("libibverbs.so.1", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return missing("libibverbs, which talks to RDMA devices, is not installed");
  static Verbs verbs;
  bool isWhole = true;
#define AICTL_VERBS_LOAD(function)                                                                 \
  verbs.function = reinterpret_cast<decltype(verbs.function)>(::dlsym(library, "ibv_" #function)); \
  isWhole = isWhole && verbs.function != nullptr;
  AICTL_VERBS_FUNCTIONS(AICTL_VERBS_LOAD)
#undef AICTL_VERBS_LOAD
  verbs.reg_dmabuf_mr =
      reinterpret_cast<decltype(verbs.reg_dmabuf_mr)>(::dlsym(library, "ibv_reg_dmabuf_mr"));
  if (!isWhole) return missing("libibverbs has not all functions that are used here");
  return &verbs;
}

}  // namespace

Result<const Verbs*> openVerbs() {
  static const Result<const Verbs*> verbs = load();
  return verbs;
}

}  // namespace aictl::rdma::bench
