#include "core/node/kernel_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>

#include "core/base/file.h"

namespace aictl::node {
namespace {

/// One record a read from the device, many from a file that was kept.
std::string readAll(int descriptor) {
  constexpr std::size_t limit = 16U << 20U;
  std::string text;
  std::array<char, 16384> piece;
  while (text.size() < limit) {
    const ssize_t count = ::read(descriptor, piece.data(), piece.size());
    if (count < 0 && (errno == EPIPE || errno == EINTR))
      continue;  // EPIPE: a record was overwritten meanwhile
    if (count <= 0) break;
    text.append(piece.data(), static_cast<std::size_t>(count));
  }
  return text;
}

/// `6,339,5140900,-;NVRM: Xid …`. Lines that begin with a space continue the record before, and are left out.
std::vector<KernelMessage> parse(std::string_view text) {
  std::vector<KernelMessage> messages;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    const std::size_t semicolon = line.find(';');
    if (line.starts_with(" ") || semicolon == std::string_view::npos) continue;
    std::string_view prefix = line.substr(0, semicolon);
    for (int field = 0; field < 2; ++field)
      prefix.remove_prefix(std::min(prefix.find(',') + 1, prefix.size()));
    KernelMessage message{.text = std::string(line.substr(semicolon + 1))};
    std::from_chars(prefix.data(), prefix.data() + prefix.size(), message.microseconds);
    messages.push_back(std::move(message));
  }
  return messages;
}

}  // namespace

Result<std::vector<KernelMessage>> kernelLog(const std::string& root) {
  const std::string path = root + "/dev/kmsg";
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (descriptor < 0) {
    const int error = errno;
    return Failure(ExitCode::notHere, Finding{.rule = "kernel-log",
                                              .message = "the kernel's log cannot be read: " + path + ": " +
                                                         systemMessage(error),
                                              .remedy = "run as root, or with CAP_SYSLOG"});
  }
  const std::string text = readAll(descriptor);
  ::close(descriptor);
  return parse(text);
}

}  // namespace aictl::node
