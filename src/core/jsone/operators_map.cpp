// Operators over maps: $merge, $mergeDeep.
#include <algorithm>

#include "core/jsone/interpreter.h"
#include "core/jsone/level.h"
#include "core/jsone/operators.h"

namespace aictl::jsone {

namespace {

Value renderMaps(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  Value maps = interpreter.renderOperand(*operation.operand);
  if (!maps.isList() || !std::ranges::all_of(maps.items(), &Value::isMap)) {
    interpreter.failTemplate(
        node, std::string(operation.row->name) + " value must evaluate to an array of objects");
  }
  return maps;
}

Value mergedDeep(Interpreter& interpreter, const Value& left, const Value& right);

void mergeDeepInto(Interpreter& interpreter, Value& left, const Value& right) {
  interpreter.makeItems(2 * right.size());
  for (const Entry& entry : right.entries()) {
    const Value* known = left.find(entry.key.string());
    left.set(entry.key, known == nullptr ? entry.value : mergedDeep(interpreter, *known, entry.value));
  }
}

// The right one wins, but lists are joined and maps merged.
Value mergedDeep(Interpreter& interpreter, const Value& left, const Value& right) {
  const Interpreter::Level level(interpreter);
  Value result = left;
  if (left.isList() && right.isList()) {
    interpreter.makeItems(left.size() + right.size());
    for (const Value& item : right.items()) result.push(item);
    return result;
  }
  if (left.isMap() && right.isMap()) {
    interpreter.makeItems(2 * left.size());
    mergeDeepInto(interpreter, result, right);
    return result;
  }
  return right;
}

}  // namespace

Rendered renderMerge(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value maps = renderMaps(interpreter, node, operation);
  std::size_t size = 0;
  for (const Value& map : maps.items()) {
    interpreter.makeItems(2 * map.size());
    size += map.size();
  }
  Value result = Value::map({}, node.source.origin());
  result.reserve(size);
  for (const Value& map : maps.items()) {
    const bool mayRepeat = !result.empty();
    for (const Entry& entry : map.entries()) {
      if (mayRepeat) {
        result.set(entry.key, entry.value);
      } else {
        result.append(entry.key, entry.value);
      }
    }
  }
  return result;
}

Rendered renderMergeDeep(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value maps = renderMaps(interpreter, node, operation);
  Value result = Value::map({}, node.source.origin());
  for (const Value& map : maps.items()) mergeDeepInto(interpreter, result, map);
  return result;
}

}  // namespace aictl::jsone
