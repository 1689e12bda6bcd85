#pragma once

#include "core/rdma/bench/transport/verbs_connection.h"

/// The two ways to wait for a device; which one is part of an endpoint's type, so that its loop does not ask.
namespace aictl::rdma::bench {

/// Looks again and again.
struct Polling {
  static void untilRoom(VerbsConnection& connection) {
    until(connection, [&] { return connection.hasRoom(); });
  }
  static void untilIdle(VerbsConnection& connection) {
    until(connection, [&] { return connection.isIdle(); });
  }
  static void untilArrived(VerbsConnection& connection, std::uint64_t messages) {
    until(connection, [&] { return connection.arrived() >= messages; });
  }

 private:
  template <class IsReady>
  static void until(VerbsConnection& connection, IsReady isReady) {
    poll(connection.watch(), [&] {
      if (isReady()) return true;
      connection.reap();
      return isReady();
    });
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
