// Operators over lists: $map (over maps too), $reduce, $find, $sort, $reverse, $flatten, $flattenDeep.
#include <fmt/format.h>

#include <algorithm>

#include "core/jsone/interpreter.h"
#include "core/jsone/level.h"
#include "core/jsone/operators.h"

namespace aictl::jsone {

namespace {

Value renderList(Interpreter& interpreter, const TemplateNode& node, const Operation& operation,
                 std::string_view demand) {
  Value value = interpreter.renderOperand(*operation.operand);
  if (!value.isList())
    interpreter.failTemplate(node,
                             fmt::format("{} value must evaluate to an {}", operation.row->name, demand));
  return value;
}

void requireSize(Interpreter& interpreter, const TemplateNode& node, const Operation& operation,
                 std::size_t size, std::string_view word) {
  if (operation.size != size || operation.variables.empty()) {
    interpreter.failTemplate(node,
                             fmt::format("{} must have exactly {} properties", operation.row->name, word));
  }
}

// The variables of `each(…)`, not set yet.
class EachVariables : public LocalVariables {
 public:
  EachVariables(Interpreter& interpreter, const Operation& operation)
      : LocalVariables(interpreter, operation.variables.size()) {
    for (const auto& name : operation.variables) add(name);
  }
};

Value mapList(Interpreter& interpreter, const TemplateNode& node, const Operation& operation,
              const Value& list) {
  interpreter.makeItems(list.size());
  EachVariables variables(interpreter, operation);
  Value result = Value::list({}, node.source.origin());
  result.reserve(list.size());
  for (std::size_t i = 0; i < list.size(); ++i) {
    variables[0] = list[i];
    if (operation.variables.size() > 1) variables[1] = Value(i, list[i].origin());
    if (Rendered item = interpreter.render(*operation.body)) result.push(std::move(*item));
  }
  return result;
}

Value keyAndValue(const Entry& entry) {
  Value result = Value::map({}, entry.value.origin());
  result.set(Value("key", entry.key.origin()), entry.key);
  result.set(Value("val", entry.value.origin()), entry.value);
  return result;
}

Value mapMap(Interpreter& interpreter, const TemplateNode& node, const Operation& operation,
             const Value& map) {
  EachVariables variables(interpreter, operation);
  Value result = Value::map({}, node.source.origin());
  for (const Entry& entry : map.entries()) {
    if (operation.variables.size() > 1) {
      variables[0] = entry.value;
      variables[1] = entry.key;
    } else {
      interpreter.makeItems(4);
      variables[0] = keyAndValue(entry);
    }
    const Rendered made = interpreter.render(*operation.body);
    if (!made) continue;
    if (!made->isMap()) {
      interpreter.failTemplate(node, fmt::format("$map on objects expects each({}) to evaluate to an object",
                                                 operation.variables[0]));
    }
    interpreter.makeItems(2 * made->size());
    for (const Entry& inner : made->entries()) result.set(inner.key, inner.value);
  }
  return result;
}

void flattenInto(Interpreter& interpreter, Value& result, const Value& list) {
  const Interpreter::Level level(interpreter);
  interpreter.makeItems(list.size());
  for (const Value& item : list.items()) {
    if (item.isList()) {
      flattenInto(interpreter, result, item);
    } else {
      result.push(item);
    }
  }
}

// What the items are sorted by: the items themselves, or what the expression of `by(x)` gives for them.
std::vector<Value> sortKeys(Interpreter& interpreter, const TemplateNode& node, const Operation& operation,
                            const Value& list) {
  if (operation.variables.empty()) return {list.items().begin(), list.items().end()};
  if (!operation.expression.source.isString())
    interpreter.failTemplate(node, "by can evaluate string expressions only");
  EachVariables variables(interpreter, operation);
  std::vector<Value> keys;
  keys.reserve(list.size());
  for (const Value& item : list.items()) {
    variables[0] = item;
    keys.push_back(interpreter.evaluate(operation.expression));
  }
  return keys;
}

bool sortsBefore(const Value& a, const Value& b) {
  if (a.isString()) return a.string() < b.string();
  if (a.isInteger() && b.isInteger()) return a.integer() < b.integer();
  return a.number() < b.number();
}

}  // namespace

Rendered renderMap(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value value = interpreter.renderOperand(*operation.operand);
  if (!value.isList() && !value.isMap())
    interpreter.failTemplate(node, "$map value must evaluate to an array or object");
  requireSize(interpreter, node, operation, 2, "two");
  return value.isList() ? mapList(interpreter, node, operation, value)
                        : mapMap(interpreter, node, operation, value);
}

Rendered renderReduce(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value list = renderList(interpreter, node, operation, "array");
  requireSize(interpreter, node, operation, 3, "three");
  if (!operation.properties[0]) interpreter.failTemplate(node, "$reduce must have exactly three properties");
  EachVariables variables(interpreter, operation);
  variables[0] = operation.properties[0]->source;
  for (std::size_t i = 0; i < list.size(); ++i) {
    variables[1] = list[i];
    if (operation.variables.size() > 2) variables[2] = Value(i, list[i].origin());
    if (Rendered next = interpreter.render(*operation.body)) variables[0] = std::move(*next);
  }
  return variables[0];
}

Rendered renderFind(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value list = renderList(interpreter, node, operation, "array");
  requireSize(interpreter, node, operation, 2, "two");
  if (!operation.expression.source.isString())
    interpreter.failTemplate(node, "each can evaluate string expressions only");
  EachVariables variables(interpreter, operation);
  for (std::size_t i = 0; i < list.size(); ++i) {
    variables[0] = list[i];
    if (operation.variables.size() > 1) variables[1] = Value(i, list[i].origin());
    if (interpreter.holds(operation.expression)) return list[i];
  }
  return {};
}

Rendered renderSort(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  constexpr auto complaint = "$sorted values to be sorted must have the same type";
  const Value list = interpreter.renderOperand(*operation.operand);
  if (!list.isList()) interpreter.failTemplate(node, complaint);
  interpreter.makeItems(3 * list.size());
  const std::vector<Value> keys = sortKeys(interpreter, node, operation, list);
  for (const Value& key : keys) {
    const Type type = interpreter.type(key);
    if (type != interpreter.type(keys[0]) || (type != Type::number && type != Type::string)) {
      interpreter.failTemplate(node, complaint);
    }
  }
  std::vector<std::size_t> order(keys.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::ranges::stable_sort(order,
                           [&](std::size_t a, std::size_t b) { return sortsBefore(keys[a], keys[b]); });
  Value result = Value::list({}, node.source.origin());
  result.reserve(order.size());
  for (const std::size_t i : order) result.push(list[i]);
  return result;
}

Rendered renderReverse(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value list = renderList(interpreter, node, operation, "array of objects");
  interpreter.makeItems(list.size());
  Value result = Value::list({}, node.source.origin());
  result.reserve(list.size());
  for (std::size_t i = list.size(); i > 0; --i) result.push(list[i - 1]);
  return result;
}

Rendered renderFlatten(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value list = renderList(interpreter, node, operation, "array");
  Value result = Value::list({}, node.source.origin());
  for (const Value& item : list.items()) {
    interpreter.makeItems(1 + item.size());
    if (!item.isList()) {
      result.push(item);
      continue;
    }
    for (const Value& inner : item.items()) result.push(inner);
  }
  return result;
}

Rendered renderFlattenDeep(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value list = renderList(interpreter, node, operation, "array");
  Value result = Value::list({}, node.source.origin());
  flattenInto(interpreter, result, list);
  return result;
}

}  // namespace aictl::jsone
