#include "core/kube/status/status_collection.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/apply/live_objects.h"
#include "core/kube/apply/managed_fields.h"
#include "core/kube/apply/plan_words.h"

namespace aictl::kube {

StatusCollection::StatusCollection(pack::Kinds& kinds, const StatusQuestion& question)
    : kinds_(kinds), question_(question) {
  for (const ObjectName& name : question.expected) expected_.emplace(keyOf(name), &name);
  for (const ObjectName& name : question.named) expected_.emplace(keyOf(name), &name);
}

std::string StatusCollection::keyOf(ObjectName name) const {
  if (name.namespaceName.empty()) name.namespaceName = question_.set.namespaceName;
  return identityOf(name);
}

bool StatusCollection::isAllExpected() const {
  if (question_.set.stack.empty()) return true;
  return !question_.entries.empty() &&
         std::ranges::all_of(question_.entries, [this](const std::string& entry) {
           return std::ranges::find(question_.expected, entry, &ObjectName::entry) !=
                  question_.expected.end();
         });
}

bool StatusCollection::isAsked(const std::string& entry) const {
  return question_.entries.empty() || std::ranges::find(question_.entries, entry) != question_.entries.end();
}

Result<ObjectStatus> StatusCollection::statusFor(const Value& live) const {
  const Kind kind = kindOf(live);
  const auto facts = kinds_.find(groupOf(kind.apiVersion), kind.kind);
  if (!facts) return facts.failure();
  return statusOf(live, *facts);
}

std::optional<Failure> StatusCollection::take(const Value& live) {
  const std::string identity = keyOf(nameOf(live));
  const auto expected = expected_.find(identity);
  const bool isOther = expected == expected_.end();
  const std::string entry = isOther ? entryOf(live) : expected->second->entry;
  if (isOther && (!isAsked(entry) || !wasApplied(live))) return std::nullopt;
  Result<ObjectStatus> status = statusFor(live);
  if (!status) return std::move(status.failure());
  status->name.entry = entry;
  found_.insert_or_assign(identity, *std::move(status));
  return std::nullopt;
}

std::optional<Failure> StatusCollection::takeOther(const Value& live) {
  Result<ObjectStatus> status = statusFor(live);
  if (!status) return std::move(status.failure());
  others_.insert_or_assign(keyOf(nameOf(live)), *std::move(status));
  return std::nullopt;
}

void StatusCollection::forget(const ObjectName& name) {
  found_.erase(keyOf(name));
  others_.erase(keyOf(name));
}

void StatusCollection::hide(const Kind& kind, const std::string& namespaceName) {
  hidden_.push_back({.kind = kind, .namespaceName = namespaceName});
}

const ObjectStatus* StatusCollection::find(const ObjectName& name) const {
  const std::string identity = keyOf(name);
  if (const auto found = found_.find(identity); found != found_.end()) return &found->second;
  const auto other = others_.find(identity);
  return other == others_.end() ? nullptr : &other->second;
}

std::vector<ObjectName> StatusCollection::missingOthers() const {
  std::vector<ObjectName> names;
  for (const auto& pair : found_) {
    for (const ObjectName& other : pair.second.also) {
      if (find(other) == nullptr) names.push_back(other);
    }
  }
  return names;
}

ObjectStatus StatusCollection::missing(const ObjectName& name, const Discovery& discovery) const {
  ObjectStatus status{.name = name};
  const Resource* resource = discovery.find(name.kind);
  if (resource != nullptr && resource->namespaced && name.namespaceName.empty())
    status.name.namespaceName = question_.set.namespaceName;
  const bool hidden = std::ranges::any_of(hidden_, [&](const ObjectName& other) {
    return other.kind == name.kind &&
           (other.namespaceName.empty() || other.namespaceName == status.name.namespaceName);
  });
  if (hidden) {
    status.state = State::hidden;
    status.message = "this user may not read it";
  } else if (resource == nullptr) {
    status.message = fmt::format("the cluster has no kind {} of {}", name.kind.kind, name.kind.apiVersion);
  }
  return status;
}

std::vector<ObjectStatus> StatusCollection::objects(const Discovery& discovery) const {
  std::vector<ObjectStatus> all;
  all.reserve(question_.expected.size() + found_.size());
  for (const ObjectName& name : question_.expected) {
    const auto found = found_.find(keyOf(name));
    all.push_back(found != found_.end() ? found->second : missing(name, discovery));
  }
  for (const ObjectName& name : question_.named) {
    if (const auto found = found_.find(keyOf(name)); found != found_.end()) all.push_back(found->second);
  }
  for (const auto& [identity, status] : found_) {
    if (!expected_.contains(identity)) all.push_back(status);
  }
  for (ObjectStatus& status : all)
    includeOthers(status, [this](const ObjectName& other) { return find(other); });
  return all;
}

}  // namespace aictl::kube
