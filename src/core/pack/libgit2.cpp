#include "core/pack/libgit2.h"

#include <dlfcn.h>

#include <optional>

namespace aictl::pack {
namespace {

bool load(void* library, LibGit2& functions) {
  bool complete = true;
#define AICTL_GIT_LOAD(function)                                                                           \
  functions.function = reinterpret_cast<decltype(functions.function)>(::dlsym(library, "git_" #function)); \
  complete = complete && functions.function != nullptr;
  AICTL_GIT_FUNCTIONS(AICTL_GIT_LOAD)
#undef AICTL_GIT_LOAD
  return complete;
}

std::optional<LibGit2> open() {
  void* library = ::dlopen(libGit2Name().c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return std::nullopt;
  LibGit2 functions;
  if (!load(library, functions) || functions.libgit2_init() < 0) return std::nullopt;
  return functions;
}

}  // namespace

std::string LibGit2::lastError() const {
  const git_error* error = error_last();
  return error == nullptr || error->message == nullptr ? "no reason given" : error->message;
}

std::string libGit2Name() {
  return "libgit2.so." + std::to_string(LIBGIT2_VER_MAJOR) + "." + std::to_string(LIBGIT2_VER_MINOR);
}

const LibGit2* libGit2() {
  static const std::optional<LibGit2> functions = open();
  return functions ? &*functions : nullptr;
}

}  // namespace aictl::pack
