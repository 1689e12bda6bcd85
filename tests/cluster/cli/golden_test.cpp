// Each golden stack is applied: the API server itself confirms every golden manifest.

#include <filesystem>
#include <map>

#include "cluster/cli/cluster.h"
#include "shell/fixture/lines.h"

namespace fs = std::filesystem;
using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;

namespace {

/// What a control plane of 1.20 has not (shared/envtest/README.md), and what a golden stack then gets told. A
/// newer one (KUBEBUILDER_ASSETS) takes these stacks whole.
const std::map<std::string, std::string> missingIn120{
    {"everything", "spec.completionMode: the server does not know this field"},
    {"train-without-framework", "spec.completionMode: the server does not know this field"},
    {"serve-deployment", "the cluster has no kind HorizontalPodAutoscaler of autoscaling/v2"},
    {"snippet-autoscaler", "the cluster has no kind HorizontalPodAutoscaler of autoscaling/v2"},
};

std::vector<fs::path> goldenStacks() {
  std::vector<fs::path> folders;
  for (const auto& folder : fs::directory_iterator(AICTL_SOURCE "/tests/golden")) {
    if (fs::exists(folder.path() / "aictl.yaml")) folders.push_back(folder.path());
  }
  std::ranges::sort(folders);
  return folders;
}

}  // namespace

TEST_CASE("the API server takes every manifest of every golden stack") {
  const auto folders = goldenStacks();
  CHECK(folders.size() > missingIn120.size());
  for (const auto& folder : folders) {
    DYNAMIC_SECTION(folder.filename().string()) {
      Cluster cluster;
      const std::string file = (folder / "aictl.yaml").string();
      const Outcome run = cluster.aictl({"apply", "-f", file});
      INFO(run.err);
      const auto missing = missingIn120.find(folder.filename().string());
      const auto complaints = missing == missingIn120.end() ? "" : linesWith(missing->second, run.err);
      if (complaints.empty()) {
        const auto count = cluster.rendered({"-q", "-f", file}).size();
        CHECK(linesWith("created", run.err).ends_with(std::to_string(count) + " created\n"));
        CHECK(run.code == 0);
      } else {
        CHECK(std::ranges::count(complaints, '\n') == 1);
        CHECK(linesWith("refused ", run.err).size() == linesWith("refused   job.batch/", run.err).size());
        CHECK(run.code == 3);
      }
      CHECK(cluster.aictl({"delete", "-q", "-f", file}).code == 0);
    }
  }
}
