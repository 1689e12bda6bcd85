// Each golden stack is applied: the API server itself confirms every golden manifest.

#include <filesystem>
#include <map>

#include "cluster/fixture/cluster.h"
#include "core/kube/apply/apply_set.h"
#include "core/kube/apply/managed_fields.h"
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

/// What a plan has to see: the manifest as it is sent, and as it is sent with one value changed or taken out.
class Mutations {
 public:
  Mutations(const Value& manifest, const Value& live) : live_(live), sent_(manifest) {
    sent_.at("metadata")
        .at("labels")
        .set(Value(kube::partOfLabel), Value(findString(live, {"metadata", "labels", kube::partOfLabel})));
    unchanged_ = changes(sent_);
  }

  void check() {
    for (const kube::FieldChange& change : kube::fieldChanges(sent_, live_, "aictl")) {
      INFO(change.path);
      CHECK(change.mayBeDefaults);
    }
    mutate(sent_, "");
  }

 private:
  std::vector<std::string> changes(const Value& manifest) const {
    std::vector<std::string> lines;
    for (const auto& change : kube::fieldChanges(manifest, live_, "aictl")) {
      lines.push_back(change.path + ": " + yaml::writeJson(change.before) + yaml::writeJson(change.after));
    }
    return lines;
  }

  static bool identifies(const std::string& path) {
    return path == ".apiVersion" || path == ".kind" || path == ".metadata.name" ||
           path == ".metadata.namespace";
  }

  /// Visits each scalar of the manifest in place.
  void mutate(Value& place, const std::string& path) {
    for (std::size_t i = 0; i < place.size(); ++i) {
      const std::string below =
          path + "." + (place.isMap() ? std::string(place.entries()[i].key.string()) : std::to_string(i));
      if (identifies(below)) continue;
      Value& value = place.at(i);
      mutate(value, below);
      if (value.isMap() || value.isList()) continue;
      const Value kept = value;
      value = kept.isNumber() ? Value(kept.number() + 1) : Value("changed");
      INFO(below);
      CHECK(changes(sent_) != unchanged_);
      value = Value();
      if (place.isMap()) CHECK(changes(sent_) != unchanged_);
      value = kept;
    }
  }

  const Value& live_;
  Value sent_;
  std::vector<std::string> unchanged_;
};

void noChangeIsMissed(Cluster& cluster, const std::string& file) {
  for (const Value& manifest : cluster.rendered({"-q", "-f", file})) {
    const Value live = cluster.live(manifest);
    INFO(yaml::writeJson(manifest));
    Mutations(manifest, live).check();
  }
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
        const std::string plan = cluster.aictl({"plan", "-q", "-f", file}).out;
        CHECK(plan == std::to_string(count) + (count == 1 ? " as it is\n" : " as they are\n"));
        noChangeIsMissed(cluster, file);
      } else {
        CHECK(std::ranges::count(complaints, '\n') == 1);
        CHECK(linesWith("refused ", run.err).size() == linesWith("refused   job.batch/", run.err).size());
        CHECK(run.code == 3);
      }
      CHECK(cluster.aictl({"delete", "-q", "-f", file}).code == 0);
    }
  }
}
