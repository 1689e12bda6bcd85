#include "core/kube/apply/preflight.h"

#include <fmt/format.h>

#include <set>

#include "core/kube/api/field_path.h"
#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

constexpr int statusUnauthorized = 401;
constexpr int statusNotFound = 404;

bool isNamespace(const Kind& kind) { return kind == Kind{"v1", "Namespace"}; }

Finding about(const Manifest& manifest, std::string rule, std::string message, std::string_view field) {
  return {.rule = std::move(rule),
          .message = std::move(message),
          .origin = locate(manifest.object, field).origin,
          .entry = manifest.entry};
}

class Look {
 public:
  Look(Client& client, Discovery& discovery, pack::Kinds& kinds, const Waves& waves)
      : client_(client), discovery_(discovery), kinds_(kinds), waves_(waves) {}

  Result<Preflight> run() {
    if (!readNames()) return Failure(ExitCode::badInput, std::move(faults_));
    if (std::optional<Failure> failure = learnKinds()) return *std::move(failure);
    askNamespaces();
    client_.run();
    if (failure_) return *std::move(failure_);
    if (!faults_.empty()) return Failure(ExitCode::badInput, std::move(faults_));
    return std::move(result_);
  }

 private:
  bool readNames() {
    for (const std::vector<Manifest>& wave : waves_) {
      for (const Manifest& manifest : wave) {
        Target item{.manifest = &manifest, .name = nameOf(manifest.object)};
        item.name.entry = manifest.entry;
        item.name.uid.clear();
        const bool isNamespaced = findString(manifest.object, {"spec", "scope"}) != "Cluster";
        for (const Kind& kind : kindsBrought(manifest.object)) {
          result_.coming.push_back(kind);
          if (isNamespaced) comingNamespaced_.push_back(kind);
        }
        const ObjectName& name = item.name;
        const char* lacking = name.kind.apiVersion.empty() ? "apiVersion"
                              : name.kind.kind.empty()     ? "kind"
                              : name.name.empty()          ? "metadata.name"
                                                           : nullptr;
        if (lacking != nullptr) {
          faults_.push_back(
              about(manifest, "manifest", fmt::format("a manifest has no {}", lacking), lacking));
        }
        result_.targets.push_back(std::move(item));
      }
    }
    return faults_.empty();
  }

  static bool isIn(const Kind& kind, const std::vector<Kind>& kinds) {
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
  }

  /// All kinds must be there, or come; then the namespaces are known, too.
  std::optional<Failure> learnKinds() {
    std::vector<Kind> kinds;
    for (const Target& item : result_.targets) {
      if (std::find(kinds.begin(), kinds.end(), item.name.kind) == kinds.end())
        kinds.push_back(item.name.kind);
    }
    if (std::optional<Failure> failure = discovery_.learn(kinds)) return failure;
    Failure absent;
    absent.code = ExitCode::refused;
    for (const Kind& kind : kinds) {
      if (discovery_.find(kind) != nullptr || isIn(kind, result_.coming)) continue;
      if (std::optional<Failure> failure = tellAbsence(kind, absent.findings)) return failure;
    }
    if (!absent.findings.empty()) return absent;
    for (Target& item : result_.targets) giveNamespace(item);
    return std::nullopt;
  }

  /// Of each manifest of the kind. Where a template chose it, the place is the entry's, and the entry may be
  /// able to do without.
  std::optional<Failure> tellAbsence(const Kind& kind, Findings& findings) {
    Result<const pack::KindFacts*> facts = kinds_.find(groupOf(kind.apiVersion), kind.kind);
    if (!facts) return std::move(facts.failure());
    Result<Finding> finding = discovery_.absence(kind, *facts == nullptr ? "" : (*facts)->bringer());
    if (!finding) return std::move(finding.failure());
    for (const Target& item : result_.targets) {
      if (!(item.name.kind == kind)) continue;
      const bool isTemplates = !item.manifest->entry.empty();
      Finding one = *finding;
      one.origin = locate(item.manifest->object, isTemplates ? "metadata.name" : "kind").origin;
      one.entry = item.manifest->entry;
      if (isTemplates && *facts != nullptr) one.remedy += (*facts)->otherwise();
      findings.push_back(std::move(one));
    }
    return std::nullopt;
  }

  void giveNamespace(Target& item) const {
    const Resource* resource = discovery_.find(item.name.kind);
    const bool isNamespaced =
        resource != nullptr ? resource->namespaced : isIn(item.name.kind, comingNamespaced_);
    if (!isNamespaced) {
      item.name.namespaceName.clear();
    } else if (item.name.namespaceName.empty()) {
      item.name.namespaceName = client_.access().namespaceName;
    }
  }

  void askNamespaces() {
    std::set<std::string> asked{""};
    for (const Target& item : result_.targets) {
      if (isNamespace(item.name.kind)) asked.insert(item.name.name);
    }
    for (const Target& item : result_.targets) {
      if (!asked.insert(item.name.namespaceName).second) continue;
      Request request{.path = "/api/v1/namespaces/" + escaped(item.name.namespaceName)};
      client_.submit(std::move(request), [this, first = &item](Result<Response> response) {
        if (!taken(response)) return;
        if (response->status == statusNotFound) missing(*response, *first);
        if (response->good()) lookAtNamespace(*response, *first);
      });
    }
  }

  void missing(const Response& response, const Target& item) {
    // A server of custom kinds alone has no namespaces to show, and takes objects of any.
    const Result<Value> status = yaml::readJson(response.body);
    if (!status || findString(*status, {"details", "kind"}) != "namespaces") return;
    Finding finding =
        about(*item.manifest, "namespace",
              fmt::format("namespace '{}' is not there", item.name.namespaceName), "metadata.namespace");
    finding.remedy = remedyOfAbsence(item.name.namespaceName, client_.access().namespaceName);
    faults_.push_back(std::move(finding));
  }

  void lookAtNamespace(const Response& response, const Target& item) {
    const Result<Value> answer = answerOf(response, client_.access());
    if (!answer) {
      failure_ = answer.failure();
    } else if (findString(*answer, {"status", "phase"}) == "Terminating") {
      Finding finding = about(*item.manifest, "namespace",
                              fmt::format("namespace '{}' is being deleted", item.name.namespaceName),
                              "metadata.namespace");
      finding.remedy = "wait until it is gone, then make it anew with --create-namespace";
      faults_.push_back(std::move(finding));
    }
  }

  /// Whether the answer is to be looked at. No answer, or no one known who asks, ends all; other refusals
  /// mean that less is known.
  bool taken(Result<Response>& response) {
    if (failure_) return false;
    if (!response) {
      failure_ = std::move(response.failure());
    } else if (response->status == statusUnauthorized) {
      failure_ = refusal(*response, client_.access(), {.verb = "read"});
    }
    return !failure_;
  }

  Client& client_;
  Discovery& discovery_;
  pack::Kinds& kinds_;
  const Waves& waves_;
  Preflight result_;
  std::vector<Kind> comingNamespaced_;  ///< of the kinds that come
  Findings faults_;
  std::optional<Failure> failure_;
};

}  // namespace

std::vector<Kind> kindsBrought(const Value& manifest) {
  std::vector<Kind> kinds;
  if (findString(manifest, {"kind"}) != "CustomResourceDefinition") return kinds;
  const Value* versions = find(manifest, {"spec", "versions"});
  if (versions == nullptr || !versions->isList()) return kinds;
  for (const Value& version : versions->items()) {
    kinds.push_back(
        {fmt::format("{}/{}", findString(manifest, {"spec", "group"}), findString(version, {"name"})),
         std::string(findString(manifest, {"spec", "names", "kind"}))});
  }
  return kinds;
}

Result<Preflight> preflight(Client& client, Discovery& discovery, pack::Kinds& kinds, const Waves& waves) {
  return Look(client, discovery, kinds, waves).run();
}

}  // namespace aictl::kube
