// Pods of entries placed together.

#include "core/kube/fit/gang_placement.h"

#include "unit/kube/written.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::written;

namespace {

ClusterRoom roomOf(const std::vector<int>& gpus) {
  ClusterRoom room;
  for (std::size_t i = 0; i < gpus.size(); ++i) {
    room.addNode(written(
        "{metadata: {name: n" + std::to_string(i) + ", labels: {n: '" + std::to_string(i) +
        "'}}, status: {allocatable: {cpu: 64, pods: 110, gpu.example/x: " + std::to_string(gpus[i]) + "}}}"));
  }
  return room;
}

PodSet setOf(const std::string& name, std::int64_t count, int gpus, const std::string& more = "") {
  return {.name = name,
          .count = count,
          .podTemplate = written("{spec: {containers: [{resources: {limits: {gpu.example/x: " +
                                 std::to_string(gpus) + "}}}]" + more + "}}")};
}

std::string nodesOf(const SetPlacement& set) {
  std::string text;
  for (const auto& [node, count] : set.nodes) text += node + ":" + std::to_string(count) + " ";
  return text;
}

}  // namespace

TEST_CASE("equal pods fill the tightest nodes first") {
  ClusterRoom room = roomOf({8, 4, 2});
  const auto placed = placeGangs(room, {{"train/a", {setOf("worker", 4, 2)}}});
  CHECK(placed[0].fits());
  CHECK(nodesOf(placed[0].sets[0]) == "n2:1 n1:2 n0:1 ");
  CHECK(room.find("n0")->free("gpu.example/x") == 6);
}

TEST_CASE("a gang that does not fit as a whole leaves its room to those after it") {
  ClusterRoom room = roomOf({4, 4});
  const auto placed =
      placeGangs(room, {{"train/a", {setOf("worker", 3, 4)}}, {"train/b", {setOf("worker", 2, 4)}}});
  CHECK_FALSE(placed[0].fits());
  CHECK(placed[0].sets[0].missing == 1);
  CHECK(placed[0].sets[0].single.candidates.size() == 2);
  REQUIRE(placed[0].sets[0].blocked);
  CHECK(sentence(*placed[0].sets[0].blocked) ==
        "no node has 4 gpu.example/x free: the most is 0, on n0 (4 more needed)");
  CHECK(placed[1].fits());
}

TEST_CASE("entries are placed with what those before them have taken") {
  ClusterRoom room = roomOf({8});
  const auto placed =
      placeGangs(room, {{"train/a", {setOf("worker", 1, 6)}}, {"train/b", {setOf("worker", 1, 4)}}});
  CHECK(placed[0].fits());
  CHECK_FALSE(placed[1].fits());
}

TEST_CASE("large pods are placed before small ones, whatever the order in the entry") {
  ClusterRoom room = roomOf({4, 5});
  const auto placed = placeGangs(room, {{"train/a", {setOf("ps", 1, 1), setOf("worker", 2, 4)}}});
  CHECK(placed[0].fits());
  CHECK(nodesOf(placed[0].sets[0]) == "n1:1 ");
}

TEST_CASE("pods that few nodes take are placed before larger ones that can go anywhere, where that helps") {
  ClusterRoom room = roomOf({2, 4});
  room.addNode(
      written("{metadata: {name: n2}, status: {allocatable: {pods: 110, cpu: 64, gpu.example/x: 3}}}"));
  const auto placed = placeGangs(
      room,
      {{"train/a",
        {setOf("any", 1, 3), setOf("pinned", 1, 2, ", nodeSelector: {n: '1'}"), setOf("small", 1, 2)}}});
  CHECK(placed[0].fits());
}

TEST_CASE("a set of one a node needs room on each node that takes it") {
  ClusterRoom room = roomOf({2, 1, 0});
  room.addNode(
      written("{metadata: {name: away}, spec: {unschedulable: true}, status: {allocatable: {pods: 1}}}"));
  PodSet agent = setOf("agent", 0, 1);
  agent.count.reset();
  const auto placed = placeGangs(room, {{"manifests/agent", {agent}}});
  CHECK_FALSE(placed[0].fits());
  CHECK(placed[0].sets[0].count == 3);
  CHECK(placed[0].sets[0].missing == 1);
  REQUIRE(placed[0].sets[0].blocked);
  CHECK(placed[0].sets[0].blocked->full == std::vector<std::string>{"n2"});
  CHECK(lackText(*placed[0].sets[0].blocked) == "n2 comes nearest, and lacks 1 gpu.example/x");
}

TEST_CASE("pods with a host port go to one node each") {
  ClusterRoom room = roomOf({8, 8});
  PodSet set = setOf("worker", 3, 1);
  set.podTemplate = written("{spec: {containers: [{ports: [{hostPort: 80}]}]}}");
  const auto placed = placeGangs(room, {{"train/a", {set}}});
  CHECK(placed[0].sets[0].missing == 1);
  CHECK(sentence(*placed[0].sets[0].blocked) == "no node takes it: 2 with the host port 80 in use [n0, n1]");
}

TEST_CASE("a set of no pods fits an empty cluster") {
  ClusterRoom room;
  CHECK(placeGangs(room, {{"serve/a", {setOf("pods", 0, 1)}}})[0].fits());
}
