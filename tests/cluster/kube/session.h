#pragma once

#include <fmt/format.h>

#include <deque>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "catch.h"
#include "cluster/control_plane.h"
#include "core/kube/api/objects.h"
#include "core/kube/apply/apply.h"
#include "core/kube/apply/plan.h"
#include "core/kube/apply/remove.h"
#include "core/pack/kinds.h"
#include "core/pack/pack.h"
#include "core/yaml/yaml.h"

namespace aictl::test {

/// Checks that a text has all of these parts.
inline void mentions(const std::string& text, std::initializer_list<std::string_view> parts) {
  INFO(text);
  for (const std::string_view part : parts) {
    INFO(part);
    CHECK(text.find(part) != std::string::npos);
  }
}

/// A client of a control plane, as a user has it whose kubeconfig is `file`.
struct Session {
  Sources sources;
  std::unique_ptr<kube::Client> client;
  std::unique_ptr<kube::Discovery> discovery;

  explicit Session(std::string file = ControlPlane::shared().file("kubeconfig"),
                   kube::ClientOptions options = {}, const std::string& cache = "") {
    Result<kube::Access> access = kube::readAccess({.kubeconfig = std::move(file)}, sources);
    REQUIRE(access);
    open(*std::move(access), options, cache);
  }

  Session(kube::Access access, kube::ClientOptions options) { open(std::move(access), options, ""); }

  /// The documents of a text of this name, each for an entry `train/NAME`.
  std::vector<kube::Manifest> manifests(std::string_view text, const std::string& name = "stack.yaml") {
    Findings findings;
    std::vector<kube::Manifest> all;
    for (Value& document : yaml::read(text, sources.add(name, std::string(text)), findings)) {
      if (document.isNull()) continue;
      const std::string entry = "train/" + std::string(findString(document, {"metadata", "name"}));
      all.push_back({std::move(document), entry});
    }
    REQUIRE(findings.empty());
    return all;
  }

  std::string said(const Findings& findings) const {
    std::string all;
    for (const Finding& finding : findings) all += text(finding, sources) + "\n";
    return all;
  }

 private:
  void open(kube::Access access, const kube::ClientOptions& options, const std::string& cache) {
    Result<std::unique_ptr<kube::Client>> opened = kube::Client::open(std::move(access), options);
    REQUIRE(opened);
    client = *std::move(opened);
    discovery = std::make_unique<kube::Discovery>(*client, cache);
  }
};

/// The waves as members of the stack `test` in the namespace of the first.
inline kube::ApplySet labelled(Session& session, kube::Waves& waves) {
  kube::ApplySet set{"test", session.client->access().namespaceName};
  for (kube::Manifest& manifest : waves.front()) {
    const auto space = findString(manifest.object, {"metadata", "namespace"});
    if (!space.empty()) set.namespaceName = space;
  }
  for (std::vector<kube::Manifest>& wave : waves) {
    for (kube::Manifest& manifest : wave) {
      if (manifest.object.find("metadata") == nullptr) continue;
      Value& metadata = manifest.object.at("metadata");
      if (metadata.find("labels") == nullptr) metadata.set("labels", Value::map());
      metadata.at("labels").set(Value(kube::partOfLabel), Value(set.id()));
    }
  }
  return set;
}

/// Plans the waves and applies them. What stands in the way of applying is a Failure.
inline Result<std::vector<kube::Applied>> apply(
    Session& session, kube::Waves waves, const kube::ApplyOptions& options,
    const std::function<void(const kube::Applied&)>& report = {}) {
  static std::deque<kube::Waves> keptWaves;  // plans point to them, and results to plans
  static std::deque<kube::Plan> keptPlans;
  keptWaves.push_back(std::move(waves));
  const kube::ApplySet set = labelled(session, keptWaves.back());
  pack::Packs packs(session.sources);
  pack::Kinds kinds(packs);
  Result<kube::Plan> plan =
      kube::plan(*session.client, *session.discovery, kinds, set, keptWaves.back(),
                 {.manager = options.manager, .conflicts = options.conflicts, .extent = kube::Extent::part});
  if (!plan) return std::move(plan.failure());
  if (plan->code != ExitCode::done) return Failure(plan->code, plan->findings);
  keptPlans.push_back(*std::move(plan));
  return kube::applyWaves(*session.client, *session.discovery, keptPlans.back(), options, report);
}

}  // namespace aictl::test
