#include "commands/completion/cluster_names.h"

#include <fmt/format.h>

#include <functional>
#include <set>

#include "commands/cluster/cluster.h"
#include "commands/completion/recall.h"
#include "commands/stack/template_command.h"
#include "commands/typed_words.h"
#include "core/base/cache_folder.h"
#include "core/base/digest.h"
#include "core/base/names.h"
#include "core/kube/api/object_names.h"
#include "core/kube/apply/apply_set.h"
#include "core/pack/files.h"
#include "core/stack/document.h"

namespace aictl::commands {
namespace {

using Ask = std::function<std::vector<std::string>(kube::Client&, kube::Discovery&)>;

/// Less than the time that a late answer is given (`recall`), so that what fails is remembered too.
constexpr std::chrono::milliseconds requestTime{4'000};

kube::AccessOptions accessOf(Context& context) {
  const TypedWords words(context.completion->before);
  auto access = words.access();
  if (!access.namespaceName.empty()) return access;
  Findings ignored;
  const Value document = stack::readFiles(words.stack(), context.sources, ignored);
  const auto nameSpace = findString(document, {"namespace"});
  if (isDnsLabel(nameSpace)) access.namespaceName = nameSpace;
  return access;
}

/// Where the answer to a question is kept. Another cluster, user or namespace has other answers.
std::string fileOf(const kube::Access& access, std::string_view question) {
  const std::string folder = cacheFolder();
  if (folder.empty()) return {};
  const auto asker =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}", access.cluster.server, access.cluster.certificateAuthority,
                  access.context, access.user.name, access.user.as, access.namespaceName, question);
  return fmt::format("{}/completion/{}", folder, sha256(asker));
}

std::vector<std::string> asked(Context& context, std::string_view question, const Ask& ask) {
  auto access = accessTo(context, accessOf(context));
  if (!access) return {};
  return recall(fileOf(*access, question), [&]() -> std::vector<std::string> {
    const std::string folder = kube::discoveryFolder(access->cluster);
    auto client = kube::Client::open(
        *std::move(access), {.requestTimeout = requestTime, .connectTimeout = requestTime, .tries = 1});
    if (!client) return {};
    kube::Discovery discovery(**client, folder);
    return ask(**client, discovery);
  });
}

/// The collections that the packs at hand say.
std::vector<kube::Resource> collectionsOf(Context& context, std::string_view what) {
  pack::Packs packs(context.sources);
  for (const auto& folder : packFolders(context.completion->before))
    packs.add(folder, pack::folderFiles(folder, context.sources));
  Findings ignored;
  const auto documents = packs.read(fmt::format("names/{}.yaml", what), ignored);
  std::vector<kube::Resource> collections;
  if (!documents || documents->size() != 1 || !documents->front().isList()) return collections;
  for (const Value& item : documents->front().items()) {
    const Value* namespaced = item.find("namespaced");
    collections.push_back({{std::string(findString(item, {"apiVersion"})), {}},
                           std::string(findString(item, {"resource"})),
                           namespaced != nullptr && namespaced->isBoolean() && namespaced->boolean()});
  }
  return collections;
}

}  // namespace

std::vector<std::string> namesInCluster(Context& context, std::string_view what) {
  const auto collections = collectionsOf(context, what);
  if (collections.empty()) return {};
  return asked(context, what, [&](kube::Client& client, kube::Discovery&) -> std::vector<std::string> {
    auto names = kube::objectNames(client, collections, client.access().namespaceName);
    return names ? *std::move(names) : std::vector<std::string>();
  });
}

std::vector<std::string> entriesInCluster(Context& context) {
  return asked(context, "entries/", [](kube::Client& client, kube::Discovery& discovery) {
    std::set<std::string> labels;
    // What came before a failure is worth having.
    (void)kube::listStacks(client, discovery, client.access().namespaceName,
                           [&](const kube::ApplySet&, const Value& live) {
                             const kube::ApplySetParent parent = kube::parentOf(live);
                             for (const Entry& spec : parent.specs.entries())
                               labels.emplace(spec.key.string());
                           });
    return std::vector<std::string>(labels.begin(), labels.end());
  });
}

}  // namespace aictl::commands
