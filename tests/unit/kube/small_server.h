#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace aictl::test {

/// An HTTP/1.1 server on this machine that answers as a test says: with any bytes, and an end of the
/// connection after them.
class SmallServer {
 public:
  /// What to send for the request of that number (from 0), whose text is its head and body. A zero byte at
  /// its end stands for silence: the connection stays open to the end, while others are answered.
  using Answer = std::function<std::string(int number, const std::string& request)>;

  explicit SmallServer(Answer answer) : answer_(std::move(answer)) {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    ::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address);
    ::listen(listener_, 64);
    socklen_t size = sizeof address;
    ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmallServer() {
    ended_ = true;
    thread_.join();
    ::close(listener_);
  }
  SmallServer(const SmallServer&) = delete;
  SmallServer& operator=(const SmallServer&) = delete;

  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_); }

  std::vector<std::string> requests() {
    const std::lock_guard<std::mutex> guard(mutex_);
    return requests_;
  }

 private:
  void serve() {
    constexpr int interval = 20;
    while (!ended_) {
      pollfd wait{.fd = listener_, .events = POLLIN, .revents = 0};
      if (::poll(&wait, 1, interval) <= 0) continue;
      const int connection = ::accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
      if (connection < 0) continue;
      const std::string request = receive(connection);
      int number = 0;
      {
        const std::lock_guard<std::mutex> guard(mutex_);
        number = static_cast<int>(requests_.size());
        requests_.push_back(request);
      }
      std::string answer = answer_(number, request);
      const bool silent = answer.ends_with('\0');
      if (silent) answer.pop_back();
      (void)!::send(connection, answer.data(), answer.size(), MSG_NOSIGNAL);
      if (silent) {
        silent_.push_back(connection);
        continue;
      }
      ::shutdown(connection, SHUT_WR);
      drain(connection);
      ::close(connection);
    }
    for (const int connection : silent_) ::close(connection);
  }

  static std::size_t bodySize(const std::string& head) {
    const std::size_t at = head.find("Content-Length: ");
    return at == std::string::npos ? 0 : std::stoul(head.substr(at + 16));
  }

  std::string receive(int connection) {
    std::string text;
    char block[4096];
    while (!ended_) {
      const std::size_t head = text.find("\r\n\r\n");
      if (text.starts_with('\x16')) break;  // TLS, which this server does not speak
      if (head != std::string::npos && text.size() >= head + 4 + bodySize(text)) break;
      pollfd wait{.fd = connection, .events = POLLIN, .revents = 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      const ssize_t count = ::recv(connection, block, sizeof block, 0);
      if (count <= 0) break;
      text.append(block, static_cast<std::size_t>(count));
    }
    return text;
  }

  /// A close with bytes unread would be a reset, which is another fault than a test may want.
  void drain(int connection) {
    char block[4096];
    while (!ended_) {
      pollfd wait{.fd = connection, .events = POLLIN, .revents = 0};
      if (::poll(&wait, 1, 20) <= 0) continue;
      if (::recv(connection, block, sizeof block, 0) <= 0) return;
    }
  }

  Answer answer_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<bool> ended_ = false;
  std::vector<int> silent_;
  std::mutex mutex_;
  std::vector<std::string> requests_;
  std::thread thread_;
};

}  // namespace aictl::test
