#include "core/pack/object_scope.h"

#include "core/pack/functions.h"

namespace aictl::pack {
namespace {

/// Operators keep old conditions with status False, so one is asked for by type.
Value conditionOf(const Value& object, const Value& type, const jsone::Call& call) {
  if (!type.isString()) call.fail("the type of a condition is a string");
  Value result = Value::map({{"holds", false}, {"fails", false}, {"reason", nullptr}, {"message", nullptr}});
  const Value* list = find(object, {"status", "conditions"});
  if (list == nullptr || !list->isList()) return result;
  for (const Value& item : list->items()) {
    if (findString(item, {"type"}) != type.string()) continue;
    result.set("holds", findString(item, {"status"}) == "True");
    result.set("fails", findString(item, {"status"}) == "False");
    for (const auto* key : {"reason", "message"}) {
      if (const Value* text = item.find(key)) result.set(key, *text);
    }
  }
  return result;
}

Value ofObject(const Value& object, const jsone::Call& call) {
  if (call.arguments.size() != 1) call.fail("condition takes the type of a condition");
  return conditionOf(object, call.arguments[0], call);
}

Value ofAnother(const jsone::Call& call) {
  if (call.arguments.size() != 2) call.fail("condition_of takes an object and the type of a condition");
  return conditionOf(call.arguments[0], call.arguments[1], call);
}

}  // namespace

void addObject(jsone::Scope& scope, const Value& object) {
  addFunctions(scope);
  scope.set("object", object);
  scope.set("condition",
            jsone::Function([&object](const jsone::Call& call) { return ofObject(object, call); }));
  scope.set("condition_of", jsone::Function(ofAnother));
}

}  // namespace aictl::pack
