#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <string>
#include <thread>

namespace aictl::test {

/// What becomes of a connection, once so many bytes of one side have passed.
struct Fault {
  enum class What : std::uint8_t {
    nothing,
    close,    ///< its end, in order
    reset,    ///< its end, as of a machine that knows nothing of it
    stall,    ///< nothing more passes in this direction for a while
    corrupt,  ///< the next byte passes as another
    deafen    ///< requests pass and answers are lost for a while; then it is reset
  };
  enum class Side : std::uint8_t { server, client };

  What what = What::nothing;
  std::size_t after = 0;  ///< bytes as they are on the wire: TLS and its beginning count
  Side side = Side::server;
  std::chrono::milliseconds lasting{0};
};

/// A way that is long or narrow.
struct Way {
  std::chrono::milliseconds delay{0};  ///< of each piece, in both directions
  std::size_t bytesPerSecond = 0;      ///< from the server; 0: as fast as they come
};

/// A TCP proxy before a server of this machine. It passes bytes on without knowing what they mean, and does
/// to connections what bad networks do.
class FaultProxy {
 public:
  /// What becomes of the connection of that number (from 0). Called from the proxy's own thread.
  using Choice = std::function<Fault(int connection)>;

  explicit FaultProxy(int serverPort, Choice choice = {}, Way way = {});
  ~FaultProxy();
  FaultProxy(const FaultProxy&) = delete;
  FaultProxy& operator=(const FaultProxy&) = delete;

  std::string url() const;
  /// Resets all connections that there are.
  void cut() { mustCut_ = true; }
  /// So many connections there were.
  int connections() const { return connections_; }

 private:
  class Connection;

  void serve();
  void accept();

  const int serverPort_;
  const Choice choice_;
  const Way way_;
  int listener_ = -1;
  int port_ = 0;
  std::list<Connection> open_;
  std::atomic<int> connections_ = 0;
  std::atomic<bool> mustCut_ = false;
  std::atomic<bool> ended_ = false;
  std::thread thread_;
};

}  // namespace aictl::test
