#include "core/kube/connection/memory_file.h"

#include <fmt/format.h>

#include <sys/mman.h>
#include <unistd.h>

namespace aictl::kube {

MemoryFile::MemoryFile(std::string_view text) : descriptor_(::memfd_create("pem", MFD_CLOEXEC)) {
  if (descriptor_ < 0) return;
  path_ = fmt::format("/proc/self/fd/{}", descriptor_);
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor_, text.data(), text.size());
    if (written <= 0) return;  // a certificate cut off is refused by whom it is for
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

MemoryFile::~MemoryFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

MemoryFile::MemoryFile(MemoryFile&& other) noexcept
    : descriptor_(std::exchange(other.descriptor_, -1)), path_(std::exchange(other.path_, {})) {}

MemoryFile& MemoryFile::operator=(MemoryFile&& other) noexcept {
  std::swap(descriptor_, other.descriptor_);
  std::swap(path_, other.path_);
  return *this;
}

}  // namespace aictl::kube
