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
#include "core/kube/apply.h"
#include "core/kube/objects.h"
#include "core/kube/remove.h"
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

}  // namespace aictl::test
