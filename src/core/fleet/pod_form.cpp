#include "core/fleet/pod_form.h"

#include <fmt/format.h>

#include "core/jsone/jsone.h"
#include "core/pack/absent.h"
#include "core/pack/object_scope.h"
#include "core/yaml/json.h"

namespace aictl::fleet {
namespace {

constexpr std::string_view path = "fleet/pod.yaml";

Failure fault(std::string message, Origin origin) {
  return {ExitCode::badInput, Finding{.rule = "fleet", .message = std::move(message), .origin = origin}};
}

/// `parsed(text)`: what a JSON text says; null of null and of what is none.
Value parsed(const jsone::Call& call) {
  if (call.arguments.size() != 1) call.fail("parsed takes a text");
  const Value& text = call.arguments[0];
  auto value = text.isString() ? yaml::readJson(text.string()) : Result<Value>(Value());
  return value ? *std::move(value) : Value();
}

/// "" of what is none.
Result<std::string> textOf(const Result<Value>& value) {
  if (!value) return value.failure();
  return value->isString() ? std::string(value->string()) : std::string();
}

Value textsOf(const std::vector<std::string>& texts) {
  Value list = Value::list();
  for (const std::string& text : texts) list.push(Value(text));
  return list;
}

Value valueOf(const PodWish& wish) {
  return Value::map({{"name", Value(wish.name)},
                     {"namespace", Value(wish.nameSpace)},
                     {"node", Value(wish.node)},
                     {"image", Value(wish.image)},
                     {"words", textsOf(wish.words)},
                     {"labels", wish.labels},
                     {"seconds", Value(wish.seconds)},
                     {"port", wish.port ? Value(*wish.port) : Value()},
                     {"access", Value(wish.access == Access::node ? "node" : "pod")},
                     {"gpu", Value(wish.usesGpu)},
                     {"tokenSecret", wish.tokenSecret.empty() ? Value() : Value(wish.tokenSecret)},
                     {"network", wish.network.empty() ? Value() : Value(wish.network)}});
}

}  // namespace

Result<PodForm> PodForm::read(pack::Packs& packs) {
  Findings findings;
  const auto documents = packs.read(path, findings);
  if (!findings.empty()) return Failure(ExitCode::badInput, std::move(findings));
  if (!documents || documents->size() != 1 || !documents->front().isMap())
    return fault(fmt::format("{} of the pack is one map", path), {});
  const Value& document = documents->front();
  for (const char* key : {"read", "needs", "root", "secret", "tokenFile", "address", "manifest"}) {
    if (document.find(key) == nullptr)
      return fault(fmt::format("{} has no '{}'", path, key), document.origin());
  }
  return PodForm(document);
}

Result<Value> PodForm::evaluated(std::string_view key, const PodWish& wish, const Value& object) const {
  try {
    jsone::Scope scope;
    pack::addObject(scope, object);
    scope.set("object", object);
    scope.set("parsed", jsone::Function(parsed));
    scope.set("pod", valueOf(wish));
    for (const auto& [name, value] : wish.read) scope.set(name, value);
    jsone::Evaluation evaluation;
    return pack::compact(evaluation.evaluate(jsone::Template(*document_.find(key)), scope));
  } catch (const jsone::Error& error) {
    return fault(fmt::format("{}: {}", key, error.text()),
                 error.origin.known() ? error.origin : document_.origin());
  }
}

Result<Value> PodForm::manifest(const PodWish& wish) const {
  auto manifest = evaluated("manifest", wish);
  if (manifest && !manifest->isMap()) return fault("manifest is a map", document_.origin());
  return manifest;
}

Result<std::vector<pack::Wanted>> PodForm::toRead(const PodWish& wish) const {
  const auto read = evaluated("read", wish);
  if (!read) return read.failure();
  std::vector<pack::Wanted> all;
  for (const Entry& entry : read->isMap() ? read->entries() : std::span<const Entry>())
    all.push_back(pack::wantedOf(std::string(entry.key.string()), entry.value));
  return all;
}

Result<std::vector<std::string>> PodForm::needs(const PodWish& wish) const {
  const auto list = evaluated("needs", wish);
  if (!list) return list.failure();
  std::vector<std::string> needs;
  for (const Value& item : list->isList() ? list->items() : std::span<const Value>()) {
    if (item.isString()) needs.emplace_back(item.string());
  }
  return needs;
}

Result<std::string> PodForm::root(const PodWish& wish) const { return textOf(evaluated("root", wish)); }

Result<std::string> PodForm::tokenFile(const PodWish& wish) const {
  return textOf(evaluated("tokenFile", wish));
}

Result<std::string> PodForm::address(const PodWish& wish, const Value& pod) const {
  return textOf(evaluated("address", wish, pod));
}

}  // namespace aictl::fleet
