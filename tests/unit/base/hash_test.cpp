#include "core/base/hash.h"

#include <set>

#include "catch.h"
#include "core/yaml/yaml.h"

using namespace aictl;

namespace {

std::size_t hashOf(std::string_view text) {
  Findings findings;
  return hash(yaml::readDocument(text, 1, findings));
}

}  // namespace

TEST_CASE("equal values have equal hashes, whatever the order of their keys and the form of their numbers") {
  CHECK(hashOf("{a: 1, b: [2, {c: d}]}") == hashOf("{b: [2.0, {c: 'd'}], a: 1.0}"));
  CHECK(hashOf("0x10") == hashOf("16"));
  CHECK(hashOf("-0.0") == hashOf("0"));
}

TEST_CASE("values that differ have hashes that differ, mostly") {
  const std::vector<std::string> texts{
      "null",        "true",         "false",        "0",      "1",      "''",     "a",      "'1'",  "[]",
      "{}",          "[a]",          "[[a]]",        "[a, b]", "[b, a]", "{a: b}", "{b: a}", "[{}]", "[[]]",
      "{a: {b: c}}", "{a: 1, b: 2}", "{a: 2, b: 1}", "[a, a]"};
  std::set<std::size_t> hashes;
  for (const auto& text : texts) hashes.insert(hashOf(text));
  CHECK(hashes.size() == texts.size());
}
