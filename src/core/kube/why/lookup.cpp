#include "core/kube/why/lookup.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/kube/api/refusal.h"
#include "core/kube/logs/pod_log.h"

namespace aictl::kube {
namespace {

constexpr int statusForbidden = 403;
constexpr int statusNotFound = 404;
constexpr int statusBadRequest = 400;

}  // namespace

void Lookup::get(const ObjectName& object, std::function<void(const Value&)> answer) {
  objects_.emplace_back(object, std::move(answer));
}

void Lookup::list(const Selection& selection, ListAnswer answer) {
  listings_.push_back(std::make_shared<Listing>(Listing{selection, std::move(answer), {}}));
}

void Lookup::log(const Value& pod, const std::string& container, const LogOptions& options,
                 std::function<void(const std::vector<std::string>&, std::string_view)> answer) {
  client_.submit(logRequest(pod, container, options, ""),
                 [this, name = nameOf(pod), answer = std::move(answer)](Result<Response> response) {
                   // A container that has not begun, or whose log is gone with its node.
                   const bool hasNone =
                       response && (response->status == statusNotFound ||
                                    response->status == statusBadRequest || response->status >= 500);
                   if (hasNone || !taken(response, name, "read the log of")) return;
                   std::vector<std::string> lines;
                   std::string_view rest = response->body;
                   std::string_view time;
                   while (!rest.empty()) {
                     const std::size_t end = std::min(rest.find('\n'), rest.size());
                     const LogLine line = logLine(rest.substr(0, end));
                     lines.emplace_back(line.text);
                     time = line.time;
                     rest.remove_prefix(std::min(end + 1, rest.size()));
                   }
                   answer(lines, time);
                 });
}

std::optional<Failure> Lookup::run() {
  std::vector<Kind> kinds;
  const auto add = [&](const Kind& kind) {
    if (std::ranges::find(kinds, kind) == kinds.end()) kinds.push_back(kind);
  };
  for (const auto& [object, answer] : objects_) add(object.kind);
  for (const auto& listing : listings_) add(listing->selection.kind);
  if (auto failure = discovery_.learn(kinds)) return failure;
  for (const auto& [object, answer] : std::exchange(objects_, {})) send(object, answer);
  for (const auto& listing : std::exchange(listings_, {})) send(listing, {});
  client_.run();
  return std::exchange(failure_, std::nullopt);
}

void Lookup::send(const ObjectName& object, const std::function<void(const Value&)>& answer) {
  const Resource* resource = discovery_.find(object.kind);
  if (resource == nullptr) return answer(Value());
  client_.submit({.path = resource->object(object.namespaceName, object.name)},
                 [this, object, answer](Result<Response> response) {
                   if (response && response->status == statusNotFound) return answer(Value());
                   if (!taken(response, object, "read")) return;
                   Result<Value> value = answerOf(*response, client_.access());
                   if (value) return answer(*value);
                   if (!failure_) failure_ = std::move(value.failure());
                 });
}

void Lookup::send(const std::shared_ptr<Listing>& listing, const std::string& token) {
  const Selection& selection = listing->selection;
  const Resource* resource = discovery_.find(selection.kind);
  if (resource == nullptr) return listing->answer({});
  client_.submit({.path = listPath(*resource, selection, token)},
                 [this, listing, token](Result<Response> response) {
                   const Selection& asked = listing->selection;
                   if (response && response->status == statusNotFound) return listing->answer({});
                   if (response) {
                     const std::string next = tokenAfterExpiry(*response, token);
                     if (!next.empty()) return send(listing, next);
                   }
                   const ObjectName name{.kind = asked.kind, .namespaceName = asked.namespaceName};
                   if (taken(response, name, "list")) take(listing, *response);
                 });
}

void Lookup::take(const std::shared_ptr<Listing>& listing, const Response& response) {
  Result<Value> list = answerOf(response, client_.access());
  if (!list) {
    if (!failure_) failure_ = std::move(list.failure());
    return;
  }
  eachItem(*list, listing->selection.kind, [&](Value item) { listing->items.push_back(std::move(item)); });
  const std::string token(findString(*list, {"metadata", "continue"}));
  if (!token.empty()) return send(listing, token);
  listing->answer(listing->items);
}

/// Whether there is something to read.
bool Lookup::taken(Result<Response>& response, const ObjectName& object, std::string_view verb) {
  if (failure_) return false;
  if (!response) {
    failure_ = std::move(response.failure());
  } else if (response->status == statusForbidden) {
    hide(object, verb);
  } else if (!response->good()) {
    failure_ = refusal(*response, client_.access(), {.verb = verb, .object = object});
  } else {
    return true;
  }
  return false;
}

void Lookup::hide(const ObjectName& object, std::string_view verb) {
  Finding finding{
      .severity = Severity::warning,
      .rule = "hidden",
      .message = fmt::format(
          "this user may not {} {}{}", verb, object.kind.kind,
          object.namespaceName.empty() ? "" : fmt::format(" in namespace '{}'", object.namespaceName))};
  const bool said =
      std::ranges::any_of(unread_, [&](const Finding& other) { return other.message == finding.message; });
  if (!said) unread_.push_back(std::move(finding));
}

}  // namespace aictl::kube
