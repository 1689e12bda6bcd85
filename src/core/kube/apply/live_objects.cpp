#include "core/kube/apply/live_objects.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "core/kube/api/refusal.h"

namespace aictl::kube {
namespace {

constexpr int statusNotFound = 404;
constexpr int statusForbidden = 403;
constexpr std::size_t page = 500;  ///< objects that are asked for at once
constexpr std::size_t longestPage = 1000;
/// From so many objects on, one list of names costs less than asking for each.
constexpr std::size_t manyObjects = 20;

/// One kind in one namespace.
struct Collection {
  const Resource* resource;
  std::string namespaceName;
  std::vector<std::size_t> objects;                        ///< those asked for, not found as members yet
  std::unordered_map<std::string, std::size_t> positions;  ///< of the objects by name
  std::unordered_set<std::string> seen;
};

class Reader {
 public:
  Reader(Client& client, const Discovery& discovery, const ApplySet& set, const LiveQuestion& question,
         const LiveAnswers& answers)
      : client_(client), discovery_(discovery), set_(set), question_(question), answers_(answers) {}

  std::optional<Failure> run() {
    gather();
    for (const auto& collection : collections_) listMembers(*collection, {});
    client_.run();
    return std::move(failure_);
  }

 private:
  void gather() {
    for (std::size_t i = 0; i < question_.objects.size(); ++i) {
      const ObjectName& name = question_.objects[i];
      const Resource* resource = discovery_.find(name.kind);
      if (resource == nullptr) {
        answers_.object(i, Value());
        continue;
      }
      Collection& collection = collectionOf(*resource, name.namespaceName);
      collection.objects.push_back(i);
      collection.positions.emplace(name.name, i);
    }
    for (const Kind& kind : question_.kinds) {
      const Resource* resource = discovery_.find(kind);
      if (resource == nullptr) continue;
      if (!resource->namespaced) {
        collectionOf(*resource, "");
        continue;
      }
      for (const std::string& space : question_.namespaces) collectionOf(*resource, space);
    }
  }

  Collection& collectionOf(const Resource& resource, const std::string& namespaceName) {
    const std::string space = resource.namespaced ? namespaceName : "";
    const std::string key =
        fmt::format("{}/{}/{}", groupOf(resource.kind.apiVersion), resource.kind.kind, space);
    const auto [known, isNew] = byKey_.emplace(key, nullptr);
    if (isNew) {
      collections_.push_back(
          std::make_unique<Collection>(Collection{.resource = &resource, .namespaceName = space}));
      known->second = collections_.back().get();
    }
    return *known->second;
  }

  /// All that are known in one page, unless it is far too long: each more costs a way to the server.
  static std::size_t pageOf(const Collection& collection) {
    const std::size_t all = collection.positions.size() + 1;
    return all > page && all <= longestPage ? all : page;
  }

  void listMembers(Collection& collection, const std::string& token) {
    Request request{.path = fmt::format("{}?limit={}&labelSelector={}{}",
                                        collection.resource->collection(collection.namespaceName),
                                        pageOf(collection), escaped(set_.selector()),
                                        token.empty() ? "" : "&continue=" + escaped(token))};
    client_.submit(std::move(request), [this, &collection, token](Result<Response> response) {
      if (!taken(response)) return;
      if (response->status == statusForbidden) {
        answers_.hidden(collection.resource->kind, collection.namespaceName);
        return askForRest(collection);
      }
      if (response->status == statusNotFound) return answers_.gone(collection.resource->kind);
      if (const std::string next = tokenAfterExpiry(*response, token); !next.empty())
        return listMembers(collection, next);
      if (!response->good()) return refuse(*response, {.verb = "list", .object = nameOf(collection)});
      takeMembers(collection, *response);
    });
  }

  void takeMembers(Collection& collection, const Response& response) {
    const Result<Value> list = answerOf(response, client_.access());
    if (!list) return fail(list.failure());
    eachItem(*list, collection.resource->kind, [&](const Value& object) {
      const std::string name(findString(object, {"metadata", "name"}));
      const auto asked = collection.positions.find(name);
      if (!collection.seen.insert(name).second) return;
      if (asked == collection.positions.end()) {
        answers_.member(object);
      } else {
        answers_.object(asked->second, object);
      }
    });
    const std::string token(findString(*list, {"metadata", "continue"}));
    if (!token.empty()) return listMembers(collection, token);
    askForRest(collection);
  }

  /// The objects asked for that are no members: most often they are not there.
  void askForRest(Collection& collection) {
    std::erase_if(collection.objects,
                  [&](std::size_t i) { return collection.seen.contains(question_.objects[i].name); });
    if (collection.objects.size() > manyObjects) return listNames(collection, {});
    for (const std::size_t i : collection.objects) askFor(collection, i);
  }

  void listNames(Collection& collection, const std::string& token) {
    Request request{
        .path = fmt::format("{}?limit={}{}", collection.resource->collection(collection.namespaceName), page,
                            token.empty() ? "" : "&continue=" + escaped(token)),
        .accept = metadataAloneOfList};
    client_.submit(std::move(request), [this, &collection](Result<Response> response) {
      if (!taken(response)) return;
      const Result<Value> list =
          response->good() ? answerOf(*response, client_.access()) : Result<Value>(Value());
      if (!list) return fail(list.failure());
      if (!list->isMap()) {
        for (const std::size_t i : collection.objects) askFor(collection, i);
        return;
      }
      takeNames(collection, *list);
    });
  }

  void takeNames(Collection& collection, const Value& list) {
    const Value* items = list.find("items");
    for (const Value& item :
         items != nullptr && items->isList() ? items->items() : std::span<const Value>()) {
      const auto asked = collection.positions.find(std::string(findString(item, {"metadata", "name"})));
      if (asked == collection.positions.end() || !collection.seen.insert(asked->first).second) continue;
      askFor(collection, asked->second);
    }
    const std::string token(findString(list, {"metadata", "continue"}));
    if (!token.empty()) return listNames(collection, token);
    for (const std::size_t i : collection.objects) {
      if (!collection.seen.contains(question_.objects[i].name)) answers_.object(i, Value());
    }
  }

  void askFor(Collection& collection, std::size_t i) {
    const ObjectName& name = question_.objects[i];
    Request request{.path = collection.resource->object(collection.namespaceName, name.name)};
    client_.submit(std::move(request), [this, i, &name](Result<Response> response) {
      if (!taken(response)) return;
      if (response->status == statusNotFound) return answers_.object(i, Value());
      if (!response->good()) return refuse(*response, {.verb = "read", .object = name});
      const Result<Value> object = answerOf(*response, client_.access());
      if (!object) return fail(object.failure());
      answers_.object(i, *object);
    });
  }

  static ObjectName nameOf(const Collection& collection) {
    return {.kind = collection.resource->kind, .namespaceName = collection.namespaceName};
  }

  /// Whether the answer is to be looked at: the first fault ends all.
  bool taken(Result<Response>& response) {
    if (failure_) return false;
    if (!response) failure_ = std::move(response.failure());
    return !failure_;
  }

  void refuse(const Response& response, const Asked& asked) {
    fail(refusal(response, client_.access(), asked));
  }
  void fail(Failure failure) {
    if (!failure_) failure_ = std::move(failure);
  }

  Client& client_;
  const Discovery& discovery_;
  const ApplySet& set_;
  const LiveQuestion& question_;
  const LiveAnswers& answers_;
  std::vector<std::unique_ptr<Collection>> collections_;
  std::unordered_map<std::string, Collection*> byKey_;
  std::optional<Failure> failure_;
};

}  // namespace

std::optional<Failure> readLive(Client& client, const Discovery& discovery, const ApplySet& set,
                                const LiveQuestion& question, const LiveAnswers& answers) {
  return Reader(client, discovery, set, question, answers).run();
}

std::string identityOf(const ObjectName& name) {
  return fmt::format("{}/{}/{}/{}", groupOf(name.kind.apiVersion), name.kind.kind, name.namespaceName,
                     name.name);
}

}  // namespace aictl::kube
