#include "core/jsone/builtins.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "core/jsone/characters.h"
#include "core/jsone/number.h"
#include "core/jsone/operations.h"
#include "core/jsone/time.h"

namespace aictl::jsone {

namespace {

// The argument itself, so that it keeps its origin.
Value largest(const BuiltinCall& call) {
  return *std::ranges::max_element(call.arguments, {}, [](const Value& value) { return value.number(); });
}

Value smallest(const BuiltinCall& call) {
  return *std::ranges::min_element(call.arguments, {}, [](const Value& value) { return value.number(); });
}

Value squareRoot(const BuiltinCall& call) { return finite(call.site, std::sqrt(call[0].number()), "sqrt"); }

Value ceiling(const BuiltinCall& call) {
  if (call[0].isInteger()) return Value(call[0].integer(), call.origin());
  return finite(call.site, std::ceil(call[0].number()), "ceil");
}

Value floorOf(const BuiltinCall& call) {
  if (call[0].isInteger()) return Value(call[0].integer(), call.origin());
  return finite(call.site, std::floor(call[0].number()), "floor");
}

Value absolute(const BuiltinCall& call) {
  if (!call[0].isInteger()) return finite(call.site, std::abs(call[0].number()), "abs");
  return call[0].integer() < 0 ? subtract(0, call[0].integer(), call.origin())
                               : Value(call[0].integer(), call.origin());
}

Value range(const BuiltinCall& call) {
  const Value step = call.arguments.size() > 2 ? call[2] : Value(1);
  if (step.number() == 0) call.refuse();
  const double count = std::max(0.0, std::ceil((call[1].number() - call[0].number()) / step.number()));
  constexpr double most = 1e15;  // far beyond any bound, and exact
  call.interpreter().makeItems(static_cast<std::size_t>(std::min(count, most)));
  Value result = Value::list({}, call.origin());
  result.reserve(static_cast<std::size_t>(count));
  for (double i = 0; i < count; ++i) result.push(Value(call[0].number() + i * step.number(), call.origin()));
  return result;
}

Value length(const BuiltinCall& call) {
  if (call[0].isList()) return Value(call[0].size(), call.origin());
  call.interpreter().look(call[0].string().size());
  return Value(countCharacters(call[0].string()), call.origin());
}

Value fromNow(const BuiltinCall& call) {
  const Value* reference = call.arguments.size() > 1 && !call[1].string().empty()
                               ? &call[1]
                               : call.interpreter().findVariable("now");
  if (reference == nullptr || !reference->isString())
    call.fail("fromNow needs a reference time: `now` is not set here");
  try {
    return Value(timeFrom(reference->string(), call[0].string()), call.origin());
  } catch (const TimeFault& fault) {
    call.fail(fault.message);
  }
}

Value typeOf(const BuiltinCall& call) { return Value(name(call.interpreter().type(call[0])), call.origin()); }

Value defined(const BuiltinCall& call) {
  return Value(call.interpreter().defines(call[0].string()), call.origin());
}

using enum Builtin::Types;

constexpr std::array<Builtin, 20> builtins{{
    {.name = "abs", .parameters = {number}, .invoke = absolute},
    {.name = "ceil", .parameters = {number}, .invoke = ceiling},
    {.name = "defined", .parameters = {string}, .invoke = defined},
    {.name = "floor", .parameters = {number}, .invoke = floorOf},
    {.name = "fromNow", .rest = string, .fewest = 1, .invoke = fromNow},
    {.name = "join", .parameters = {array, string | number}, .invoke = join},
    {.name = "len", .parameters = {string | array}, .invoke = length},
    {.name = "lowercase", .parameters = {string}, .invoke = lowercaseOf},
    {.name = "lstrip", .parameters = {string}, .invoke = stripLeftOf},
    {.name = "max", .rest = number, .fewest = 1, .invoke = largest},
    {.name = "min", .rest = number, .fewest = 1, .invoke = smallest},
    {.name = "number", .parameters = {string}, .invoke = numberOf},
    {.name = "range",
     .parameters = {integer, integer, integer},
     .rest = number,
     .fewest = 2,
     .invoke = range},
    {.name = "rstrip", .parameters = {string}, .invoke = stripRightOf},
    {.name = "split", .parameters = {string, string | number}, .invoke = split},
    {.name = "sqrt", .parameters = {number}, .invoke = squareRoot},
    {.name = "str", .parameters = {string | number | boolean | null}, .invoke = textOf},
    {.name = "strip", .parameters = {string}, .invoke = strip},
    {.name = "typeof", .parameters = {any}, .invoke = typeOf},
    {.name = "uppercase", .parameters = {string}, .invoke = uppercaseOf},
}};

// The first built-in that begins with a letter; the rows are in the order of their names.
constexpr std::array<std::uint8_t, 26> firstBuiltins = [] {
  std::array<std::uint8_t, 26> table{};
  for (std::size_t i = builtins.size(); i > 0; --i) {
    table[static_cast<std::size_t>(builtins[i - 1].name[0] - 'a')] = static_cast<std::uint8_t>(i - 1);
  }
  return table;
}();

std::uint8_t typesOf(const Interpreter& interpreter, const Value& value) {
  switch (interpreter.type(value)) {
    case Type::null:
      return null;
    case Type::boolean:
      return boolean;
    case Type::number:
      return isWhole(value) ? number | integer : number;
    case Type::string:
      return string;
    case Type::array:
      return array;
    case Type::object:
      return object;
    case Type::function:
      break;
  }
  return function;
}

}  // namespace

const Builtin* findBuiltin(std::string_view name) {
  if (name.empty() || name[0] < 'a' || name[0] > 'z') return nullptr;
  for (std::size_t i = firstBuiltins[name[0] - 'a']; i < builtins.size(); ++i) {
    if (builtins[i].name[0] != name[0]) break;
    if (builtins[i].name == name) return &builtins[i];
  }
  return nullptr;
}

std::uint16_t number(const Builtin& builtin) {
  return static_cast<std::uint16_t>(&builtin - builtins.data());
}
const Builtin& builtin(std::uint16_t number) { return builtins[number]; }

bool isBuiltin(std::string_view name) { return findBuiltin(name) != nullptr; }

void BuiltinCall::fail(std::string message) const {
  interpreter().fail("BuiltinError", std::move(message), origin(),
                     site.expression.source.string().substr(0, site.offset));
}

void BuiltinCall::refuse(std::string_view detail) const {
  fail(fmt::format("invalid arguments to builtin: {}{}", name, detail));
}

Value callBuiltin(const Builtin& builtin, Site site, std::span<const Value> arguments) {
  const BuiltinCall call{site, arguments, builtin.name};
  const auto parameters =
      static_cast<std::size_t>(std::ranges::find(builtin.parameters, none) - builtin.parameters.begin());
  if (builtin.rest == none && arguments.size() != parameters) call.refuse();
  if (arguments.size() < builtin.fewest)
    call.refuse(fmt::format(": expected at least {} arguments", builtin.fewest));
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const auto allowed = i < parameters ? builtin.parameters[i] : builtin.rest;
    if ((typesOf(site.interpreter, arguments[i]) & allowed) == 0) call.refuse();
  }
  return builtin.invoke(call);
}

}  // namespace aictl::jsone
