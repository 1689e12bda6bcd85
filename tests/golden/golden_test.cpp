// Golden cases: a folder with an aictl.yaml is rendered, and must give the files of its manifests/ to the
// byte; one under errors/ must give its findings.txt. With AICTL_REWRITE=1 these are written anew, to be
// reviewed as a diff. Every folder is one that a user could copy.

#include <cstdlib>
#include <filesystem>

#include "catch.h"
#include "commands/stack/render_folder.h"
#include "conformance/schema/crd.h"
#include "core/base/file.h"
#include "core/stack/stack.h"

namespace fs = std::filesystem;
using namespace aictl;

namespace {

const fs::path golden = fs::path(AICTL_SOURCE) / "tests" / "golden";

bool rewrite() { return std::getenv("AICTL_REWRITE") != nullptr; }

std::vector<fs::path> cases(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (fs::exists(entry.path() / "aictl.yaml")) found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

struct Outcome {
  std::vector<stack::Rendered> manifests;
  Findings findings;
  Sources sources;

  std::string text() {
    sortByPlace(findings);
    std::string lines;
    for (const Finding& finding : findings) lines += aictl::text(finding, sources) + "\n";
    return lines;
  }
};

/// Renders from inside the folder, so that places are the same on every machine.
void render(const fs::path& folder, Outcome& outcome) {
  fs::current_path(folder);
  const auto stack = stack::load({}, outcome.sources, outcome.findings);
  outcome.manifests =
      stack::render(stack, {}, stack.nameSpace.empty() ? "default" : stack.nameSpace, outcome.findings);
}

void compareText(const fs::path& file, const std::string& text) {
  if (rewrite() && text.empty()) fs::remove(file);
  if (rewrite() && !text.empty()) REQUIRE(writeFile(file.string(), text));
  const auto expected = fs::exists(file) ? *readFile(file.string(), 1U << 20U) : std::string();
  CHECK(text == expected);
}

}  // namespace

TEST_CASE("each golden stack renders to its manifests, with no errors and with the findings that it has") {
  for (const auto& folder : cases(golden)) {
    DYNAMIC_SECTION(folder.filename().string()) {
      Outcome outcome;
      render(folder, outcome);
      INFO(outcome.text());
      CHECK_FALSE(hasErrors(outcome.findings));
      const auto files = commands::renderedFiles(outcome.manifests, "yaml");
      const std::string expected = (folder / "manifests").string();
      if (rewrite()) REQUIRE(commands::writeFolder(expected, files));
      CHECK(commands::folderDifferences(expected, files) == std::vector<std::string>{});
      compareText(folder / "findings.txt", outcome.text());
    }
  }
}

TEST_CASE("each wrong stack gives its findings, each with its place") {
  for (const auto& folder : cases(golden / "errors")) {
    DYNAMIC_SECTION(folder.filename().string()) {
      Outcome outcome;
      render(folder, outcome);
      CHECK(hasErrors(outcome.findings));
      compareText(folder / "findings.txt", outcome.text());
    }
  }
}

TEST_CASE("each golden manifest is what the schema of its kind allows") {
  for (const auto& folder : cases(golden)) {
    DYNAMIC_SECTION(folder.filename().string()) {
      Outcome outcome;
      render(folder, outcome);
      for (const auto& manifest : outcome.manifests) {
        Findings findings = test::checkAgainstCluster(manifest.object);
        outcome.findings = findings;
        INFO(findString(manifest.object, {"kind"})
             << " " << findString(manifest.object, {"metadata", "name"}));
        CHECK(outcome.text() == "");
      }
    }
  }
}
