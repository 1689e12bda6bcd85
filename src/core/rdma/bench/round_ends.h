#pragma once

#include <memory>
#include <string>
#include <vector>

#include "core/rdma/bench/round.h"
#include "core/rdma/bench/side.h"
#include "core/rdma/bench/transport/path_end.h"

namespace aictl::rdma::bench {

/// Who asked for the tests: the client's first path is the one that it sends on.
enum class Party : std::uint8_t { client, server };

/// This side's ends of the paths of one test in one round: a path for each connection, and as many again of a
/// test both ways, of which the server is the initiator. All functions throw a Failure.
class RoundEnds {
 public:
  RoundEnds(const std::string& name, const Test& test, const Configuration& configuration, Party party,
            Side& side, const Watch& watch);

  /// What the other side has to know, a map for each path.
  Value descriptions() const;
  void connect(const Value& others);

  /// Runs this side's part in all of them at once, each in a thread of its own.
  void run();
  /// What was seen, once the other side has ended too.
  std::vector<PathRound> rounds();
  /// Faults that this side's RDMA port has counted since these ends were made, whoever's packets they were.
  Counters portFaults() const;

 private:
  void runPath(std::size_t number);

  struct One {
    Role role = Role::initiator;
    std::unique_ptr<PathEnd> end;
    std::unique_ptr<Path> path;
    PathRound round;
  };
  const Test& test_;
  const Configuration& configuration_;
  Side& side_;
  const Watch& watch_;
  WarmUps warmUps_;
  std::vector<One> all_;
  Counters countersBefore_;
};

/// What the other side sent of its counters; throws a Failure where it is no such value.
Counters countersOf(const Value* value);

/// What a side tells the other of its ends. Samples stay where they are: only a client has some.
Value roundsValue(const std::vector<PathRound>& rounds);
/// Throws a Failure where it is no such value, or not of so many paths.
std::vector<PathRound> roundsOf(const Value& value, std::size_t paths);

}  // namespace aictl::rdma::bench
