// Functions: as values, found by name, called.
#include <fmt/format.h>

#include <algorithm>
#include <bit>

#include "core/jsone/builtins.h"
#include "core/jsone/interpreter.h"
#include "core/jsone/level.h"
#include "core/jsone/number.h"
#include "core/jsone/operations.h"

namespace aictl::jsone {

namespace {

// A function travels as a number whose bits are a NaN that no arithmetic and no reader makes; below the mark
// stands its place in the interpreter's table.
constexpr std::uint64_t functionMark = 0x7FFC'A1C7'0000'0000;
constexpr std::uint64_t functionNumber = 0x0000'0000'FFFF'FFFF;

std::string shown(Type type, const Value& value) {
  switch (type) {
    case Type::array:
    case Type::object:
    case Type::function:
      return std::string(name(type));
    case Type::number:
      return numberText(value);
    default:
      return value.scalarText();
  }
}

}  // namespace

std::string_view name(Type type) {
  switch (type) {
    case Type::null:
      return "null";
    case Type::boolean:
      return "boolean";
    case Type::number:
      return "number";
    case Type::string:
      return "string";
    case Type::array:
      return "array";
    case Type::object:
      return "object";
    case Type::function:
      break;
  }
  return "function";
}

Type Interpreter::type(const Value& value) const {
  switch (value.kind()) {
    case Value::Kind::null:
      return Type::null;
    case Value::Kind::boolean:
      return Type::boolean;
    case Value::Kind::integer:
      return Type::number;
    case Value::Kind::number:
      return unboxed(value) == nullptr ? Type::number : Type::function;
    case Value::Kind::string:
      return Type::string;
    case Value::Kind::list:
      return Type::array;
    case Value::Kind::map:
      break;
  }
  return Type::object;
}

Value Interpreter::boxed(const Callable& callable, Origin origin) {
  auto known = std::ranges::find(functions_, callable);
  if (known == functions_.end()) known = functions_.insert(known, callable);
  const auto number = static_cast<std::uint64_t>(known - functions_.begin());
  return Value::numberWithText(std::bit_cast<double>(functionMark | number), "function", origin);
}

const Callable* Interpreter::unboxed(const Value& value) const {
  if (functions_.empty() || value.kind() != Value::Kind::number) return nullptr;
  const auto bits = std::bit_cast<std::uint64_t>(value.number());
  const auto number = bits & functionNumber;
  return (bits & ~functionNumber) == functionMark && number < functions_.size() ? &functions_[number]
                                                                                : nullptr;
}

bool Interpreter::containsFunction(const Value& value) {
  if (functions_.empty() || value.empty()) return unboxed(value) != nullptr;
  const Level level(*this);
  if (value.isList()) {
    return std::ranges::any_of(value.items(), [this](const Value& item) { return containsFunction(item); });
  }
  return std::ranges::any_of(value.entries(),
                             [this](const Entry& entry) { return containsFunction(entry.value); });
}

const Callable& Interpreter::callable(Site site, const Value& value) const {
  if (const Callable* function = unboxed(value)) return *function;
  site.fail(fmt::format("{} is not callable", shown(type(value), value)));
}

const Callable& Interpreter::calledByName(Site site, const syntax::Node& name, Callable& room) {
  const auto text = site.expression.text(name);
  if (const Value* local = findLocal(text)) return callable(site, *local);
  if (const Scope::Binding* binding = scope_.find(text)) {
    if (!binding->function) return callable(site, binding->value);
    return room = {binding->function.get(), nullptr};
  }
  if (name.builtin != syntax::Node::noBuiltin) return room = {nullptr, &builtin(name.builtin)};
  site.fail(fmt::format("unknown context value {}", text));
}

Value Interpreter::call(Site site, const Callable& callable, const syntax::Node& step) {
  const Callable called = callable;  // evaluating the arguments may make the table of functions grow
  std::vector<Value> values;
  values.reserve(step.count);
  for (auto i = step.first; i != syntax::none; i = site.expression[i].next)
    values.push_back(evaluate(site.expression, site.expression[i]));
  makeItems(values.size());
  if (called.builtin != nullptr) {
    Value result = callBuiltin(*called.builtin, site, values);
    for (auto value = values.begin(); value != values.end() && result.origin() == site.origin(); ++value) {
      result.setOrigin(cause(site.origin(), {value->origin()}));
    }
    return result;
  }

  const Level level(*this, site.origin());
  for (const Value& value : values) {
    measure(value);
    if (containsFunction(value)) {
      fail("BuiltinError", "a function cannot be an argument here", site.origin(),
           site.expression.source.string().substr(0, site.offset));
    }
  }
  Value result = (*called.host)(Call{evaluation_, values, site.origin()});
  makeItems(result.size());
  if (!result.origin().known()) result.setOrigin(site.origin());
  return result;
}

}  // namespace aictl::jsone
