#pragma once

#include <memory>
#include <string>

#include "core/base/value.h"
#include "core/rdma/bench/configuration.h"
#include "core/rdma/bench/side.h"
#include "core/rdma/bench/transport/path.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// One end of a path that is to be: what the other end has to know of it, and then the path.
class PathEnd {
 public:
  PathEnd() = default;
  PathEnd(const PathEnd&) = delete;
  PathEnd& operator=(const PathEnd&) = delete;
  virtual ~PathEnd() = default;

  virtual Value description() const { return Value::map(); }
  /// Throws a Failure where what the other end says is not good, or it does not come.
  virtual std::unique_ptr<Path> connect(const Value& other) = 0;
};

enum class Role : std::uint8_t { initiator, answerer };

/// What an end of a path is made for.
struct PathPlan {
  std::string name;  ///< the same on both sides, and of no other path of the session
  Role role = Role::initiator;
  const Test& test;
  const Configuration& configuration;
};

/// Throws a Failure where the side cannot have such an end.
std::unique_ptr<PathEnd> makeEnd(const PathPlan& plan, Side& side, const Watch& watch);

}  // namespace aictl::rdma::bench
