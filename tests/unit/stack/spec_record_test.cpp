// What the cluster keeps of the specs of a stack.
#include "core/stack/spec_record.h"

#include <cstdlib>

#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

/// The record of the entry `note/a` of a document, which is its spec.
std::string recorded(const std::string& text) {
  Sources sources;
  Findings findings;
  const auto file = sources.add("aictl.yaml", text);
  const auto stack = stack::read(read(text, file), {}, sources, findings);
  CHECK(findings.empty());
  const Value record = stack::specRecord(stack);
  const Value* entry = record.find("train/a");
  return entry == nullptr ? "" : shown(*entry);
}

/// How many values stand as hashes.
int hashes(const std::string& record) {
  int count = 0;
  for (auto at = record.find("sha256:"); at != std::string::npos; at = record.find("sha256:", at + 1))
    ++count;
  return count;
}

}  // namespace

TEST_CASE("a spec is kept as it was written, with its expressions evaluated") {
  CHECK(recorded("stack: s\nvars: {tag: v1}\ntrain: {a: {image: 'r/m:${tag}', workers: 2}}\n") ==
        "{image: r/m:v1, workers: 2}");
}

TEST_CASE("what comes from the environment of the process is kept as a hash") {
  ::setenv("AICTL_TEST_SECRET", "hunter2", 1);
  const std::string record =
      recorded("stack: s\ntrain: {a: {image: x, env: {TOKEN: '${env.AICTL_TEST_SECRET}', PLAIN: p}}}\n");
  CHECK(record.find("hunter2") == std::string::npos);
  CHECK(hashes(record) == 1);
  CHECK(record.find("PLAIN: {value: p}") != std::string::npos);
}

TEST_CASE("a variable that comes from the environment hides what uses it, and others do not") {
  ::setenv("AICTL_TEST_SECRET", "hunter2", 1);
  const std::string record = recorded(
      "stack: s\nvars: {token: '${env.AICTL_TEST_SECRET}', both: 'x-${token}', open: shown}\n"
      "train: {a: {image: 'r/${open}', env: {A: '${both}', B: '${open}', C: {$eval: token}}}}\n");
  CHECK(record.find("hunter2") == std::string::npos);
  CHECK(hashes(record) == 2);
  CHECK(record.find("image: r/shown") != std::string::npos);
}

TEST_CASE("an operator over the environment hides all that it gives") {
  ::setenv("AICTL_TEST_SECRET", "hunter2", 1);
  const std::string record = recorded(
      "stack: s\ntrain:\n  a:\n    image: x\n    command:\n"
      "      $map: [{$eval: env.AICTL_TEST_SECRET}]\n      each(x): 'p-${x}'\n");
  CHECK(record.find("hunter2") == std::string::npos);
}
