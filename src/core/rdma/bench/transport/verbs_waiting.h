#pragma once

#include "core/rdma/bench/transport/verbs_connection.h"

/// The two ways to wait for a device; which one is part of an endpoint's type, so that its loop does not ask.
namespace aictl::rdma::bench {

/// Whether it is ready, where one look at what has been done may help.
template <class IsReady>
auto looking(VerbsConnection& connection, IsReady isReady) {
  return [&connection, isReady] {
    if (isReady()) return true;
    connection.reap();
    return isReady();
  };
}

/// Looks again and again.
struct Polling {
  static void untilRoom(VerbsConnection& connection) {
    spin(connection.watch(), looking(connection, [&] { return connection.hasRoom(); }));
  }
  static void untilIdle(VerbsConnection& connection) {
    spin(connection.watch(), looking(connection, [&] { return connection.isIdle(); }));
  }
  static void untilArrived(VerbsConnection& connection, std::uint64_t messages) {
    poll(connection.watch(), looking(connection, [&] { return connection.arrived() >= messages; }));
  }
};

/// Sleeps until the device tells.
struct Sleeping {
  static void untilRoom(VerbsConnection& connection) {
    until(
        connection, [&] { return connection.hasRoom(); }, [&] { connection.sleepUntilDone(); });
  }
  static void untilIdle(VerbsConnection& connection) {
    until(
        connection, [&] { return connection.isIdle(); }, [&] { connection.sleepUntilDone(); });
  }
  static void untilArrived(VerbsConnection& connection, std::uint64_t messages) {
    until(
        connection, [&] { return connection.arrived() >= messages; },
        [&] { connection.sleepUntilMessage(); });
  }

 private:
  template <class IsReady, class Sleep>
  static void until(VerbsConnection& connection, IsReady isReady, Sleep sleep) {
    while (!isReady()) {
      connection.reap();
      if (!isReady()) sleep();
    }
  }
};

}  // namespace aictl::rdma::bench
