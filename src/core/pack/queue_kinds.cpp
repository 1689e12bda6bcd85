#include "core/pack/queue_kinds.h"

#include <algorithm>
#include <array>

#include "core/pack/object_scope.h"

namespace aictl::pack {
namespace {

constexpr std::array<std::string_view, 5> keys{"queue", "read", "closed", "complete", "groups"};
constexpr std::array<std::string_view, 3> roomKeys{"closed", "complete", "groups"};

Failure fault(std::string_view key, const jsone::Error& error, Origin origin) {
  return {ExitCode::badInput, Finding{.rule = "queue",
                                      .message = std::string(key) + ": " + error.text(),
                                      .origin = error.origin.known() ? error.origin : origin}};
}

jsone::Scope scopeOf(const Value& object, const std::string& name, const QueueKind::Found& found) {
  jsone::Scope scope;
  addObject(scope, object);
  scope.set("queue", Value(name));
  for (const auto& [as, value] : found) scope.set(as, value);
  return scope;
}

Value rendered(const Value& written, const jsone::Scope& scope) {
  jsone::Evaluation evaluation;
  return evaluation.evaluate(jsone::Template(written), scope);
}

}  // namespace

QueueKind::QueueKind(const Value& document, Findings& findings) : document_(document) {
  const auto complain = [&](std::string message, Origin origin) {
    findings.push_back({.rule = "queue", .message = std::move(message), .origin = origin});
  };
  if (!document.isMap()) {
    complain("a kind of queue is a map", document.origin());
    return;
  }
  for (const Entry& entry : document.entries()) {
    if (std::ranges::find(keys, entry.key.string()) == keys.end())
      complain("a kind of queue has no key '" + std::string(entry.key.string()) + "'", entry.key.origin());
  }
  if (findString(document, {"queue"}).empty() || document.find("groups") == nullptr)
    complain("a kind of queue has to have 'queue' and 'groups'", document.origin());
  const Value* read = document.find("read");
  if (read == nullptr) return;
  if (!read->isList()) {
    complain("read of a kind of queue is a list", read->origin());
    return;
  }
  for (const Value& step : read->items()) {
    const Value* of = step.find("of");
    if (of == nullptr || !of->isMap() || findString(step, {"as"}).empty() ||
        findString(step, {"missing"}).empty())
      complain("a step of read has 'as', 'of' and 'missing'", step.origin());
    steps_.push_back(step);
  }
}

Result<std::string> QueueKind::nameFor(const Value& object) const {
  try {
    jsone::Scope scope;
    addObject(scope, object);
    jsone::Evaluation evaluation;
    const Value name = evaluation.evaluate(jsone::Expression(*document_.find("queue")), scope);
    return name.isString() ? std::string(name.string()) : std::string();
  } catch (const jsone::Error& error) {
    return fault("queue", error, document_.origin());
  }
}

Result<Wanted> QueueKind::step(std::size_t index, const std::string& name, const Found& found) const {
  const Value& step = steps_.at(index);
  try {
    const Value object;
    return wantedOf(std::string(findString(step, {"as"})),
                    rendered(*step.find("of"), scopeOf(object, name, found)));
  } catch (const jsone::Error& error) {
    return fault("read", error, step.origin());
  }
}

Result<std::string> QueueKind::missing(std::size_t index, const std::string& name, const Found& found) const {
  const Value& step = steps_.at(index);
  try {
    const Value object;
    return rendered(*step.find("missing"), scopeOf(object, name, found)).scalarText();
  } catch (const jsone::Error& error) {
    return fault("missing", error, step.origin());
  }
}

Result<Value> QueueKind::room(const std::string& name, const Found& found) const {
  std::string_view at = "room";
  try {
    const Value object;
    const jsone::Scope scope = scopeOf(object, name, found);
    Value room = Value::map();
    for (const std::string_view key : roomKeys) {
      at = key;
      if (const Value* written = document_.find(key)) room.set(Value(key), rendered(*written, scope));
    }
    return room;
  } catch (const jsone::Error& error) {
    return fault(at, error, document_.origin());
  }
}

Result<std::vector<QueueKind>> readQueueKinds(Packs& packs) {
  std::vector<QueueKind> all;
  Findings findings;
  for (const std::string& name : packs.list("queues")) {
    const auto documents = packs.read("queues/" + name + ".yaml", findings);
    if (!documents) continue;
    for (const Value& document : *documents) all.emplace_back(document, findings);
  }
  if (hasErrors(findings)) return Failure(ExitCode::badInput, std::move(findings));
  return all;
}

}  // namespace aictl::pack
