#include "trial.h"

namespace {

Trial entries() {
  return Trial(R"(
$defs:
  step: {type: object, properties: {to: {type: string, x-entry: [serve, graph]}, split: {type: array, items: {$ref: '#/$defs/step'}}}}
schema:
  type: object
  properties:
    caches: {type: array, items: {type: object, x-short: name, properties: {name: {type: string, x-entry: cache}, external: {type: boolean}}}}
    network: {type: string, x-entry: network}
    names: {type: array, items: {type: string, x-entry: cache}}
    split: {type: array, items: {$ref: '#/$defs/step'}}
)");
}

std::string all(std::string_view spec) {
  auto trial = entries();
  std::string text;
  for (const auto& reference : trial.schema().references(trial.normalised(spec))) {
    for (const auto& name : reference.templates) text += name + "/";
    text += reference.name + (reference.external ? " (external) " : " ");
  }
  return text;
}

}  // namespace

TEST_CASE("references are found in properties, in lists and in what recurs, in order") {
  CHECK(all("{caches: [a, {name: b}], network: n, split: [{to: v1}, {split: [{to: v2}]}]}") ==
        "cache/a cache/b network/n serve/graph/v1 serve/graph/v2 ");
  CHECK(all("{names: [x, y]}") == "cache/x cache/y ");
}

TEST_CASE("external: true beside a reference switches its check off") {
  CHECK(all("caches: [{name: a, external: true}, {name: b, external: false}]") ==
        "cache/a (external) cache/b ");
}

TEST_CASE("a reference stands where it was written, in the short form too") {
  auto trial = entries();
  const auto references = trial.schema().references(trial.normalised("caches: [a]"));
  REQUIRE(references.size() == 1);
  CHECK(references[0].origin.column == 10);
}

TEST_CASE("what is no string is no reference") { CHECK(all("{network: 3, names: [[a]]}").empty()); }
