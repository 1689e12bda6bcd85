// A stack becomes manifests.
#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

const std::string whole = stackOf(
    "graph:\n  g: {sequence: [{to: a}]}\nserve:\n  a: {image: i, port: 80}\n  b: {image: i, port: 80}\n"
    "train:\n  t: {image: i, networks: [n]}\nnetwork:\n  n: {type: macvlan, master: eth0, ipam: dhcp, "
    "resource: r/x}\n");

Lines entriesOf(const std::vector<stack::Rendered>& manifests) {
  Lines entries;
  for (const auto& manifest : manifests) {
    if (entries.empty() || entries.back() != manifest.entry) entries.push_back(manifest.entry);
  }
  return entries;
}

}  // namespace

TEST_CASE("all entries are rendered in the order of the file, each with its wave") {
  Fixture fixture;
  const auto manifests = fixture.render(whole);
  CHECK(fixture.lines().empty());
  CHECK(entriesOf(manifests) == Lines{"graph/g", "serve/a", "serve/b", "train/t", "network/n"});
  CHECK(manifests.front().wave == 1);
  CHECK(manifests.back().wave == 0);
}

TEST_CASE("entries that are named come with what they refer to, and without plain manifests") {
  Fixture fixture;
  fixture.write("m.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n");
  const std::string all = whole + "manifests: [m.yaml]\n";
  CHECK(entriesOf(fixture.render(all, {"g"})) == Lines{"graph/g", "serve/a"});
  CHECK(entriesOf(fixture.render(all, {"train/t"})) == Lines{"train/t", "network/n"});
  CHECK(entriesOf(fixture.render(all, {"b", "n"})) == Lines{"serve/b", "network/n"});
  CHECK(entriesOf(fixture.render(all)).back().empty());
  CHECK(fixture.lines().empty());
}

TEST_CASE("a name that no entry has renders nothing and is told") {
  Fixture fixture;
  CHECK(fixture.render(whole, {"nothing"}).empty());
  CHECK(fixture.lines() == Lines{"the stack 's' has no entry 'nothing'"});
}

TEST_CASE("what an entry offers reaches those that refer to it, whatever stands first") {
  Fixture fixture;
  const auto manifests = fixture.render(whole, {"t"});
  // The network's resource, which the train entry does not name, is asked for by its pods.
  CHECK(shown(manifests.at(0).object).find("r/x: ") != std::string::npos);
}

TEST_CASE("an entry whose need has errors is not rendered, and its own faults are told all the same") {
  Fixture fixture;
  const auto manifests =
      fixture.render(stackOf("graph:\n  g: {split: [{to: a, weight: 40}, {to: a, weight: 40}]}\nserve:\n  a: "
                             "{image: i, port: 80, scale: {min: 3, max: 1}}\n  b: {image: i, port: 80}\n"));
  CHECK(entriesOf(manifests) == Lines{"serve/b"});
  const auto lines = fixture.lines();
  REQUIRE(lines.size() >= 2);
  CHECK(lines.front().find("graph/g: ") != std::string::npos);
  CHECK(lines.back().find("serve/a: ") != std::string::npos);
}

TEST_CASE("each object carries its stack, template and name") {
  Fixture fixture;
  for (const auto& manifest : fixture.render(whole)) {
    const auto slash = manifest.entry.find('/');
    const Value& object = manifest.object;
    CHECK(findString(object, {"metadata", "labels", "aictl.dev/stack"}) == "s");
    CHECK(findString(object, {"metadata", "labels", "aictl.dev/template"}) ==
          manifest.entry.substr(0, slash));
    CHECK(findString(object, {"metadata", "labels", "aictl.dev/name"}) == manifest.entry.substr(slash + 1));
    CHECK(findString(object, {"metadata", "labels", "app.kubernetes.io/name"}) ==
          manifest.entry.substr(slash + 1));
    CHECK(findString(object, {"metadata", "labels", "app.kubernetes.io/managed-by"}) == "aictl");
    CHECK(find(object, {"metadata", "labels", "applyset.kubernetes.io/part-of"}) == nullptr);
    CHECK(findString(object, {"metadata", "namespace"}) == "default");
  }
}

TEST_CASE("the same stack gives the same bytes") {
  Fixture first;
  Fixture second;
  const auto a = first.render(whole);
  const auto b = second.render(whole);
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) CHECK(yaml::write(a[i].object) == yaml::write(b[i].object));
}

TEST_CASE("a stack in memory is read like one in files") {
  Fixture fixture;
  const auto file = fixture.sources.add("memory", whole);
  const auto stack = stack::read(read(whole, file), {}, fixture.sources, fixture.findings);
  CHECK(entriesOf(stack::render(stack, {}, "default", fixture.findings)).size() == 5);
  CHECK(fixture.lines().empty());
}
