// What a queue may still take.

#include "core/kube/fit/queue_room.h"

#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

using Words = std::vector<std::string>;

/// A queue with one group of flavors, each `{name, resources: [{name, limit, used, lent}]}`.
QueueRoom roomOf(const std::string& flavors, const std::string& more = "complete: true") {
  return queueRoomOf("team", written("{" + more + ", groups: [[" + flavors + "]]}"));
}

std::string gpus(const std::string& flavor, int limit, int used, const std::string& lent = "null") {
  return "{name: " + flavor + ", resources: [{name: nvidia.com/gpu, limit: " + std::to_string(limit) +
         ", used: " + std::to_string(used) + ", lent: " + lent + "}]}";
}

}  // namespace

TEST_CASE("what is left of a queue's quota is given, and then is in use") {
  QueueRoom room = roomOf(gpus("h100", 16, 8));
  CHECK(admit(room, {{{"nvidia.com/gpu", 8}}}).faults.empty());
  CHECK(admit(room, {{{"nvidia.com/gpu", 1}}}).faults ==
        Words{"the queue 'team' has no room for 1 nvidia.com/gpu: 16 of 16 nvidia.com/gpu in use (h100)"});
}

TEST_CASE("what is more than a queue's whole quota is never admitted") {
  QueueRoom room = roomOf(gpus("h100", 16, 8));
  CHECK(admit(room, {{{"nvidia.com/gpu", 32}}}).faults ==
        Words{"the queue 'team' can never admit 32 nvidia.com/gpu: 8 of 16 nvidia.com/gpu in use (h100)"});
}

TEST_CASE("a set of pods is of one flavor, the first with room for all of it") {
  QueueRoom room = roomOf(gpus("h100", 8, 4) + ", " + gpus("a100", 8, 0));
  CHECK(admit(room, {{{"nvidia.com/gpu", 8}}, {{"nvidia.com/gpu", 4}}}).faults.empty());
  CHECK(
      admit(room, {{{"nvidia.com/gpu", 2}}}).faults ==
      Words{"the queue 'team' has no room for 2 nvidia.com/gpu: 8 of 8 nvidia.com/gpu in use (h100), 8 of 8 "
            "nvidia.com/gpu in use (a100)"});
}

TEST_CASE("of sets that are admitted together none is counted where one is refused") {
  QueueRoom room = roomOf(gpus("h100", 8, 0));
  CHECK(admit(room, {{{"nvidia.com/gpu", 6}}, {{"nvidia.com/gpu", 6}}}).faults.size() == 1);
  CHECK(admit(room, {{{"nvidia.com/gpu", 8}}}).faults.empty());
}

TEST_CASE("a resource without quota is refused by a queue that has to cover all, and passed by others") {
  QueueRoom complete = roomOf(gpus("h100", 8, 0));
  CHECK(admit(complete, {{{"nvidia.com/gpu", 1}, {"cpu", 1000}, {"pods", 1}}}).faults ==
        Words{"the queue 'team' has no quota for cpu"});
  QueueRoom open = roomOf(gpus("h100", 8, 0), "complete: false");
  CHECK(admit(open, {{{"nvidia.com/gpu", 1}, {"cpu", 1000}}}).faults.empty());
}

TEST_CASE("what other queues may lend is no refusal, and is said") {
  QueueRoom unbounded = roomOf(gpus("h100", 8, 4, "any"));
  const QueueAnswer answer = admit(unbounded, {{{"nvidia.com/gpu", 8}}});
  CHECK(answer.faults.empty());
  CHECK(answer.unsure ==
        Words{"the queue 'team' has not enough for 8 nvidia.com/gpu, unless other queues lend "
              "it some: 4 of 8 nvidia.com/gpu in use (h100)"});
  QueueRoom bounded = roomOf(gpus("h100", 8, 4, "2"));
  CHECK(admit(bounded, {{{"nvidia.com/gpu", 8}}}).faults.size() == 1);
  CHECK(admit(bounded, {{{"nvidia.com/gpu", 6}}}).unsure.size() == 1);
}

TEST_CASE("a flavor with room goes before one that has to borrow") {
  QueueRoom room = roomOf(gpus("h100", 4, 4, "any") + ", " + gpus("a100", 4, 0));
  CHECK(admit(room, {{{"nvidia.com/gpu", 4}}}).unsure.empty());
}

TEST_CASE("what pods hold that will go is given back") {
  QueueRoom room = roomOf(gpus("h100", 8, 8));
  room.giveBack({{"nvidia.com/gpu", 8}});
  CHECK(admit(room, {{{"nvidia.com/gpu", 8}}}).faults.empty());
}

TEST_CASE("a queue that is closed takes nothing, and says why") {
  QueueRoom room = roomOf(gpus("h100", 8, 0), "closed: it is not in this namespace");
  CHECK(admit(room, {{{"nvidia.com/gpu", 1}}}).faults ==
        Words{"the queue 'team' takes nothing: it is not in this namespace"});
}
