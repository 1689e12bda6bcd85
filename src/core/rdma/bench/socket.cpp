#include "core/rdma/bench/socket.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

#include "core/base/file.h"

namespace aictl::rdma::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

Failure unreachable(std::string message, std::string remedy = {}) {
  return {ExitCode::noAnswer,
          Finding{.rule = "bench", .message = std::move(message), .remedy = std::move(remedy)}};
}

void setOption(int socket, int level, int option, int value) {
  ::setsockopt(socket, level, option, &value, sizeof value);
}

struct AddressList {
  ~AddressList() {
    if (first != nullptr) ::freeaddrinfo(first);
  }
  addrinfo* first = nullptr;
};

int resolve(const Address& address, int flags, AddressList& list) {
  addrinfo hints{};
  hints.ai_family = AF_UNSPEC;
  hints.ai_socktype = SOCK_STREAM;
  hints.ai_flags = flags | AI_NUMERICSERV;
  const char* host = address.host.empty() ? nullptr : address.host.c_str();
  return ::getaddrinfo(host, std::to_string(address.port).c_str(), &hints, &list.first);
}

std::string text(const sockaddr_storage& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.ss_family == AF_INET) {
    ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in&>(address).sin_addr, text.data(), text.size());
    return text.data();
  }
  const auto& inner = reinterpret_cast<const sockaddr_in6&>(address).sin6_addr;
  if (IN6_IS_ADDR_V4MAPPED(&inner)) {
    ::inet_ntop(AF_INET, &inner.s6_addr[12], text.data(), text.size());
  } else {
    ::inet_ntop(AF_INET6, &inner, text.data(), text.size());
  }
  return text.data();
}

/// errno; 0 where it is connected.
int connectOne(const Socket& socket, const addrinfo& address, Deadline deadline,
               const std::atomic<bool>& stop) {
  if (::connect(socket.get(), address.ai_addr, address.ai_addrlen) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  if (!socket.wait(POLLOUT, deadline, stop)) return ETIMEDOUT;
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(socket.get(), SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

std::string words(int error) {
  switch (error) {
    case ECONNREFUSED:
      return "nothing listens there";
    case ETIMEDOUT:
      return "it does not answer";
    case EHOSTUNREACH:
    case ENETUNREACH:
      return "there is no way to it";
    case EADDRINUSE:
      return "another program has the port";
    case EADDRNOTAVAIL:
      return "the address is not one of this machine";
    default:
      return systemMessage(error);
  }
}

}  // namespace

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

bool Socket::isCut() const {
  pollfd state{.fd = descriptor_, .events = POLLRDHUP, .revents = 0};
  return ::poll(&state, 1, 0) > 0;
}

bool Socket::wait(short events, Deadline until, const std::atomic<bool>& stop) const {
  constexpr milliseconds slice{100};
  while (!stop) {
    const auto left = std::chrono::ceil<milliseconds>(until - Clock::now());
    if (left.count() <= 0) return false;
    pollfd wait{.fd = descriptor_, .events = events, .revents = 0};
    if (::poll(&wait, 1, static_cast<int>(std::min(left, slice).count())) > 0) return true;
  }
  throw Failure(ExitCode::interrupted, Finding{.rule = "bench", .message = "interrupted"});
}

std::string Socket::localAddress() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
  return text(address);
}

std::string Socket::remoteAddress() const {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getpeername(descriptor_, reinterpret_cast<sockaddr*>(&address), &size);
  return text(address);
}

std::optional<Address> addressOf(const std::string& text) {
  Address address{.host = text, .port = standardPort};
  const auto colon = text.rfind(':');
  const bool isBracketed = text.starts_with('[') && text.find(']') != std::string::npos;
  const bool isPlainIpv6 = !isBracketed && colon != std::string::npos && text.find(':') != colon;
  if (isBracketed) address.host = text.substr(1, text.find(']') - 1);
  if (colon != std::string::npos && !isPlainIpv6 && (!isBracketed || colon > text.find(']'))) {
    const char* begin = text.data() + colon + 1;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(begin, end, address.port);
    if (error != std::errc{} || stop != end || address.port == 0) return std::nullopt;
    if (!isBracketed) address.host = text.substr(0, colon);
  }
  if (address.host.empty()) return std::nullopt;
  return address;
}

Result<Socket> connectTo(const Address& address, Deadline deadline, const std::atomic<bool>& stop) {
  AddressList list;
  if (const int error = resolve(address, 0, list); error != 0)
    return unreachable(
        fmt::format("'{}' is no address that is known: {}", address.host, ::gai_strerror(error)));
  int error = 0;
  for (const addrinfo* one = list.first; one != nullptr; one = one->ai_next) {
    Socket socket(
        ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, one->ai_protocol));
    error = socket.isOpen() ? connectOne(socket, *one, deadline, stop) : errno;
    if (error != 0) continue;
    setOption(socket.get(), IPPROTO_TCP, TCP_NODELAY, 1);
    keepAlive(socket);
    return socket;
  }
  return unreachable(
      fmt::format("{} port {} cannot be reached: {}", address.host, address.port, words(error)),
      "start 'aictl rdma bench --server' there, and let this port pass");
}

void keepAlive(const Socket& socket) {
  constexpr int idleSeconds = 5;
  constexpr int intervalSeconds = 2;
  constexpr int tries = 3;
  setOption(socket.get(), SOL_SOCKET, SO_KEEPALIVE, 1);
  setOption(socket.get(), IPPROTO_TCP, TCP_KEEPIDLE, idleSeconds);
  setOption(socket.get(), IPPROTO_TCP, TCP_KEEPINTVL, intervalSeconds);
  setOption(socket.get(), IPPROTO_TCP, TCP_KEEPCNT, tries);
}

Result<Socket> listenAt(const Address& address) {
  AddressList list;
  Address wanted = address;
  if (wanted.host.empty()) wanted.host = "::";
  if (const int error = resolve(wanted, AI_PASSIVE, list); error != 0)
    return unreachable(
        fmt::format("'{}' is no address that is known: {}", wanted.host, ::gai_strerror(error)));
  int error = 0;
  // Where the kernel has no IPv6, all of IPv4.
  AddressList version4;
  if (address.host.empty()) {
    wanted.host = "0.0.0.0";
    resolve(wanted, AI_PASSIVE, version4);
  }
  for (const addrinfo* one : {list.first, version4.first}) {
    if (one == nullptr) continue;
    Socket socket(
        ::socket(one->ai_family, one->ai_socktype | SOCK_CLOEXEC | SOCK_NONBLOCK, one->ai_protocol));
    if (!socket.isOpen()) {
      error = errno;
      continue;
    }
    setOption(socket.get(), SOL_SOCKET, SO_REUSEADDR, 1);
    if (one->ai_family == AF_INET6) setOption(socket.get(), IPPROTO_IPV6, IPV6_V6ONLY, 0);
    constexpr int backlog = 64;
    if (::bind(socket.get(), one->ai_addr, one->ai_addrlen) == 0 && ::listen(socket.get(), backlog) == 0)
      return socket;
    error = errno;
  }
  return unreachable(fmt::format("port {} cannot be listened at: {}", address.port, words(error)),
                     "choose another with --port");
}

std::uint16_t portOf(const Socket& socket) {
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.ss_family == AF_INET ? reinterpret_cast<const sockaddr_in&>(address).sin_port
                                            : reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
}

}  // namespace aictl::rdma::bench
