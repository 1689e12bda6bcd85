#pragma once

#include <string>
#include <string_view>

namespace aictl::kube {

/// A text that has a path and is on no disk. TLS libraries take certificates and keys from files in all
/// their versions, from memory only in some (the GnuTLS build of libcurl ignores them there).
class MemoryFile {
 public:
  MemoryFile() = default;
  explicit MemoryFile(std::string_view text);
  ~MemoryFile();
  MemoryFile(MemoryFile&& other) noexcept;
  MemoryFile& operator=(MemoryFile&& other) noexcept;

  /// "" where there is none.
  const std::string& path() const { return path_; }

 private:
  int descriptor_ = -1;
  std::string path_;
};

}  // namespace aictl::kube
