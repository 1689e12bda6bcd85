#include "core/kube/apply/run_rules.h"

#include <algorithm>

namespace aictl::kube {
namespace {

/// Whether a path is at or below another, as `spec.template.spec` below `spec.template`.
bool isWithin(std::string_view path, std::string_view of) {
  return path.starts_with(of) &&
         (path.size() == of.size() || path[of.size()] == '.' || path[of.size()] == '[');
}

bool isWithinAny(std::string_view path, const Value& paths) {
  return paths.isList() && std::any_of(paths.items().begin(), paths.items().end(), [&](const Value& one) {
           return one.isString() && isWithin(path, one.string());
         });
}

/// nullptr where the path of keys leads to nothing.
const Value* valueAt(const Value& object, std::string_view path) {
  const Value* place = &object;
  while (place != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    place = place->find(path.substr(0, dot));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return place;
}

/// Whether a run lives through a change of the field.
bool mayChangeUnderWay(std::string_view path, const pack::KindFacts& facts) {
  if (const Value* scale = facts.written("scale"); scale != nullptr && scale->isMap()) {
    const Value* paths = scale->find("paths");
    if (paths != nullptr && isWithinAny(path, *paths)) return true;
  }
  const Value* suspend = facts.written("suspend");
  return suspend != nullptr && valueAt(*suspend, path) != nullptr;
}

/// The value at a path of keys that becomes null, or another one.
void setAt(Value& object, std::string_view path, const Value* value) {
  const std::size_t dot = path.find('.');
  const std::string_view key = path.substr(0, dot);
  if (!object.isMap() || object.find(key) == nullptr) return;
  if (dot != std::string_view::npos) return setAt(object.at(key), path.substr(dot + 1), value);
  if (value == nullptr) return object.erase(key);
  object.at(key) = value->withOrigin(object.find(key)->origin());
}

}  // namespace

Result<RunState> runState(const pack::KindFacts* facts, const Value& live) {
  if (facts == nullptr || !facts->has("again")) return RunState::none;
  for (const char* fact : {"succeeded", "failed"}) {
    const Result<Value> holds = facts->of(live, fact);
    if (!holds) return holds.failure();
    if (holds->isBoolean() && holds->boolean()) return RunState::ended;
  }
  return RunState::underWay;
}

std::string_view fixedField(const std::vector<FieldChange>& changes, const pack::KindFacts* facts) {
  if (facts == nullptr) return {};
  const Value* immutable = facts->written("immutable");
  for (const FieldChange& change : changes) {
    if (change.ownershipAlone) continue;
    const bool fixed = immutable != nullptr ? isWithinAny(change.path, *immutable)
                                            : facts->has("again") && isWithin(change.path, "spec") &&
                                                  !mayChangeUnderWay(change.path, *facts);
    if (fixed) return change.path;
  }
  return {};
}

bool knowsFixedFields(const pack::KindFacts* facts) {
  return facts != nullptr && (facts->written("immutable") != nullptr || facts->has("again"));
}

Result<Value> withoutCeded(const Value& manifest, const Value& live, const pack::KindFacts* facts,
                           std::string_view manager) {
  if (facts == nullptr || !facts->has("ceded")) return manifest;
  const Result<Value> ceded = facts->of(live, "ceded");
  if (!ceded) return ceded.failure();
  Value object = manifest;
  if (!ceded->isList()) return object;
  for (const Value& path : ceded->items()) {
    if (!path.isString()) continue;
    setAt(object, path.string(),
          ownsField(live, manager, path.string()) ? valueAt(live, path.string()) : nullptr);
  }
  return object;
}

}  // namespace aictl::kube
