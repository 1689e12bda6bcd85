#include "core/kube/api/objects.h"

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

constexpr int statusNotFound = 404;
constexpr int statusGone = 410;

}  // namespace

ObjectName nameOf(const Value& object) {
  return {.kind = kindOf(object),
          .namespaceName = std::string(findString(object, {"metadata", "namespace"})),
          .name = std::string(findString(object, {"metadata", "name"})),
          .uid = std::string(findString(object, {"metadata", "uid"}))};
}

std::string describe(const ObjectName& object) {
  if (object.namespaceName.empty()) return fmt::format("{} {}", object.kind.kind, object.name);
  return fmt::format("{} {} in namespace '{}'", object.kind.kind, object.name, object.namespaceName);
}

std::string nameFor(const ObjectName& object) {
  if (!object.entry.empty()) return object.entry;
  return fmt::format("{}/{}", lowered(object.kind.kind), object.name);
}

bool isMeant(const ObjectName& object, std::string_view name) {
  if (!object.entry.empty() && name == object.entry) return true;
  const std::string kind = lowered(object.kind.kind);
  const std::string wanted = lowered(name);
  return wanted == fmt::format("{}/{}", kind, object.name) ||
         wanted == fmt::format("{}.{}/{}", kind, groupOf(object.kind.apiVersion), object.name);
}

Failure unknownKind(const ObjectName& object) {
  return {ExitCode::refused, Finding{.rule = "kind",
                                     .message = fmt::format("the cluster has no kind {} of {}",
                                                            object.kind.kind, object.kind.apiVersion),
                                     .entry = object.entry}};
}

Result<Value> get(Client& client, const Discovery& discovery, const ObjectName& object) {
  const Resource* resource = discovery.find(object.kind);
  if (resource == nullptr) return unknownKind(object);
  Result<Response> response = client.send({.path = resource->object(object.namespaceName, object.name)});
  if (!response) return std::move(response.failure());
  if (response->status == statusNotFound) return Value();
  if (!response->good()) return refusal(*response, client.access(), {.verb = "read", .object = object});
  return answerOf(*response, client.access());
}

std::string labelSelector(const Value& labels) {
  std::string text;
  if (!labels.isMap()) return text;
  for (const Entry& label : labels.entries()) {
    if (!label.value.isString()) continue;
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", label.key.string(), label.value.string());
  }
  return text;
}

std::string tokenAfterExpiry(const Response& response, std::string_view token) {
  if (response.status != statusGone || token.empty()) return {};
  const Result<Value> status = yaml::readJson(response.body);
  return status ? std::string(findString(*status, {"metadata", "continue"})) : std::string();
}

std::string listPath(const Resource& resource, const Selection& selection, std::string_view token) {
  return fmt::format("{}?limit={}{}{}{}", resource.collection(selection.namespaceName), selection.chunk,
                     selection.labels.empty() ? "" : "&labelSelector=" + escaped(selection.labels),
                     selection.fields.empty() ? "" : "&fieldSelector=" + escaped(selection.fields),
                     token.empty() ? "" : "&continue=" + escaped(token));
}

void eachItem(const Value& list, const Kind& kind, const std::function<void(Value item)>& each) {
  const Value* items = list.find("items");
  if (items == nullptr || !items->isList()) return;
  for (Value item : items->items()) {
    item.set("apiVersion", Value(kind.apiVersion));
    item.set("kind", Value(kind.kind));
    each(std::move(item));
  }
}

Result<std::string> list(Client& client, const Discovery& discovery, const Selection& selection,
                         const std::function<void(Value object)>& each) {
  const Resource* resource = discovery.find(selection.kind);
  if (resource == nullptr) return std::string();
  std::string version;
  std::string token;
  do {
    Result<Response> response = client.send({.path = listPath(*resource, selection, token)});
    if (!response) return std::move(response.failure());
    if (const std::string next = tokenAfterExpiry(*response, token); !next.empty()) {
      token = next;
      continue;
    }
    if (!response->good()) {
      const ObjectName asked{.kind = selection.kind, .namespaceName = selection.namespaceName};
      return refusal(*response, client.access(), {.verb = "list", .object = asked});
    }
    const Result<Value> answer = answerOf(*response, client.access());
    if (!answer) return answer.failure();
    version = findString(*answer, {"metadata", "resourceVersion"});
    token = findString(*answer, {"metadata", "continue"});
    eachItem(*answer, selection.kind, each);
  } while (!token.empty());
  return version;
}

}  // namespace aictl::kube
