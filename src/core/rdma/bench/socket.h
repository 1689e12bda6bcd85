#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "core/base/result.h"

namespace aictl::rdma::bench {

/// A descriptor that is closed with its owner.
class Socket {
 public:
  Socket() = default;
  explicit Socket(int descriptor) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  bool isOpen() const { return descriptor_ >= 0; }
  int get() const { return descriptor_; }

  /// Whether the other side has closed it, or is gone. What is still to be read does not count.
  bool isCut() const;

  /// Waits for these events of poll(2); false where the time is over. Looks at `stop` ten times a second, and
  /// throws a Failure (interrupted) once it is set.
  bool wait(short events, std::chrono::steady_clock::time_point until, const std::atomic<bool>& stop) const;

  /// The address of this end, or of the other: `192.0.2.1`, `2001:db8::1`.
  std::string localAddress() const;
  std::string remoteAddress() const;

 private:
  int descriptor_ = -1;
};

/// Where a server is: `node-1`, `192.0.2.1:18600`, `[2001:db8::1]:18600`.
struct Address {
  std::string host;
  std::uint16_t port = 0;
};
inline constexpr std::uint16_t standardPort = 18'600;  // perftest has 18515
/// None where the text is no such address.
std::optional<Address> addressOf(const std::string& text);

using Deadline = std::chrono::steady_clock::time_point;

/// A connection over TCP, without delay. Names are asked for, and every address of one is tried.
Result<Socket> connectTo(const Address& address, Deadline deadline, const std::atomic<bool>& stop);

/// Has the kernel find out within some ten seconds where the other machine is gone without a word.
void keepAlive(const Socket& socket);

/// A socket that takes connections, of IPv6 and IPv4, at all addresses (host "") or at one. Port 0: any that
/// is free.
Result<Socket> listenAt(const Address& address);

/// The port that a listening socket has.
std::uint16_t portOf(const Socket& socket);

}  // namespace aictl::rdma::bench
