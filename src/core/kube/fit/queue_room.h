#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/kube/fit/resource_amounts.h"

namespace aictl::kube {

/// What a queue allows to be in use at once, and what is.
struct QueueRoom {
  struct Share {
    std::int64_t limit = 0;
    std::int64_t used = 0;
    std::int64_t lent =
        0;  ///< what it may get from other queues at most; `anything` where nothing limits that

    static constexpr std::int64_t anything = -1;
  };
  /// One way to meet a demand: what it has of each resource.
  struct Flavor {
    std::string name;  ///< "" where there is one alone
    std::map<std::string, Share, std::less<>> shares;
  };
  /// Flavors of the same resources: one of them meets the whole demand of a set of pods.
  using Group = std::vector<Flavor>;

  std::string name;
  std::string closed;       ///< why it takes nothing, `it is not in this namespace`; "" where it does
  bool isComplete = false;  ///< whether it refuses what it has no quota for
  std::vector<Group> groups;

  /// Gives back what pods hold that will go. Which flavor they are of is not known, so each gets it back.
  void giveBack(const Amounts& amounts);
};

/// `{closed, complete, groups}` of a kind of queue (pack/queue_kinds.h).
QueueRoom queueRoomOf(std::string name, const Value& room);

/// What a queue says to sets of pods that it admits together.
struct QueueAnswer {
  /// `the queue 'research' has no room for 8 nvidia.com/gpu: 12 of 16 are in use`
  std::vector<std::string> faults;
  /// What others may lend: `the queue 'research' has 4 of 8 nvidia.com/gpu, unless others lend it the rest`
  std::vector<std::string> unsure;
};

/// Asks the queue for each of the demands, in their order, as Kueue assigns flavors: in each group the first
/// that has room, else the first that may get it from others. What passes is counted as used.
QueueAnswer admit(QueueRoom& room, const std::vector<Amounts>& demands);

}  // namespace aictl::kube
