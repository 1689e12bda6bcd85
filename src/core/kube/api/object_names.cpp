#include "core/kube/api/object_names.h"

#include <optional>
#include <set>

#include "core/kube/api/objects.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

void addNames(const Value& list, std::set<std::string>& names) {
  eachItem(list, {}, [&](const Value& item) {
    if (const auto name = findString(item, {"metadata", "name"}); !name.empty()) names.emplace(name);
  });
}

}  // namespace

Result<std::vector<std::string>> objectNames(Client& client, std::span<const Resource> collections,
                                             const std::string& namespaceName) {
  std::set<std::string> names;
  std::optional<Failure> failure;
  for (const Resource& collection : collections) {
    const std::string path = listPath(collection, {.namespaceName = namespaceName}, {});
    client.submit({.path = path, .accept = metadataAloneOfList}, [&](Result<Response> response) {
      if (!response) {
        failure = std::move(response.failure());
      } else if (response->good()) {
        if (const auto list = yaml::readJson(response->body)) addNames(*list, names);
      }
    });
  }
  client.run();
  if (failure) return *std::move(failure);
  return std::vector<std::string>(names.begin(), names.end());
}

}  // namespace aictl::kube
