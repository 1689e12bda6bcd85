// The kinds of queues of templates/queues, over objects as their software has them.

#include "core/pack/queue_kinds.h"

#include "core/pack/files.h"
#include "packing.h"

using namespace aictl;

namespace {

/// The built-in kinds by the name of their file.
struct BuiltIn {
  Sources sources;
  pack::Packs packs{sources};
  std::vector<pack::QueueKind> kinds;

  BuiltIn() {
    auto read = pack::readQueueKinds(packs);
    REQUIRE(read);
    kinds = *std::move(read);
    REQUIRE(kinds.size() == 2);
  }
  const pack::QueueKind& kueue() const { return kinds[0]; }
  const pack::QueueKind& volcano() const { return kinds[1]; }
};

std::string queueOf(const pack::QueueKind& kind, std::string_view object) {
  const auto name = kind.nameFor(packing::read(object));
  REQUIRE(name);
  return *name;
}

Value roomOf(const pack::QueueKind& kind, const pack::QueueKind::Found& found) {
  const auto room = kind.room("team", found);
  if (!room) FAIL(room.failure().findings.front().message);
  return *room;
}

const std::string clusterQueue = R"({
  spec: {cohort: all, resourceGroups: [{coveredResources: [nvidia.com/gpu], flavors: [
    {name: h100, resources: [{name: nvidia.com/gpu, nominalQuota: '16'}]},
    {name: a100, resources: [{name: nvidia.com/gpu, nominalQuota: '4', borrowingLimit: '0'}]}]}]},
  status: {flavorsReservation: [{name: h100, resources: [{name: nvidia.com/gpu, total: '12', borrowed: '0'}]}]}})";

}  // namespace

TEST_CASE("the queue of a job is found where its software has it") {
  const BuiltIn builtIn;
  CHECK(queueOf(builtIn.kueue(), "{metadata: {labels: {kueue.x-k8s.io/queue-name: team}}}") == "team");
  CHECK(queueOf(builtIn.kueue(), "{metadata: {name: a}}").empty());
  CHECK(queueOf(builtIn.volcano(), "{spec: {runPolicy: {schedulingPolicy: {queue: team}}}}") == "team");
  CHECK(queueOf(builtIn.volcano(),
                "{spec: {template: {metadata: {annotations: {scheduling.volcano.sh/queue-name: team}}}}}") ==
        "team");
  CHECK(queueOf(builtIn.volcano(), "{spec: {template: {}}}").empty());
}

TEST_CASE("the ClusterQueue is the one that the LocalQueue names") {
  const BuiltIn builtIn;
  const pack::QueueKind& kueue = builtIn.kueue();
  REQUIRE(kueue.steps() == 2);
  const auto local = kueue.step(0, "team", {});
  REQUIRE(local);
  CHECK(local->kind == "LocalQueue");
  CHECK(local->name == "team");
  const pack::QueueKind::Found found{{"local", packing::read("{spec: {clusterQueue: research}}")}};
  const auto cluster = kueue.step(1, "team", found);
  REQUIRE(cluster);
  CHECK(cluster->kind == "ClusterQueue");
  CHECK(cluster->name == "research");
  CHECK(*kueue.missing(1, "team", found) == "its ClusterQueue research is not there");
}

TEST_CASE("a ClusterQueue gives the quota of each flavor, what is reserved of it, and what it may borrow") {
  const BuiltIn builtIn;
  const Value room = roomOf(builtIn.kueue(), {{"local", packing::read("{spec: {clusterQueue: research}}")},
                                              {"cluster", packing::read(clusterQueue)}});
  CHECK(room == packing::read(R"({closed: null, complete: true, groups: [[
    {name: h100, resources: [{name: nvidia.com/gpu, limit: '16', used: '12', lent: any}]},
    {name: a100, resources: [{name: nvidia.com/gpu, limit: '4', used: 0, lent: '0'}]}]]})"));
}

TEST_CASE("a queue of Kueue is closed where it is stopped or not active") {
  const BuiltIn builtIn;
  const auto closed = [&](const char* local, const char* cluster) {
    const Value room =
        roomOf(builtIn.kueue(), {{"local", packing::read(local)}, {"cluster", packing::read(cluster)}});
    return std::string(findString(room, {"closed"}));
  };
  CHECK(closed("{spec: {stopPolicy: Hold}}", "{spec: {}}") == "somebody has stopped it (Hold)");
  CHECK(closed("{spec: {}}", "{spec: {stopPolicy: HoldAndDrain}}") ==
        "somebody has stopped it (HoldAndDrain)");
  CHECK(closed("{spec: {}}",
               "{spec: {}, status: {conditions: [{type: Active, status: 'False', reason: "
               "FlavorNotFound, message: references missing ResourceFlavor(s)}]}}") ==
        "references missing ResourceFlavor(s)");
  CHECK(closed("{spec: {stopPolicy: None}}", "{spec: {stopPolicy: None}}").empty());
}

TEST_CASE("a queue of Volcano gives its capability, what is allocated of it, and whether it is open") {
  const BuiltIn builtIn;
  CHECK(roomOf(builtIn.volcano(),
               {{"volcano", packing::read("{spec: {capability: {nvidia.com/gpu: 8, cpu: '64'}}, "
                                          "status: {allocated: {cpu: 8}}}")}}) ==
        packing::read(R"({closed: null, complete: false, groups: [[{name: '', resources: [
          {name: nvidia.com/gpu, limit: 8, used: 0, lent: null}, {name: cpu, limit: '64', used: 8, lent: null}]}]]})"));
  CHECK(findString(roomOf(builtIn.volcano(), {{"volcano", packing::read("{status: {state: Closed}}")}}),
                   {"closed"}) == "it is Closed");
}

TEST_CASE("a kind of queue with faults is told with its place") {
  packing::Fixture fixture;
  fixture.write("queues/own.yaml", "queue: object.x\nread: [{as: a}]\nroom: 1\n");
  fixture.packs.add("own", pack::folderFiles(fixture.folder.path(), fixture.sources));
  const auto read = pack::readQueueKinds(fixture.packs);
  REQUIRE(!read);
  CHECK(read.failure().findings.size() == 3);
}
