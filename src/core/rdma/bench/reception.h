#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "core/rdma/bench/message.h"
#include "core/rdma/bench/socket.h"

namespace aictl::rdma::bench {

/// Takes the connections of a server in a thread of its own, so that whoever sends nothing, or something
/// else, or cuts off, keeps nobody waiting. Clients come out one after the other; connections that belong to
/// the session under way are handed to it.
///
/// Each who connects gets a `greeting` {protocol, version, word}, and has five seconds to answer with `hello`
/// {protocol, version, proof, word} or `attach` {session, path}.
class Reception {
 public:
  struct Client {
    Socket socket;
    MessageReader reader;
    Value hello;
    std::string proof;  ///< that this side has the token, of the word in the hello
  };

  /// With a token "" everybody may come.
  Reception(Socket listener, std::string token, const std::atomic<bool>& stop);
  ~Reception();
  Reception(const Reception&) = delete;
  Reception& operator=(const Reception&) = delete;

  /// Waits for the next client; none once the program is to stop.
  std::optional<Client> next();

  /// From now on connections with this word are the session's; those of the one before are closed.
  void open(const std::string& session);
  /// The connection for the path of this name; throws a Failure where it does not come in time.
  Socket attachment(const std::string& path, Deadline deadline);

 private:
  struct Stranger {
    Socket socket;
    MessageReader reader{strangersLimit};
    std::string word;
    Deadline deadline;
  };
  struct Attached {
    std::string path;
    Socket socket;
  };

  void run();
  void welcome();
  /// Whether it stays a stranger: it may say more.
  bool listen(Stranger& stranger);
  void place(Stranger& stranger, const Value& message);
  void placeClient(Stranger& stranger, const Value& hello);

  Socket listener_;
  std::string token_;
  const std::atomic<bool>& stop_;
  std::atomic<bool> closing_{false};
  std::list<Stranger> strangers_;  // of the thread alone

  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Client> clients_;
  std::string session_;
  std::list<Attached> attached_;

  std::thread thread_;
};

}  // namespace aictl::rdma::bench
