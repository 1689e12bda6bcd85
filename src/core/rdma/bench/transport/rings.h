#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "core/rdma/bench/transport/ring.h"

namespace aictl::rdma::bench {

/// The two rings of a path over shared memory: from the end that sends first, and back.
struct RingPair {
  std::shared_ptr<Ring> forth;
  std::shared_ptr<Ring> back;
};

/// Where the two threads that are the sides of a loopback find each other's rings.
class Rings {
 public:
  /// The first who asks for a name makes them, the second gets the same.
  RingPair meet(const std::string& name, std::size_t bytes, std::size_t slots) {
    const std::lock_guard lock(mutex_);
    if (const auto found = waiting_.find(name); found != waiting_.end()) {
      RingPair pair = found->second;
      waiting_.erase(found);
      return pair;
    }
    return waiting_[name] = {std::make_shared<Ring>(bytes, slots), std::make_shared<Ring>(bytes, slots)};
  }

 private:
  std::mutex mutex_;
  std::map<std::string, RingPair> waiting_;
};

}  // namespace aictl::rdma::bench
