#include "core/kube/apply/apply_set.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/digest.h"
#include "core/base/version.h"
#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

// The words of KEP-3659.
constexpr std::string_view toolingAnnotation = "applyset.kubernetes.io/tooling";
constexpr std::string_view kindsAnnotation = "applyset.kubernetes.io/contains-group-kinds";
constexpr std::string_view namespacesAnnotation = "applyset.kubernetes.io/additional-namespaces";

constexpr int statusConflict = 409;
constexpr std::size_t digestsAtMost = 600U << 10U;

const Kind configMap{"v1", "ConfigMap"};

ObjectName parentNameOf(const ApplySet& set) {
  return {.kind = configMap, .namespaceName = set.namespaceName, .name = set.parentName()};
}

std::string joined(const std::set<std::string>& texts) { return fmt::format("{}", fmt::join(texts, ",")); }

std::set<std::string> split(std::string_view text) {
  std::set<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = std::min(text.find(','), text.size());
    if (comma > 0) parts.emplace(text.substr(0, comma));
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return parts;
}

/// `Deployment.apps`, `ConfigMap`
std::string groupKind(const Kind& kind) {
  const std::string_view group = groupOf(kind.apiVersion);
  return group.empty() ? kind.kind : fmt::format("{}.{}", kind.kind, group);
}

Value kindsValue(const std::vector<Kind>& kinds) {
  std::set<std::string> texts;
  for (const Kind& kind : kinds) texts.insert(fmt::format("{} {}", kind.apiVersion, kind.kind));
  Value list = Value::list();
  for (const std::string& text : texts) list.push(Value(text));
  return list;
}

std::vector<Kind> kindsOf(const Value& list) {
  std::vector<Kind> kinds;
  if (!list.isList()) return kinds;
  for (const Value& item : list.items()) {
    if (!item.isString()) continue;
    const std::string_view text = item.string();
    const std::size_t space = text.find(' ');
    if (space == std::string_view::npos) continue;
    kinds.push_back({std::string(text.substr(0, space)), std::string(text.substr(space + 1))});
  }
  return kinds;
}

/// A part of the parent's data; null where it is absent or no JSON.
Value dataOf(const Value& parent, std::string_view key) {
  const Result<Value> value = yaml::readJson(findString(parent, {"data", key}));
  return value ? *value : Value();
}

/// Of two maps all keys, with the values of the second where both have one.
Value united(Value first, const Value& second) {
  for (const Entry& entry : second.entries()) first.set(entry.key, entry.value);
  return first;
}

Value mapOr(Value value) { return value.isMap() ? std::move(value) : Value::map(); }

}  // namespace

std::string ApplySet::parentName() const { return "aictl-" + stack; }

std::string ApplySet::id() const {
  return "applyset-" + sha256Base64Url(fmt::format("{}.{}.ConfigMap.", parentName(), namespaceName)) + "-v1";
}

std::string ApplySet::selector() const { return fmt::format("{}={}", partOfLabel, id()); }

ApplySetParent parentOf(const Value& live) {
  ApplySetParent parent;
  parent.exists = true;
  parent.resourceVersion = findString(live, {"metadata", "resourceVersion"});
  parent.kinds = kindsOf(dataOf(live, "kinds"));
  parent.namespaces = split(findString(live, {"metadata", "annotations", namespacesAnnotation}));
  parent.specs = mapOr(dataOf(live, "specs"));
  parent.source = dataOf(live, "source");
  parent.facts = dataOf(live, "facts");
  parent.sent = mapOr(dataOf(live, "sent"));
  parent.runs = mapOr(dataOf(live, "runs"));
  return parent;
}

Result<ApplySetParent> readParent(Client& client, Discovery& discovery, const ApplySet& set) {
  if (std::optional<Failure> failure = discovery.learn(std::span(&configMap, 1))) return *std::move(failure);
  // A server of custom kinds alone has none.
  if (discovery.find(configMap) == nullptr) return ApplySetParent();
  const ObjectName name = parentNameOf(set);
  const Result<Value> live = get(client, discovery, name);
  if (!live) return live.failure();
  if (live->isNull()) return ApplySetParent();
  if (findString(*live, {"metadata", "labels", idLabel}) != set.id()) {
    return Failure(ExitCode::badInput,
                   Finding{.rule = "apply-set",
                           .message = fmt::format("{} is there and is not what aictl keeps of the stack '{}'",
                                                  describe(name), set.stack),
                           .remedy = "rename the stack, or that ConfigMap"});
  }
  return parentOf(*live);
}

Value parentObject(const ApplySet& set, const ApplySetParent& parent) {
  std::set<std::string> groupKinds;
  for (const Kind& kind : parent.kinds) groupKinds.insert(groupKind(kind));
  const Value labels = Value::map({{idLabel, Value(set.id())},
                                   {"app.kubernetes.io/managed-by", "aictl"},
                                   {stackLabel, Value(set.stack)}});
  const Value annotations = Value::map({{toolingAnnotation, Value(fmt::format("aictl/v{}", version))},
                                        {kindsAnnotation, Value(joined(groupKinds))},
                                        {namespacesAnnotation, Value(joined(parent.namespaces))}});
  Value data = Value::map({{"kinds", Value(yaml::writeJson(kindsValue(parent.kinds)))},
                           {"specs", Value(yaml::writeJson(parent.specs))},
                           {"runs", Value(yaml::writeJson(parent.runs))}});
  // A ConfigMap holds 1 MiB; without the digests a plan is less sure, and no less safe.
  const std::string sent = yaml::writeJson(parent.sent);
  if (sent.size() < digestsAtMost) data.set("sent", Value(sent));
  if (!parent.source.isNull()) data.set("source", Value(yaml::writeJson(parent.source)));
  if (!parent.facts.isNull()) data.set("facts", Value(yaml::writeJson(parent.facts)));
  return Value::map({{"apiVersion", "v1"},
                     {"kind", "ConfigMap"},
                     {"metadata", Value::map({{"name", Value(set.parentName())},
                                              {"namespace", Value(set.namespaceName)},
                                              {"labels", labels},
                                              {"annotations", annotations}})},
                     {"data", std::move(data)}});
}

std::string digestOf(const Value& object) { return sha256(yaml::writeJson(object)).substr(0, 16); }

Result<std::string> writeParent(Client& client, Discovery& discovery, const ApplySet& set,
                                const ApplySetParent& parent) {
  if (std::optional<Failure> failure = discovery.learn(std::span(&configMap, 1))) return *std::move(failure);
  const ObjectName name = parentNameOf(set);
  const Resource* resource = discovery.find(configMap);
  if (resource == nullptr) return unknownKind(name);
  Value object = parentObject(set, parent);
  if (!parent.resourceVersion.empty())
    object.at("metadata").set("resourceVersion", Value(parent.resourceVersion));
  const Result<Response> response =
      client.send({.method = Method::patch,
                   .path = resource->object(name.namespaceName, name.name) + "?fieldManager=aictl&force=true",
                   .body = yaml::writeJson(object),
                   .contentType = "application/apply-patch+yaml",
                   .accept = metadataAlone});
  if (!response) return response.failure();
  if (response->status == statusConflict) return std::string();
  if (!response->good()) return refusal(*response, client.access(), {.verb = "write", .object = name});
  const Result<Value> answer = answerOf(*response, client.access());
  if (!answer) return answer.failure();
  return std::string(findString(*answer, {"metadata", "resourceVersion"}));
}

ApplySetParent united(const ApplySetParent& theirs, const ApplySetParent& ours) {
  ApplySetParent both = ours;
  both.exists = true;
  both.resourceVersion = theirs.resourceVersion;
  for (const Kind& kind : theirs.kinds) {
    if (std::find(both.kinds.begin(), both.kinds.end(), kind) == both.kinds.end()) both.kinds.push_back(kind);
  }
  both.namespaces.insert(theirs.namespaces.begin(), theirs.namespaces.end());
  both.specs = united(theirs.specs, ours.specs);
  both.sent = united(theirs.sent, ours.sent);
  both.runs = united(theirs.runs, ours.runs);
  return both;
}

std::optional<Failure> listStacks(Client& client, Discovery& discovery, const std::string& namespaceName,
                                  const std::function<void(const ApplySet&, const Value&)>& each) {
  if (std::optional<Failure> failure = discovery.learn(std::span(&configMap, 1))) return failure;
  constexpr int chunk = 50;  // a parent may have a megabyte
  const Selection parents{.kind = configMap,
                          .namespaceName = namespaceName,
                          .labels = fmt::format("{},{}", idLabel, stackLabel),
                          .chunk = chunk};
  const auto listed = list(client, discovery, parents, [&](const Value& live) {
    const ApplySet set{std::string(findString(live, {"metadata", "labels", stackLabel})),
                       std::string(findString(live, {"metadata", "namespace"}))};
    // One that was copied or renamed is the parent of nothing.
    if (findString(live, {"metadata", "labels", idLabel}) == set.id()) each(set, live);
  });
  if (!listed) return listed.failure();
  return std::nullopt;
}

}  // namespace aictl::kube
