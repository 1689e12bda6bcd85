#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "catch.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"
#include "random_value.h"

using aictl::Findings;
using aictl::Value;

namespace {

std::vector<Value> randomDocuments(unsigned seed, int count) {
  RandomValues values(seed);
  std::vector<Value> documents;
  documents.reserve(static_cast<std::size_t>(count));
  for (int i = 0; i < count; ++i) documents.push_back(values.next());
  return documents;
}

std::string messages(const Findings& findings) {
  std::string all;
  for (const auto& finding : findings) all += text(finding, {}) + "\n";
  return all;
}

/// The exit status of a program, started without a shell; -1 where it did not start.
int run(std::vector<std::string> arguments) {
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (auto& argument : arguments) pointers.push_back(argument.data());
  pointers.push_back(nullptr);
  pid_t process = 0;
  if (posix_spawnp(&process, pointers[0], nullptr, nullptr, pointers.data(), environ) != 0) return -1;
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

std::string pythonWithYaml() {
  for (const auto* python : {"python3", "/usr/bin/python3"}) {
    const auto* hasYaml = "import sys\ntry:\n  import yaml\nexcept ImportError:\n  sys.exit(1)\n";
    if (run({python, "-c", hasYaml}) == 0) return python;
  }
  return {};
}

// Types count (1 is not True, nor 1.0), so the comparison is of what json.dumps makes of both.
constexpr const char* compareWithPyYaml = R"(
import json, sys, yaml
loaders = [yaml.SafeLoader] + ([yaml.CSafeLoader] if hasattr(yaml, 'CSafeLoader') else [])
expected = [json.loads(line) for line in open(sys.argv[2], encoding='utf-8', newline='\n')]
wrong = 0
for loader in loaders:
  found = list(yaml.load_all(open(sys.argv[1], 'rb'), Loader=loader))
  if len(found) != len(expected):
    print(loader.__name__, 'found', len(found), 'documents, expected', len(expected))
    wrong += 1
  for number, (a, b) in enumerate(zip(found, expected)):
    a, b = json.dumps(a, sort_keys=True, default=str), json.dumps(b, sort_keys=True)
    if a != b:
      wrong += 1
      if wrong < 10: print(loader.__name__, number, '\n  expected', b, '\n  found   ', a)
sys.exit(1 if wrong else 0)
)";

struct TemporaryFolder {
  std::filesystem::path path;
  TemporaryFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "aictl-yaml-XXXXXX").string();
    path = mkdtemp(name.data());
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path); }
};

}  // namespace

TEST_CASE("any value that is written reads back equal") {
  for (unsigned seed = 0; seed < 5000; ++seed) {
    RandomValues values(seed);
    const Value value = values.next();
    const std::string text = aictl::yaml::write(value);
    INFO("seed " << seed << "\n" << text);
    Findings findings;
    const auto read = aictl::yaml::read(text, 1, findings);
    REQUIRE(messages(findings).empty());
    REQUIRE(read.size() == 1);
    REQUIRE(aictl::yaml::writeJson(read[0]) == aictl::yaml::writeJson(value));
    REQUIRE(aictl::yaml::write(read[0]) == text);
  }
}

TEST_CASE("any value that is written on one line reads back equal") {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    RandomValues values(seed);
    const Value value = values.next();
    const std::string text = aictl::yaml::writeInline(value);
    INFO("seed " << seed << "\n" << text);
    REQUIRE(text.find('\n') == std::string::npos);
    Findings findings;
    const Value read = aictl::yaml::readDocument(text, 1, findings);
    const bool longKey = text.find(std::string(1000, 'k')) != std::string::npos;
    if (longKey) continue;  // no reader takes such a key on one line
    REQUIRE(messages(findings).empty());
    REQUIRE(read == value);
  }
}

TEST_CASE("many documents in one text read back equal") {
  const auto documents = randomDocuments(1, 500);
  Findings findings;
  const auto read = aictl::yaml::read(aictl::yaml::write(documents), 1, findings);
  CHECK(messages(findings).empty());
  CHECK(read == documents);
}

TEST_CASE("JSON that is written is YAML too, and JSON reads back equal") {
  for (unsigned seed = 0; seed < 2000; ++seed) {
    RandomValues values(seed);
    const Value value = values.next();
    const auto json = aictl::yaml::readJson(aictl::yaml::writeJson(value, 2));
    INFO("seed " << seed);
    REQUIRE(json);
    REQUIRE(*json == value);
  }
}

TEST_CASE("PyYAML and libyaml read what is written as the same values") {
  const std::string python = pythonWithYaml();
  if (python.empty()) {
    WARN("left out: no python3 with PyYAML here (package python3-yaml)");
    return;
  }
  const TemporaryFolder folder;
  const auto documents = randomDocuments(7, 4000);
  std::ofstream(folder.path / "written.yaml") << aictl::yaml::write(documents);
  std::ofstream expected(folder.path / "expected.json");
  for (const Value& document : documents) expected << aictl::yaml::writeJson(document) << '\n';
  expected.close();
  CHECK(run({python, "-c", compareWithPyYaml, folder.path / "written.yaml", folder.path / "expected.json"}) ==
        0);
}
