#include "core/pack/kinds.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/pack/object_scope.h"

namespace aictl::pack {
namespace {

constexpr std::array<std::string_view, 4> states{"ready", "succeeded", "failed", "suspended"};

Failure fault(std::string message, Origin origin) {
  return {ExitCode::badInput, Finding{.rule = "kind-facts", .message = std::move(message), .origin = origin}};
}

}  // namespace

KindFacts::KindFacts(Value facts, Origin origin) : facts_(std::move(facts)), origin_(origin) {}

bool KindFacts::has(std::string_view fact) const { return facts_.find(fact) != nullptr; }

const Value* KindFacts::written(std::string_view fact) const { return facts_.find(fact); }

std::string_view KindFacts::bringer() const { return findString(facts_, {"operator"}); }

std::string KindFacts::otherwise() const {
  const std::string_view setting = findString(facts_, {"otherwise"});
  return setting.empty() ? "" : fmt::format("; or say '{}', which does without it", setting);
}

Result<Value> KindFacts::of(const Value& object, std::string_view fact, std::string_view now) const {
  const bool isState = std::ranges::find(states, fact) != states.end();
  const Value* source = facts_.find(fact);
  if (source == nullptr) return isState ? Value(false) : Value();
  jsone::Scope scope;
  addObject(scope, object);
  if (!now.empty()) scope.set("now", Value(now));
  try {
    jsone::Evaluation evaluation;
    if (!isState) return evaluation.evaluate(jsone::Template(*source), scope);
    return Value(jsone::truthy(evaluation.evaluate(jsone::Expression(*source), scope)));
  } catch (const jsone::Error& error) {
    return fault(std::string(fact) + ": " + error.text(), error.origin.known() ? error.origin : origin_);
  }
}

Result<const KindFacts*> Kinds::find(std::string_view group, std::string_view kind) {
  const std::string name = std::string(group.empty() ? "core" : group) + "_" + std::string(kind);
  const auto known = known_.find(name);
  if (known != known_.end()) return &known->second;
  Findings findings;
  const auto documents = packs_.read("kinds/" + name + ".yaml", findings);
  if (hasErrors(findings)) return Failure(ExitCode::badInput, findings);
  if (!documents) return static_cast<const KindFacts*>(nullptr);
  if (documents->size() != 1 || !documents->front().isMap()) {
    return fault("kinds/" + name + ".yaml: the facts of a kind are one map", {});
  }
  Value facts = documents->front();
  const Origin origin = facts.origin();
  if (const Value* base = facts.find("extends"); base != nullptr && base->isString()) {
    const auto inherited = packs_.read(base->string(), findings);
    if (hasErrors(findings)) return Failure(ExitCode::badInput, findings);
    if (!inherited || inherited->size() != 1 || !inherited->front().isMap()) {
      return fault("'" + std::string(base->string()) + "' is no file of facts in the pack", base->origin());
    }
    for (const Entry& entry : inherited->front().entries()) {
      if (facts.find(entry.key.string()) == nullptr) facts.set(entry.key, entry.value);
    }
  }
  return &known_.emplace(name, KindFacts(std::move(facts), origin)).first->second;
}

}  // namespace aictl::pack
