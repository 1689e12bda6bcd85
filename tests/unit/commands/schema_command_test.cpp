#include <filesystem>
#include <fstream>
#include <sstream>

#include "core/schema/schema.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"
#include "recording.h"

using namespace aictl;
using namespace aictl::commands;

namespace {

namespace fs = std::filesystem;

/// What `aictl schema` writes, as an editor would use it.
class StackSchema {
 public:
  StackSchema() {
    Recording recording;
    REQUIRE(recording.run(runSchema, {}) == ExitCode::done);
    auto document = yaml::readJson(recording.terminal.written);
    REQUIRE(document);
    Findings findings;
    schema_.emplace(schema::Schema::load(*document, *document, {}, findings, schema::Dialect::standard));
    REQUIRE(findings.empty());
  }

  /// The messages of what is wrong with a stack file.
  std::vector<std::string> faults(const std::string& text) const {
    Sources sources;
    Findings findings;
    const auto documents = yaml::read(text, sources.add("aictl.yaml", text), findings);
    for (const Value& document : documents) schema_->check(document, {}, findings);
    std::vector<std::string> messages;
    for (const Finding& finding : findings) messages.push_back(aictl::text(finding, sources));
    return messages;
  }

 private:
  std::optional<schema::Schema> schema_;
};

std::string fileText(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("every stack that is rendered in tests is right to the schema of stack files") {
  const StackSchema schema;
  std::size_t count = 0;
  for (const auto& folder : fs::directory_iterator(AICTL_SOURCE "/tests/golden")) {
    const fs::path file = folder.path() / "aictl.yaml";
    if (!fs::exists(file)) continue;
    INFO(file.string());
    CHECK(schema.faults(fileText(file)) == std::vector<std::string>{});
    ++count;
  }
  CHECK(count > 20);
}

TEST_CASE("the schema of stack files knows short forms and expressions") {
  const StackSchema schema;
  CHECK(schema.faults("stack: s\ntrain: {a: {image: x, gpus: 2}}\n").empty());
  CHECK(schema.faults("stack: s\ntrain: {a: {image: x, gpus: {count: 2, vendor: amd}}}\n").empty());
  CHECK(schema.faults("stack: s\ntrain: {a: {image: x, workers: '${n}'}}\n").empty());
  CHECK(schema.faults("stack: s\ntrain: {a: {image: x, workers: {$eval: n}}}\n").empty());
}

TEST_CASE("the schema of stack files refuses what the check refuses") {
  const StackSchema schema;
  CHECK_FALSE(schema.faults("stack: s\ntrain: {a: {image: x, gpu: 2}}\n").empty());
  CHECK_FALSE(schema.faults("stack: s\ntrain: {a: {image: x, workers: many}}\n").empty());
  CHECK_FALSE(schema.faults("stack: s\ntrain: {a: {image: x, framework: torch}}\n").empty());
  CHECK_FALSE(schema.faults("stack: s\ntrian: {a: {image: x}}\n").empty());
}
