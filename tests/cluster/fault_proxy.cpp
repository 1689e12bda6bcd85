#include "cluster/fault_proxy.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <deque>
#include <optional>
#include <stdexcept>
#include <utility>
#include <vector>

namespace aictl::test {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr milliseconds interval{5};
constexpr std::size_t keptAtMost = 256U << 10U;  ///< bytes of a direction that wait; then its sender waits

sockaddr_in localAddress(int port) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  return address;
}

/// One direction of a connection.
class Stream {
 public:
  Stream(int from, int to, Way way) : from_(from), to_(to), way_(way) {}

  int from() const { return from_; }
  int to() const { return to_; }
  bool takesMore() const { return !hasEnd_ && kept_ < keptAtMost; }
  bool isDone() const { return hasEnd_ && pieces_.empty(); }
  bool mustSend(Clock::time_point now) const { return !pieces_.empty() && isDue(now); }

  /// What has come, at most as much as may pass before something is to happen; none where nothing has.
  std::optional<std::string> receive(std::size_t most) {
    std::array<char, 16384> block{};
    const ssize_t count = ::recv(from_, block.data(), std::min(most, block.size()), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return std::nullopt;
    if (count <= 0) {
      hasEnd_ = true;
      return std::nullopt;
    }
    passed_ += static_cast<std::size_t>(count);
    return std::string(block.data(), static_cast<std::size_t>(count));
  }
  std::size_t passed() const { return passed_; }

  void pass(std::string bytes, Clock::time_point now) {
    kept_ += bytes.size();
    pieces_.push_back({std::max(now + way_.delay, notBefore_), std::move(bytes)});
  }
  void hold(Clock::time_point until) { notBefore_ = until; }
  void end() { hasEnd_ = true; }

  /// Whether the other side still takes it.
  bool send(Clock::time_point now) {
    while (!pieces_.empty() && isDue(now)) {
      std::string& bytes = pieces_.front().bytes;
      const ssize_t count = ::send(to_, bytes.data(), sizeOfNext(now), MSG_DONTWAIT | MSG_NOSIGNAL);
      if (count < 0) return errno == EAGAIN || errno == EINTR;
      kept_ -= static_cast<std::size_t>(count);
      lastSent_ = now;
      bytes.erase(0, static_cast<std::size_t>(count));
      if (bytes.empty()) pieces_.pop_front();
      if (way_.bytesPerSecond > 0) break;
    }
    return true;
  }

 private:
  struct Piece {
    Clock::time_point due;
    std::string bytes;
  };

  bool isDue(Clock::time_point now) const {
    return pieces_.front().due <= now && (way_.bytesPerSecond == 0 || now - lastSent_ >= interval);
  }
  std::size_t sizeOfNext(Clock::time_point now) const {
    const std::size_t size = pieces_.front().bytes.size();
    if (way_.bytesPerSecond == 0) return size;
    const auto since = std::min<Clock::duration>(now - lastSent_, interval * 4);
    const auto allowed = way_.bytesPerSecond *
                         static_cast<std::size_t>(std::chrono::duration_cast<milliseconds>(since).count()) /
                         1000;
    return std::clamp<std::size_t>(allowed, 1, size);
  }

  int from_;
  int to_;
  Way way_;
  std::deque<Piece> pieces_;
  std::size_t kept_ = 0;
  std::size_t passed_ = 0;
  Clock::time_point notBefore_{};
  Clock::time_point lastSent_{};
  bool hasEnd_ = false;
};

}  // namespace

class FaultProxy::Connection {
 public:
  Connection(int client, int server, Fault fault, Way way)
      : client_(client),
        server_(server),
        fault_(fault),
        requests_(client, server, {.delay = way.delay}),
        answers_(server, client, way) {}
  ~Connection() {
    ::close(client_);
    ::close(server_);
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void addTo(std::vector<pollfd>& waits, Clock::time_point now) const {
    for (const auto& [in, out] : {std::pair(&requests_, &answers_), std::pair(&answers_, &requests_)}) {
      short events = in->takesMore() ? POLLIN : 0;
      if (out->mustSend(now)) events = static_cast<short>(events | POLLOUT);
      waits.push_back({.fd = in->from(), .events = events, .revents = 0});
    }
  }

  /// Whether it goes on.
  bool work(Clock::time_point now) {
    for (Stream* stream : {&requests_, &answers_}) take(*stream, now);
    const bool sent = requests_.send(now) && answers_.send(now);
    if (isDeaf_ && now >= deafUntil_) return reset();
    if (requests_.isDone() || answers_.isDone()) return endsByReset_ ? reset() : false;
    return sent;
  }

  /// The end of a connection as of a machine that knows nothing of it.
  bool reset() const {
    const linger none{.l_onoff = 1, .l_linger = 0};
    ::setsockopt(client_, SOL_SOCKET, SO_LINGER, &none, sizeof none);
    return false;
  }

 private:
  bool isCounted(const Stream& stream) const {
    return fault_.what != Fault::What::nothing &&
           &stream == (fault_.side == Fault::Side::server ? &answers_ : &requests_);
  }

  void take(Stream& stream, Clock::time_point now) {
    while (stream.takesMore()) {
      const bool counted = isCounted(stream);
      const std::size_t left = counted ? fault_.after - stream.passed() : keptAtMost;
      if (counted && left == 0) {
        happen(stream, now);
        continue;
      }
      auto bytes = stream.receive(left);
      if (!bytes) return;
      if (isDeaf_ && &stream == &answers_) continue;
      if (mustCorrupt_ && &stream == corrupted_) {
        bytes->front() = static_cast<char>(bytes->front() ^ 0x55);
        mustCorrupt_ = false;
      }
      stream.pass(*std::move(bytes), now);
    }
  }

  void happen(Stream& stream, Clock::time_point now) {
    switch (std::exchange(fault_.what, Fault::What::nothing)) {
      case Fault::What::nothing:
        break;
      case Fault::What::close:
        stream.end();
        break;
      case Fault::What::reset:
        endsByReset_ = true;
        stream.end();
        break;
      case Fault::What::stall:
        stream.hold(now + fault_.lasting);
        break;
      case Fault::What::corrupt:
        mustCorrupt_ = true;
        corrupted_ = &stream;
        break;
      case Fault::What::deafen:
        isDeaf_ = true;
        deafUntil_ = now + fault_.lasting;
        break;
    }
  }

  int client_;
  int server_;
  Fault fault_;
  Stream requests_;
  Stream answers_;
  const Stream* corrupted_ = nullptr;
  bool mustCorrupt_ = false;
  bool endsByReset_ = false;
  bool isDeaf_ = false;
  Clock::time_point deafUntil_{};
};

FaultProxy::FaultProxy(int serverPort, Choice choice, Way way)
    : serverPort_(serverPort), choice_(std::move(choice)), way_(way) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  sockaddr_in address = localAddress(0);
  socklen_t size = sizeof address;
  const bool listens = ::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) == 0 &&
                       ::listen(listener_, 64) == 0 &&
                       ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0;
  if (!listens) throw std::runtime_error("the proxy cannot listen");
  port_ = ntohs(address.sin_port);
  thread_ = std::thread([this] { serve(); });
}

FaultProxy::~FaultProxy() {
  ended_ = true;
  thread_.join();
  ::close(listener_);
}

std::string FaultProxy::url() const { return "https://127.0.0.1:" + std::to_string(port_); }

void FaultProxy::serve() {
  while (!ended_) {
    std::vector<pollfd> waits{{.fd = listener_, .events = POLLIN, .revents = 0}};
    const Clock::time_point before = Clock::now();
    for (const Connection& connection : open_) connection.addTo(waits, before);
    ::poll(waits.data(), waits.size(), static_cast<int>(interval.count()));
    const bool cuts = mustCut_.exchange(false);
    const Clock::time_point now = Clock::now();
    open_.remove_if(
        [&](Connection& connection) { return !(cuts ? connection.reset() : connection.work(now)); });
    accept();
  }
}

void FaultProxy::accept() {
  const int client = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
  if (client < 0) return;
  const int server = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const sockaddr_in address = localAddress(serverPort_);
  if (::connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    ::close(server);
    ::close(client);
    return;
  }
  const int atOnce = 1;
  for (const int side : {client, server})
    ::setsockopt(side, IPPROTO_TCP, TCP_NODELAY, &atOnce, sizeof atOnce);
  open_.emplace_back(client, server, choice_ ? choice_(connections_) : Fault(), way_);
  ++connections_;
}

}  // namespace aictl::test
