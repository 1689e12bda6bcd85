#include "core/gpu/library.h"

#include <fmt/format.h>

#include <vector>

namespace aictl::gpu {
namespace {

constexpr std::string_view absent = "No such file or directory";

}  // namespace

Library::Library(const std::string& path, std::span<const std::string_view> names) {
  std::vector<std::string> candidates(names.begin(), names.end());
  if (!path.empty()) candidates = {path};
  for (const std::string& candidate : candidates) {
    handle_ = ::dlopen(candidate.c_str(), RTLD_NOW | RTLD_LOCAL);
    name_ = candidate;
    if (handle_ != nullptr) return;
    const char* error = ::dlerror();
    error_ = error == nullptr ? "it cannot be opened" : error;
    // A dependency that is missing says the same words, with another name before them.
    isAbsent_ = path.empty() && error_.find(absent) != std::string::npos && error_.starts_with(candidate);
    if (!isAbsent_) return;
  }
}

std::optional<Outcome> unusable(const Library& library, const char* missing) {
  if (!library.isOpen()) {
    const auto kind = library.isAbsent() ? Outcome::Kind::noLibrary : Outcome::Kind::refused;
    return Outcome{kind, library.error(), {}};
  }
  if (missing == nullptr) return std::nullopt;
  return Outcome{Outcome::Kind::refused, fmt::format("{} has no {}", library.name(), missing),
                 "it is another library, or one that is too old"};
}

}  // namespace aictl::gpu
