#include "core/rdma/bench/reception.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <vector>

#include "core/base/version.h"
#include "core/rdma/bench/configuration.h"
#include "core/rdma/bench/control.h"
#include "core/rdma/bench/token.h"

namespace aictl::rdma::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds slice{50};
constexpr milliseconds patience{5'000};
constexpr std::size_t mostStrangers = 64;
constexpr std::size_t mostClients = 16;

/// One message to somebody who may not read: as much as fits into the connection now.
void tell(const Socket& socket, const Value& message) {
  const std::string bytes = encode(message);
  [[maybe_unused]] const auto sent =
      ::send(socket.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
}

void refuse(const Socket& socket, std::string message, std::string remedy) {
  tell(socket, failureMessage("refused", {ExitCode::refused, Finding{.message = std::move(message),
                                                                     .remedy = std::move(remedy)}}));
}

}  // namespace

Reception::Reception(Socket listener, std::string token, const std::atomic<bool>& stop)
    : listener_(std::move(listener)), token_(std::move(token)), stop_(stop), thread_([this] { run(); }) {}

Reception::~Reception() {
  closing_ = true;
  thread_.join();
}

std::optional<Reception::Client> Reception::next() {
  std::unique_lock lock(mutex_);
  while (clients_.empty()) {
    if (stop_) return std::nullopt;
    changed_.wait_for(lock, slice);
  }
  Client client = std::move(clients_.front());
  clients_.pop_front();
  return client;
}

void Reception::open(const std::string& session) {
  const std::lock_guard lock(mutex_);
  session_ = session;
  attached_.clear();
}

Socket Reception::attachment(const std::string& path, Deadline deadline) {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto found = std::ranges::find(attached_, path, &Attached::path);
    if (found != attached_.end()) {
      Socket socket = std::move(found->socket);
      attached_.erase(found);
      return socket;
    }
    if (stop_) throw Failure(ExitCode::interrupted, Finding{.rule = "bench", .message = "interrupted"});
    if (Clock::now() >= deadline) {
      throw Failure(ExitCode::noAnswer,
                    Finding{.rule = "bench", .message = "the client opened no connection for its test"});
    }
    changed_.wait_for(lock, slice);
  }
}

void Reception::run() {
  while (!closing_) {
    std::vector<pollfd> waits;
    for (const Stranger& stranger : strangers_) waits.push_back({stranger.socket.get(), POLLIN, 0});
    // With too many at once the next ones wait in the kernel.
    if (strangers_.size() < mostStrangers) waits.push_back({listener_.get(), POLLIN, 0});
    ::poll(waits.data(), waits.size(), static_cast<int>(slice.count()));
    const auto now = Clock::now();
    std::size_t i = 0;
    for (auto stranger = strangers_.begin(); stranger != strangers_.end(); ++i) {
      const bool stays = (waits[i].revents == 0 || listen(*stranger)) && now < stranger->deadline;
      stranger = stays ? std::next(stranger) : strangers_.erase(stranger);
    }
    if (i < waits.size() && waits[i].revents != 0) welcome();
  }
}

void Reception::welcome() {
  Stranger stranger;
  stranger.socket = Socket(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!stranger.socket.isOpen()) return;
  keepAlive(stranger.socket);
  stranger.word = randomWord();
  stranger.deadline = Clock::now() + patience;
  tell(stranger.socket, Value::map({{"type", Value("greeting")},
                                    {"protocol", Value(protocol)},
                                    {"version", Value(version)},
                                    {"word", Value(stranger.word)}}));
  strangers_.push_back(std::move(stranger));
}

bool Reception::listen(Stranger& stranger) {
  std::array<char, 4096> block;
  const ssize_t got = ::recv(stranger.socket.get(), block.data(), block.size(), MSG_DONTWAIT);
  if (got < 0) return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
  if (got == 0) return false;
  stranger.reader.feed(std::string_view(block.data(), static_cast<std::size_t>(got)));
  const Result<Value> message = stranger.reader.next();
  if (!message) return false;
  if (message->isNull()) return true;
  place(stranger, *message);
  return false;
}

void Reception::place(Stranger& stranger, const Value& message) {
  const std::string_view type = findString(message, {"type"});
  if (type == "hello") return placeClient(stranger, message);
  if (type != "attach") return;
  const std::lock_guard lock(mutex_);
  constexpr std::size_t mostAttached = 2 * mostConnections;
  const bool isOurs = !session_.empty() && findString(message, {"session"}) == session_;
  if (!isOurs || attached_.size() >= mostAttached) return;
  attached_.push_back({std::string(findString(message, {"path"})), std::move(stranger.socket)});
  changed_.notify_all();
}

void Reception::placeClient(Stranger& stranger, const Value& hello) {
  const Value* spoken = hello.find("protocol");
  if (spoken == nullptr || *spoken != Value(protocol)) {
    return refuse(stranger.socket,
                  fmt::format("it is aictl {}, which measures otherwise than aictl {}", version,
                              findString(hello, {"version"})),
                  "use the same version on both sides");
  }
  if (!token_.empty() && !isProof(findString(hello, {"proof"}), token_, stranger.word)) {
    return refuse(stranger.socket, "it wants a token, and none or another one was given",
                  "give both sides the same --token-file");
  }
  const std::lock_guard lock(mutex_);
  if (clients_.size() >= mostClients) {
    return refuse(stranger.socket, fmt::format("{} clients are waiting for it already", mostClients),
                  "come back later");
  }
  stranger.reader.setLimit(messageLimit);
  clients_.push_back({std::move(stranger.socket), std::move(stranger.reader), hello,
                      proof(token_, serverWord(findString(hello, {"word"})))});
  changed_.notify_all();
}

}  // namespace aictl::rdma::bench
