#include "core/pack/functions.h"

#include <algorithm>
#include <map>
#include <memory>
#include <unordered_set>

#include "core/base/digest.h"
#include "core/base/duration.h"
#include "core/base/hash.h"
#include "core/base/names.h"
#include "core/base/path.h"
#include "core/base/pattern.h"
#include "core/base/quantity.h"
#include "core/pack/absent.h"

namespace aictl::pack {
namespace {

using jsone::Call;

void expectCount(const Call& call, std::string_view name, std::size_t count) {
  if (call.arguments.size() == count) return;
  call.fail(std::string(name) + " takes " + std::to_string(count) +
            (count == 1 ? " argument" : " arguments") + ", not " + std::to_string(call.arguments.size()));
}

const Value& only(const Call& call, std::string_view name) {
  expectCount(call, name, 1);
  return call.arguments[0];
}

const Value& onlyMap(const Call& call, std::string_view name) {
  const Value& map = only(call, name);
  if (!map.isMap()) call.fail(std::string(name) + " takes a map, not " + withArticle(map.kind()));
  return map;
}

std::string_view onlyString(const Call& call, std::string_view name) {
  const Value& text = only(call, name);
  if (!text.isString()) call.fail(std::string(name) + " takes a string, not " + withArticle(text.kind()));
  return text.string();
}

Value first(const Call& call) {
  if (call.arguments.empty()) call.fail("first takes at least one argument");
  const auto found = std::ranges::find_if_not(call.arguments, isAbsent);
  return found == call.arguments.end() ? call.arguments.back() : *found;
}

Value at(const Call& call) {
  expectCount(call, "at", 2);
  const Value& path = call.arguments[1];
  std::vector<PathStep> steps;
  if (path.isString()) {
    auto parsed = parsePath(path.string());
    if (!parsed) call.fail("at: '" + std::string(path.string()) + "' is no path");
    steps = std::move(*parsed);
  } else if (path.isList()) {
    for (const Value& step : path.items()) {
      if (step.isInteger()) {
        steps.emplace_back(step.integer());
      } else if (step.isString()) {
        steps.emplace_back(std::string(step.string()));
      } else {
        call.fail("at: a path is made of keys and indices");
      }
    }
  } else {
    call.fail("at takes a path as a string or a list of keys");
  }
  const Value* found = follow(call.arguments[0], steps);
  return found == nullptr ? Value(nullptr, call.arguments[0].origin()) : *found;
}

Value text(const Call& call) {
  const Value& value = only(call, "text");
  if (value.isNull() || value.isString()) return value;
  if (value.isList() || value.isMap()) call.fail("text takes a scalar, not " + withArticle(value.kind()));
  return {value.scalarText(), value.origin()};
}

Value items(const Call& call) {
  const Value& map = onlyMap(call, "items");
  Value list = Value::list({}, map.origin());
  list.reserve(map.size());
  for (const Entry& entry : map.entries()) {
    Value item = Value::map({}, entry.value.origin());
    item.set("key", entry.key);
    item.set("value", entry.value);
    list.push(std::move(item));
  }
  return list;
}

Value keys(const Call& call) {
  const Value& map = onlyMap(call, "keys");
  Value list = Value::list({}, map.origin());
  for (const Entry& entry : map.entries()) list.push(entry.key);
  return list;
}

Value values(const Call& call) {
  const Value& map = onlyMap(call, "values");
  Value list = Value::list({}, map.origin());
  for (const Entry& entry : map.entries()) list.push(entry.value);
  return list;
}

Value unique(const Call& call) {
  const Value& list = only(call, "unique");
  if (!list.isList()) call.fail("unique takes a list, not " + withArticle(list.kind()));
  const auto hashOf = [](const Value* item) { return hash(*item); };
  const auto areEqual = [](const Value* a, const Value* b) { return *a == *b; };
  std::unordered_set<const Value*, decltype(hashOf), decltype(areEqual)> seen(list.size(), hashOf, areEqual);
  Value result = Value::list({}, list.origin());
  for (const Value& item : list.items()) {
    if (seen.insert(&item).second) result.push(item);
  }
  return result;
}

Value quantityOf(const Call& call) {
  const Value& value = only(call, "quantity");
  if (value.isNull()) return value;
  if (value.isNumber()) return {value.number(), value.origin()};
  const auto number = value.isString() ? quantity(value.string()) : std::nullopt;
  if (!number) call.fail("quantity takes a quantity such as 16Gi");
  return {*number, value.origin()};
}

Value durationOf(const Call& call) {
  const Value& value = only(call, "duration");
  if (value.isNull()) return value;
  if (value.isNumber()) return {value.number(), value.origin()};
  const auto seconds = value.isString() ? duration(value.string()) : std::nullopt;
  if (!seconds) call.fail("duration takes a duration such as 90s or 12h");
  return {*seconds, value.origin()};
}

/// Patterns are written in templates, so there are few of them: each is compiled once.
class Matcher {
 public:
  Value operator()(const Call& call) {
    expectCount(call, "matches", 2);
    const Value& text = call.arguments[0];
    const Value& pattern = call.arguments[1];
    if (!pattern.isString()) call.fail("matches takes a pattern as its second argument");
    if (text.isNull()) return {false, call.origin};
    if (!text.isString()) call.fail("matches takes a string, not " + withArticle(text.kind()));
    const auto [entry, isNew] = patterns_->try_emplace(std::string(pattern.string()), pattern.string());
    if (!entry->second.error().empty()) call.fail("matches: " + entry->second.error());
    return {entry->second.found(text.string()), call.origin};
  }

 private:
  std::shared_ptr<std::map<std::string, Pattern>> patterns_ =
      std::make_shared<std::map<std::string, Pattern>>();
};

}  // namespace

void addFunctions(jsone::Scope& scope) {
  scope.set("first", jsone::Function(first));
  scope.set("given", jsone::Function([](const Call& call) { return given(onlyMap(call, "given")); }));
  scope.set("compact", jsone::Function([](const Call& call) { return compact(only(call, "compact")); }));
  scope.set("at", jsone::Function(at));
  scope.set("text", jsone::Function(text));
  scope.set("items", jsone::Function(items));
  scope.set("keys", jsone::Function(keys));
  scope.set("values", jsone::Function(values));
  scope.set("unique", jsone::Function(unique));
  scope.set("matches", jsone::Function(Matcher{}));
  scope.set("quantity", jsone::Function(quantityOf));
  scope.set("duration", jsone::Function(durationOf));
  scope.set("kube_name", jsone::Function([](const Call& call) {
              return Value(kubeName(onlyString(call, "kube_name")), call.arguments[0].origin());
            }));
  scope.set("sha256", jsone::Function([](const Call& call) {
              return Value(sha256(onlyString(call, "sha256")), call.arguments[0].origin());
            }));
}

}  // namespace aictl::pack
