#include "core/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <system_error>

namespace aictl {
namespace {

constexpr mode_t everyone = 0666;

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int get() const { return number_; }

 private:
  int number_;
};

Failure fileFailure(const std::string& path, const std::string& words) {
  return {ExitCode::badInput, Finding{.rule = "file", .message = path + ": " + words}};
}

Failure systemFailure(const std::string& path, int error) {
  Failure failure = fileFailure(path, systemMessage(error));
  if (error == EINTR) failure.code = ExitCode::interrupted;
  return failure;
}

bool writeAll(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const auto written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

/// Whether something of that name is there, and is no file but a device, a pipe, a link or a folder.
bool isOther(const std::string& path) {
  struct stat status {};
  return ::lstat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode);
}

Result<bool> writeInto(const std::string& path, std::string_view content) {
  // Behind /dev/stderr may be a file that others write to as well.
  const int how = path.starts_with("/dev/") ? O_APPEND : O_TRUNC;
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOCTTY | how, everyone));
  if (file.get() < 0 || !writeAll(file.get(), content)) return systemFailure(path, errno);
  return true;
}

}  // namespace

std::string systemMessage(int error) {
  switch (error) {
    case ENOENT:
      return "no such file";
    case EACCES:
    case EPERM:
      return "permission denied";
    case EISDIR:
      return "it is a folder";
    case ENOTDIR:
      return "a part of the path is no folder";
    case ENOSPC:
      return "no space left";
    case EINTR:
      return "interrupted";
    default:
      return std::generic_category().message(error);
  }
}

Result<std::string> readFile(const std::string& path, std::size_t limit) {
  // A pipe (`-f <(…)`) is a file too: its size is not known, and a signal ends the waiting for it.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) return systemFailure(path, errno);
  struct stat status {};
  if (::fstat(file.get(), &status) == 0 && S_ISDIR(status.st_mode))
    return fileFailure(path, systemMessage(EISDIR));
  std::string content;
  std::array<char, 65536> part;  // not made zero: each read would pay for it
  while (true) {
    const auto got = ::read(file.get(), part.data(), part.size());
    if (got < 0) return systemFailure(path, errno);
    content.append(part.data(), static_cast<std::size_t>(got));
    if (content.size() > limit) {
      return fileFailure(path, "larger than the " + std::to_string(limit >> 20U) + " MiB that are read");
    }
    if (got == 0) return content;
  }
}

Result<bool> writeFile(const std::string& path, std::string_view content) {
  if (isOther(path)) return writeInto(path, content);
  std::string temporary = path + ".XXXXXX";
  const Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
  if (file.get() < 0) return systemFailure(path, errno);
  const mode_t mask = ::umask(0);
  ::umask(mask);
  const bool written = writeAll(file.get(), content) && ::fchmod(file.get(), everyone & ~mask) == 0 &&
                       ::rename(temporary.c_str(), path.c_str()) == 0;
  if (written) return true;
  const int error = errno;
  ::unlink(temporary.c_str());
  return systemFailure(path, error);
}

Result<bool> writeNewFile(const std::string& path, std::string_view content) {
  const Descriptor file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, everyone));
  if (file.get() < 0 && errno == EEXIST)
    return Failure(ExitCode::badInput, Finding{.rule = "exists", .message = path + " is there already"});
  if (file.get() < 0) return systemFailure(path, errno);
  if (writeAll(file.get(), content)) return true;
  const int error = errno;
  ::unlink(path.c_str());
  return systemFailure(path, error);
}

}  // namespace aictl
