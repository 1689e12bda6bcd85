#include "core/rdma/bench/transport/tcp_endpoint.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <cerrno>

namespace aictl::rdma::bench {
namespace {

/// Calls wait for so long before the watch looks.
constexpr timeval slice{.tv_sec = 0, .tv_usec = 100'000};

[[noreturn]] void lose() {
  throw Failure(ExitCode::noAnswer,
                Finding{.rule = "bench", .message = "the connection was cut in the middle of a test"});
}

/// Calls again until all bytes are through.
template <class Call>
void wholly(const Watch& watch, std::size_t bytes, Call call) {
  std::uint64_t since = 0;
  std::size_t done = 0;
  while (done < bytes) {
    const ssize_t count = call(done);
    if (count > 0) {
      done += static_cast<std::size_t>(count);
      since = 0;
      continue;
    }
    if (count == 0 || (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR)) lose();
    if (since == 0) since = now();
    watch.check(since);
  }
}

}  // namespace

TcpEndpoint::TcpEndpoint(Socket socket, std::size_t bytes, const Watch& watch)
    : socket_(std::move(socket)), watch_(watch), outgoing_(bytes), incoming_(bytes) {
  fillPattern(outgoing_);
  ::fcntl(socket_.get(), F_SETFL, ::fcntl(socket_.get(), F_GETFL) & ~O_NONBLOCK);
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_RCVTIMEO, &slice, sizeof slice);
  ::setsockopt(socket_.get(), SOL_SOCKET, SO_SNDTIMEO, &slice, sizeof slice);
  const int on = 1;
  ::setsockopt(socket_.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

void TcpEndpoint::sendAll(std::span<const std::byte> bytes) {
  wholly(watch_, bytes.size(), [&](std::size_t done) {
    return ::send(socket_.get(), bytes.data() + done, bytes.size() - done, MSG_NOSIGNAL);
  });
}

void TcpEndpoint::receiveAll(std::span<std::byte> bytes) {
  wholly(watch_, bytes.size(), [&](std::size_t done) {
    return ::recv(socket_.get(), bytes.data() + done, bytes.size() - done, MSG_WAITALL);
  });
}

void TcpEndpoint::send(Mark mark) {
  outgoing_.back() = static_cast<std::byte>(mark);
  sendAll(outgoing_);
}

Mark TcpEndpoint::receive() {
  receiveAll(incoming_);
  return static_cast<Mark>(incoming_.back());
}

void TcpEndpoint::confirm(Mark mark) {
  outgoing_.back() = static_cast<std::byte>(mark);
  sendAll(std::span(outgoing_).last(1));
}

Mark TcpEndpoint::confirmation() {
  receiveAll(std::span(incoming_).last(1));
  return static_cast<Mark>(incoming_.back());
}

std::int64_t TcpEndpoint::retransmissions() const {
  tcp_info info{};
  socklen_t size = sizeof info;
  if (::getsockopt(socket_.get(), IPPROTO_TCP, TCP_INFO, &info, &size) != 0) return -1;
  return info.tcpi_total_retrans;
}

}  // namespace aictl::rdma::bench
