// Entries: their templates, names and specs, and what they refer to.
#include "core/stack/entries.h"

#include "stacking.h"

using namespace aictl;
using namespace stacking;

TEST_CASE("a spec is brought into its one shape, and filled with defaults for templates") {
  Fixture fixture;
  const auto stack = fixture.load(stackOf("train:\n  job: {image: i, gpus: 2, command: null}\n"));
  REQUIRE(stack.entries.size() == 1);
  CHECK(shown(stack.entries[0].spec) == "{image: i, gpus: {count: 2}}");
  CHECK(stack.entries[0].filled.find("workers")->integer() == 1);
  CHECK(find(stack.entries[0].filled, {"gpus", "vendor"})->string() == "nvidia");
}

TEST_CASE("an unknown template is told with those that there are, and the one that was meant") {
  CHECK(said(stackOf("trian:\n  a: {image: i}\n")) ==
        Lines{"aictl.yaml:2:1: unknown template 'trian'; there are cache, graph, network, serve, train; did "
              "you mean 'train'?"});
  CHECK(said(stackOf("namspace: ml\n")).front().find("did you mean 'namespace'?") != std::string::npos);
}

TEST_CASE("a section is a map of names to specs, and may be empty") {
  CHECK(said(stackOf("train: [a]\n")) ==
        Lines{"aictl.yaml:2:8: 'train' must be a map of names to specs, not a list"});
  CHECK(said(stackOf("train:\nserve: {}\n")).empty());
}

TEST_CASE("an entry with nothing in it is told what it lacks") {
  const auto lines = said(stackOf("train:\n  job:\n"));
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.front().find("aictl.yaml:3:3: train/job: ") == 0);
  CHECK(lines.front().find("image") != std::string::npos);
}

TEST_CASE("a spec that is no map is told at its place") {
  const auto lines = said(stackOf("train:\n  job: 5\n"));
  REQUIRE_FALSE(lines.empty());
  CHECK(lines.front().find("aictl.yaml:3:8: train/job: ") == 0);
}

TEST_CASE("a name is a DNS label, and what would be one is told") {
  CHECK(said(stackOf("train:\n  ResNet_50: {image: i}\n"))
            .front()
            .find("aictl.yaml:3:3: train: 'ResNet_50' cannot be a name: lower case letters, digits and "
                  "hyphens, beginning and "
                  "ending with a letter or digit, at most 63 characters; 'resnet-50-") == 0);
  CHECK(said(stackOf("train:\n  " + std::string(64, 'a') + ": {image: i}\n")).size() == 1);
}

TEST_CASE("all faults of all entries are told in the order of the file") {
  const auto lines =
      said(stackOf("train:\n  a: {image: 5, wrong: 1}\n  b: {workers: -1}\nserve:\n  c: {prot: 1}\n"));
  REQUIRE(lines.size() >= 5);
  CHECK(lines[0].find("aictl.yaml:3:") == 0);
  CHECK(lines.back().find("aictl.yaml:6:") == 0);
}

TEST_CASE("a faulty entry is kept, marked, and not rendered") {
  Fixture fixture;
  const auto stack = fixture.load(stackOf("train:\n  bad: {image: i, workers: x}\n  good: {image: i}\n"));
  REQUIRE(stack.entries.size() == 2);
  CHECK(stack.entries[0].faulty);
  CHECK_FALSE(stack.entries[1].faulty);
  CHECK(objectsOf(stack::render(stack, {}, "default", fixture.findings)) == Lines{"Job/good"});
}

TEST_CASE("a reference to nothing is told with what there is") {
  CHECK(said(stackOf("cache:\n  imagenet: {from: ['oss://b'], runtime: juicefs}\ntrain:\n  job: {image: i, "
                     "caches: [imagnet]}\n"))
            .back() ==
        "aictl.yaml:5:28: train/job: there is no cache entry 'imagnet' in this stack; it has imagenet; did "
        "you mean 'imagenet'?");
  CHECK(said(stackOf("train:\n  job: {image: i, caches: [imagenet]}\n")) ==
        Lines{"aictl.yaml:3:28: train/job: there is no cache entry 'imagenet' in this stack; it has none"});
}

TEST_CASE("of many that there are, some are told") {
  std::string text = "network:\n";
  for (int i = 10; i < 40; ++i)
    text += "  n" + std::to_string(i) + ": {type: macvlan, master: eth0, ipam: dhcp}\n";
  const auto lines = said(stackOf(text + "train:\n  job: {image: i, networks: [zzz]}\n"));
  REQUIRE(lines.size() == 1);
  CHECK(lines.front().find("it has n10, n11, n12, n13, n14, n15, n16, n17, n18, n19 and others") !=
        std::string::npos);
}

TEST_CASE("a reference that may be of several templates is of the first that has it") {
  Fixture fixture;
  const auto stack =
      fixture.load(stackOf("serve:\n  a: {image: i, port: 80}\n  b: {image: i, port: 80}\n"
                           "graph:\n  a: {sequence: [{to: b}]}\n  r: {sequence: [{to: a}]}\n"));
  const auto* r = entryOf(stack, "graph/r");
  REQUIRE(r != nullptr);
  REQUIRE(r->references.size() == 1);
  const stack::EntryIndex index(stack.entries);
  const auto found = index.find(r->references[0].templates, "a");
  REQUIRE(found);
  CHECK(stack.entries[*found].found.definition->name == r->references[0].templates.front());
}

TEST_CASE("waves are above those of all that an entry refers to") {
  Fixture fixture;
  const auto stack = fixture.load(
      stackOf("graph:\n  top: {sequence: [{to: middle}, {to: b}]}\n  middle: {sequence: [{to: a}]}\n"
              "serve:\n  a: {image: i, port: 80}\n  b: {image: i, port: 80}\n"));
  CHECK(fixture.lines().empty());
  Findings findings;
  const auto edges = stack::edges(stack.entries, stack::EntryIndex(stack.entries));
  CHECK(stack::waves(stack.entries, edges, findings) == std::vector<std::size_t>{2, 1, 0, 0});
  CHECK(findings.empty());
}

TEST_CASE("a cycle is told with the cycle, at the reference that closes it") {
  CHECK(
      said(
          stackOf(
              "graph:\n  a: {sequence: [{to: b}]}\n  b: {sequence: [{to: c}]}\n  c: {sequence: [{to: b}]}\n"))
          .front() ==
      "aictl.yaml:5:23: graph/c: entries refer to each other in a circle: graph/b → graph/c → graph/b; "
      "take one of these references out");
  CHECK(said(stackOf("graph:\n  a: {sequence: [{to: a}]}\n")).front().find("graph/a → graph/a") !=
        std::string::npos);
}

TEST_CASE("a chain of references as long as a stack is followed") {
  constexpr int length = 20000;
  std::string text = "graph:\n  g0: {sequence: [{url: 'http://x'}]}\n";
  std::vector<stack::StackEntry> entries(length);
  Fixture fixture;
  const auto stack = fixture.load(stackOf(text));
  for (int i = 0; i < length; ++i) {
    entries[i].found = stack.entries.front().found;
    entries[i].name = "g" + std::to_string(i);
    if (i + 1 < length) entries[i].references.push_back({{"graph"}, "g" + std::to_string(i + 1), {}, false});
  }
  Findings findings;
  const auto waves = stack::waves(entries, stack::edges(entries, stack::EntryIndex(entries)), findings);
  CHECK(waves.front() == length - 1);
  CHECK(waves.back() == 0);
  CHECK(findings.empty());
}

TEST_CASE(
    "what is said to be external is neither checked nor waited for, even where the stack has one of its "
    "name") {
  Fixture fixture;
  const auto stack = fixture.load(
      stackOf("train:\n  job: {image: i, networks: [{name: away, external: true}, {name: near}]}\n"
              "network:\n  near: {type: macvlan, master: eth0, ipam: dhcp}\n"));
  CHECK(fixture.lines().empty());
  const auto edges = stack::edges(stack.entries, stack::EntryIndex(stack.entries));
  REQUIRE(edges.front().size() == 1);
  CHECK(stack.entries[edges.front().front().target].label() == "network/near");
}

TEST_CASE("an entry is found by template and name, and by its name where it is the only one") {
  Fixture fixture;
  const auto stack =
      fixture.load(stackOf("train:\n  a: {image: i}\n  b: {image: i}\nserve:\n  b: {image: i, port: 80}\n"));
  CHECK(stack::findEntry(stack, "train/b", fixture.findings)->label() == "train/b");
  CHECK(stack::findEntry(stack, "a", fixture.findings)->label() == "train/a");
  CHECK(stack::findEntry(stack, "b", fixture.findings) == nullptr);
  CHECK(stack::findEntry(stack, "train/c", fixture.findings) == nullptr);
  CHECK(stack::findEntry(stack, "tain/a", fixture.findings) == nullptr);
  CHECK(fixture.lines() == Lines{"'b' may be train/b or serve/b; say which",
                                 "the stack 's' has no entry 'train/c'; did you mean 'train/a'?",
                                 "the stack 's' has no entry 'tain/a'; did you mean 'train/a'?"});
}

TEST_CASE("a stack of one entry is named after its template and name, and is in no file") {
  Fixture fixture;
  const auto packs = std::make_shared<pack::Packs>(fixture.sources);
  const auto stack = stack::single("train", "resnet50", read("{image: i, workers: 2}"), {.nameSpace = "ml"},
                                   packs, fixture.findings);
  CHECK(fixture.lines().empty());
  CHECK(stack.name == "train-resnet50");
  CHECK(stack.nameSpace == "ml");
  CHECK(stack.file.empty());
  CHECK(specOf(stack) == "{image: i, workers: 2}");
}
