#include "core/kube/api/discovery.h"

#include <fmt/format.h>

#include <sys/stat.h>

#include <ctime>

#include "core/base/cache_folder.h"
#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/base/names.h"
#include "core/base/text.h"
#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

constexpr std::size_t keptLimit = 16U << 20U;
constexpr std::time_t keptSeconds = 6L * 3600;  // as kubectl has it
constexpr int statusNotFound = 404;

std::string_view versionOf(std::string_view apiVersion) {
  const std::size_t slash = apiVersion.find('/');
  return slash == std::string_view::npos ? apiVersion : apiVersion.substr(slash + 1);
}

/// `/api/v1`, `/apis/apps/v1`.
std::string rootOf(std::string_view apiVersion) {
  const std::string_view group = groupOf(apiVersion);
  if (group.empty()) return "/api/" + escaped(apiVersion);
  return fmt::format("/apis/{}/{}", escaped(group), escaped(versionOf(apiVersion)));
}

std::vector<std::string> shortNamesOf(const Value& item) {
  std::vector<std::string> names;
  const Value* list = item.find("shortNames");
  if (list == nullptr || !list->isList()) return names;
  for (const Value& name : list->items()) {
    if (name.isString()) names.emplace_back(name.string());
  }
  return names;
}

/// The resources of an APIResourceList, without subresources such as `deployments/scale`.
std::vector<Resource> resourcesOf(const Value& list, const std::string& apiVersion) {
  std::vector<Resource> resources;
  const Value* items = list.find("resources");
  if (items == nullptr || !items->isList()) return resources;
  for (const Value& item : items->items()) {
    const std::string_view plural = findString(item, {"name"});
    const std::string_view kind = findString(item, {"kind"});
    const Value* namespaced = item.find("namespaced");
    if (plural.empty() || kind.empty() || plural.find('/') != std::string_view::npos) continue;
    resources.push_back({{apiVersion, std::string(kind)},
                         std::string(plural),
                         namespaced != nullptr && namespaced->isBoolean() && namespaced->boolean(),
                         shortNamesOf(item)});
  }
  return resources;
}

Value listOf(const std::vector<Resource>& resources) {
  Value items = Value::list();
  for (const Resource& resource : resources) {
    Value shortNames = Value::list();
    for (const std::string& name : resource.shortNames) shortNames.push(Value(name));
    items.push(Value::map({{"name", Value(resource.plural)},
                           {"kind", Value(resource.kind.kind)},
                           {"namespaced", Value(resource.namespaced)},
                           {"shortNames", std::move(shortNames)}}));
  }
  return Value::map({{"resources", std::move(items)}});
}

/// All versions of groups that an APIGroupList has, of each group the one preferred first; or of one group.
std::vector<Kind> versionsOf(const Value& answer, std::string_view group) {
  std::vector<Kind> versions;
  if (group.empty()) versions.push_back({"v1", ""});
  const auto itemsAt = [](const Value& map, std::string_view key) {
    const Value* list = map.find(key);
    return list != nullptr && list->isList() ? list->items() : std::span<const Value>();
  };
  for (const Value& item : itemsAt(answer, "groups")) {
    if (!group.empty() && findString(item, {"name"}) != group) continue;
    versions.push_back({std::string(findString(item, {"preferredVersion", "groupVersion"})), ""});
    for (const Value& version : itemsAt(item, "versions"))
      versions.push_back({std::string(findString(version, {"groupVersion"})), ""});
  }
  return versions;
}

const Resource* findIn(const std::vector<Resource>& resources, std::string_view kind) {
  for (const Resource& resource : resources) {
    if (resource.kind.kind == kind) return &resource;
  }
  return nullptr;
}

bool isCalled(const Resource& resource, const std::string& word) {
  return lowered(resource.kind.kind) == word || resource.plural == word ||
         std::ranges::find(resource.shortNames, word) != resource.shortNames.end();
}

std::string joined(const std::vector<std::string>& texts) {
  std::string text;
  for (const std::string& one : texts) text += (text.empty() ? "" : ", ") + one;
  return text;
}

}  // namespace

Kind kindOf(const Value& manifest) {
  return {std::string(findString(manifest, {"apiVersion"})), std::string(findString(manifest, {"kind"}))};
}

std::string_view groupOf(std::string_view apiVersion) {
  const std::size_t slash = apiVersion.find('/');
  return slash == std::string_view::npos ? std::string_view() : apiVersion.substr(0, slash);
}

std::string Resource::collection(std::string_view namespaceName) const {
  const std::string root = rootOf(kind.apiVersion);
  if (!namespaced || namespaceName.empty()) return fmt::format("{}/{}", root, plural);
  return fmt::format("{}/namespaces/{}/{}", root, escaped(namespaceName), plural);
}

std::string Resource::object(std::string_view namespaceName, std::string_view name) const {
  return fmt::format("{}/{}", collection(namespaceName), escaped(name));
}

Discovery::Discovery(Client& client, std::string folder) : client_(client), folder_(std::move(folder)) {}

std::optional<Failure> Discovery::learn(std::span<const Kind> kinds) {
  std::vector<std::string> missing;
  for (const Kind& kind : kinds) {
    const auto known = versions_.find(kind.apiVersion);
    const bool there = known != versions_.end() || readKept(kind.apiVersion);
    if (there) {
      const Version& version = versions_[kind.apiVersion];
      if (version.fresh || findIn(version.resources, kind.kind) != nullptr) continue;
    }
    if (std::find(missing.begin(), missing.end(), kind.apiVersion) == missing.end()) {
      missing.push_back(kind.apiVersion);
    }
  }
  std::optional<Failure> failure;
  std::size_t answered = 0;  // others may be under way meanwhile, and have no end
  for (const std::string& apiVersion : missing) {
    renew(apiVersion, {}, [&](std::optional<Failure> fault) {
      ++answered;
      if (!failure) failure = std::move(fault);
    });
  }
  client_.runUntil([&] { return answered == missing.size(); });
  return failure;
}

void Discovery::renew(const std::string& apiVersion, std::chrono::milliseconds delay, Done done) {
  client_.submit({.path = rootOf(apiVersion), .delay = delay},
                 [this, apiVersion, done = std::move(done)](Result<Response> response) {
                   done(take(apiVersion, response));
                 });
}

std::optional<Failure> Discovery::take(const std::string& apiVersion, Result<Response>& response) {
  if (!response) return std::move(response.failure());
  if (response->status == statusNotFound) {
    versions_[apiVersion] = {.fresh = true};
    return std::nullopt;
  }
  if (!response->good()) {
    const Asked asked{.verb = "read",
                      .object = {.kind = {apiVersion, "APIResourceList"}, .name = apiVersion}};
    return refusal(*response, client_.access(), asked);
  }
  const Result<Value> list = answerOf(*response, client_.access());
  if (!list) return list.failure();
  Version version{.resources = resourcesOf(*list, apiVersion), .fresh = true};
  keep(apiVersion, version);
  versions_[apiVersion] = std::move(version);
  return std::nullopt;
}

const Resource* Discovery::find(const Kind& kind) const {
  const auto version = versions_.find(kind.apiVersion);
  return version == versions_.end() ? nullptr : findIn(version->second.resources, kind.kind);
}

Result<const Resource*> Discovery::search(std::string_view name) {
  const std::size_t dot = std::min(name.find('.'), name.size());
  const std::string word = lowered(name.substr(0, dot));
  const std::string_view group = name.substr(std::min(dot + 1, name.size()));
  const Result<Response> response = client_.send({.path = "/apis"});
  if (!response) return response.failure();
  const Result<Value> answer = answerOf(*response, client_.access());
  if (!answer) return answer.failure();
  const std::vector<Kind> versions = versionsOf(*answer, group);
  // One after the other: a group whose own server is away is no obstacle where another has the kind.
  std::optional<Failure> failure;
  for (const Kind& version : versions) {
    if (std::optional<Failure> fault = learn(std::span(&version, 1)); fault && !failure)
      failure = std::move(fault);
    for (const Resource& resource : versions_[version.apiVersion].resources) {
      if (isCalled(resource, word)) return &resource;
    }
  }
  if (failure) return *std::move(failure);
  return nullptr;
}

Result<Finding> Discovery::absence(const Kind& kind, std::string_view bringer) {
  const bool isKnown = !bringer.empty();
  if (!isKnown) bringer = "the operator that brings it";
  const std::string group(groupOf(kind.apiVersion));
  const bool isKubernetes = group.find('.') == std::string::npos;  // `apps`; an operator's has a domain
  Finding finding{.rule = "kind",
                  .message = fmt::format("the cluster has no kind {} of {}", kind.kind, kind.apiVersion)};
  const auto known = versions_.find(kind.apiVersion);
  if (known != versions_.end() && !known->second.resources.empty()) {
    finding.message += fmt::format(": {} is there without it", kind.apiVersion);
    finding.remedy = isKubernetes ? "check the kind's spelling, and the version of the cluster"
                                  : fmt::format("check the kind's spelling, and the version of {}", bringer);
    return finding;
  }
  Result<Response> response = client_.send({.path = group.empty() ? "/api" : "/apis"});
  if (!response) return std::move(response.failure());
  const Result<Value> answer = answerOf(*response, client_.access());
  if (!answer) return answer.failure();
  std::vector<std::string> versions;
  const Value* list = aictl::find(*answer, {group.empty() ? "versions" : "groups"});
  for (const Value& item : list != nullptr && list->isList() ? list->items() : std::span<const Value>()) {
    if (item.isString()) versions.emplace_back(item.string());
    const Value* of = item.find("versions");
    if (of == nullptr || findString(item, {"name"}) != group || !of->isList()) continue;
    for (const Value& version : of->items()) versions.emplace_back(findString(version, {"version"}));
  }
  if (versions.empty()) {
    finding.message += fmt::format(": it serves nothing of '{}'", group);
    finding.remedy = isKubernetes ? "check the group's spelling, and the version of the cluster"
                                  : fmt::format("{}{} is not installed there; check --context, too", bringer,
                                                isKnown ? ", which brings it," : "");
  } else {
    finding.message += fmt::format(": of {} it serves {}",
                                   group.empty() ? "the core group" : "'" + group + "'", joined(versions));
    finding.remedy = isKubernetes ? "the cluster is of another version; check --context, too"
                                  : fmt::format("{} has another version there", bringer);
  }
  return finding;
}

void Discovery::forget(std::string_view apiVersion) { versions_[std::string(apiVersion)] = {}; }

bool Discovery::readKept(const std::string& apiVersion) {
  if (folder_.empty()) return false;
  const std::string path = fmt::format("{}/{}.json", folder_, escaped(apiVersion));
  struct stat status {};
  if (::stat(path.c_str(), &status) != 0 || std::time(nullptr) - status.st_mtime > keptSeconds) return false;
  const Result<std::string> text = readFile(path, keptLimit);
  if (!text) return false;
  const Result<Value> list = yaml::readJson(*text);
  if (!list) return false;
  versions_[apiVersion] = {.resources = resourcesOf(*list, apiVersion)};
  return true;
}

/// A cache that cannot be written costs time, nothing else.
void Discovery::keep(const std::string& apiVersion, const Version& version) {
  if (folder_.empty()) return;
  const std::string path = fmt::format("{}/{}.json", folder_, escaped(apiVersion));
  if (makePrivateFolders(path)) (void)writeFile(path, yaml::writeJson(listOf(version.resources)));
}

std::string discoveryFolder(const Cluster& cluster) {
  const std::string folder = cacheFolder();
  if (folder.empty()) return {};
  // A cluster made anew at the same address has another authority.
  return fmt::format("{}/discovery/{}", folder, sha256(cluster.server + '\n' + cluster.certificateAuthority));
}

}  // namespace aictl::kube
