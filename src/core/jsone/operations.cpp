#include "core/jsone/operations.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>

#include "core/jsone/characters.h"
#include "core/jsone/level.h"
#include "core/jsone/number.h"

namespace aictl::jsone {

namespace {

bool areNumbers(Site site, const Value& left, const Value& right) {
  return site.interpreter.type(left) == Type::number && site.interpreter.type(right) == Type::number;
}

bool areStrings(const Value& left, const Value& right) { return left.isString() && right.isString(); }

Value plus(Site site, const Value& left, const Value& right) {
  if (areNumbers(site, left, right)) {
    if (left.isInteger() && right.isInteger()) return add(left.integer(), right.integer(), site.origin());
    return finite(site, left.number() + right.number(), "+");
  }
  if (!areStrings(left, right)) site.fail("infix: + expects numbers/strings + numbers/strings");
  site.interpreter.make(left.string().size() + right.string().size());
  std::string result;
  result.reserve(left.string().size() + right.string().size());
  return Value(result.append(left.string()).append(right.string()), site.origin());
}

Value minus(Site site, const Value& left, const Value& right) {
  if (left.isInteger() && right.isInteger()) return subtract(left.integer(), right.integer(), site.origin());
  return finite(site, left.number() - right.number(), "-");
}

Value times(Site site, const Value& left, const Value& right) {
  if (left.isInteger() && right.isInteger()) return multiply(left.integer(), right.integer(), site.origin());
  return finite(site, left.number() * right.number(), "*");
}

Value divided(Site site, const Value& left, const Value& right) {
  if (right.number() == 0) site.fail("division by zero");
  if (left.isInteger() && right.isInteger()) return divide(left.integer(), right.integer(), site.origin());
  return finite(site, left.number() / right.number(), "/");
}

void requireNumbers(Site site, TokenKind operation, const Value& left, const Value& right) {
  if (!areNumbers(site, left, right)) {
    site.fail(fmt::format("infix: {0} expects number {0} number", name(operation)));
  }
}

template <class T>
bool ordered(TokenKind operation, const T& left, const T& right) {
  switch (operation) {
    case TokenKind::less:
      return left < right;
    case TokenKind::greater:
      return left > right;
    case TokenKind::lessOrEqual:
      return left <= right;
    default:
      return left >= right;
  }
}

bool compared(Site site, TokenKind operation, const Value& left, const Value& right) {
  if (areNumbers(site, left, right)) {
    if (left.isInteger() && right.isInteger()) return ordered(operation, left.integer(), right.integer());
    return ordered(operation, left.number(), right.number());
  }
  if (!areStrings(left, right)) {
    site.fail(fmt::format("infix: {0} expects numbers/strings {0} numbers/strings", name(operation)));
  }
  site.interpreter.look(std::min(left.string().size(), right.string().size()));
  return ordered(operation, left.string(), right.string());
}

bool contained(Site site, const Value& item, const Value& in) {
  if (in.isMap()) {
    if (!item.isString()) site.fail("Infix: in-object expects string on left side");
    return in.find(item.string()) != nullptr;
  }
  if (in.isString()) {
    if (!item.isString()) site.fail("Infix: in-string expects string on left side");
    site.interpreter.look(in.string().size());
    return in.string().find(item.string()) != std::string_view::npos;
  }
  if (!in.isList()) site.fail("Infix: in expects Array, string, or object on right side");
  return std::ranges::any_of(in.items(),
                             [&](const Value& other) { return equal(site.interpreter, item, other); });
}

Value part(Site site, const Value& subject, std::size_t left, std::size_t right) {
  if (subject.isString()) {
    const auto text = characters(subject.string(), left, right);
    site.interpreter.make(text.size());
    return Value(text, site.origin());
  }
  site.interpreter.makeItems(right - left);
  Value result = Value::list({}, site.origin());
  result.reserve(right - left);
  for (const Value& item : subject.items().subspan(left, right - left)) result.push(item);
  return result;
}

double length(Site site, const Value& subject) {
  if (subject.isList()) return static_cast<double>(subject.size());
  site.interpreter.look(subject.string().size());
  return static_cast<double>(countCharacters(subject.string()));
}

// Negative ends count from behind; what lies before the beginning is the beginning.
double fromFront(double end, double size) { return end < 0 ? std::max(0.0, size + end) : end; }

bool equalLists(Interpreter& interpreter, const Value& a, const Value& b) {
  const Interpreter::Level level(interpreter);
  return std::ranges::equal(a.items(), b.items(),
                            [&](const Value& x, const Value& y) { return equal(interpreter, x, y); });
}

bool equalMaps(Interpreter& interpreter, const Value& a, const Value& b) {
  const Interpreter::Level level(interpreter);
  return a.size() == b.size() && std::ranges::all_of(a.entries(), [&](const Entry& entry) {
           const Value* other = b.find(entry.key.string());
           return other != nullptr && equal(interpreter, entry.value, *other);
         });
}

bool isWhole(double number) { return std::trunc(number) == number; }

}  // namespace

Origin cause(Origin expression, std::initializer_list<Origin> operands) {
  for (const Origin operand : operands) {
    if (operand.known() && operand.file != expression.file) return operand;
  }
  return expression;
}

Value finite(Site site, double number, std::string_view operation) {
  if (!std::isfinite(number)) site.fail(fmt::format("the result of {} is no finite number", operation));
  return Value(number, site.origin());
}

Value applyUnary(Site site, TokenKind operation, const Value& operand) {
  if (operation == TokenKind::negation) return Value(!truthy(operand), site.origin());
  if (site.interpreter.type(operand) != Type::number) {
    site.fail(fmt::format("unary {} expects number", name(operation)));
  }
  const Origin origin = cause(site.origin(), {operand.origin()});
  if (operation == TokenKind::minus) {
    return operand.isInteger() ? subtract(0, operand.integer(), origin) : Value(-operand.number(), origin);
  }
  return operand.isInteger() ? Value(operand.integer(), origin) : Value(operand.number(), origin);
}

Value applyBinary(Site site, TokenKind operation, const Value& left, const Value& right) {
  const auto caused = [&](Value result) {
    result.setOrigin(cause(site.origin(), {left.origin(), right.origin()}));
    return result;
  };
  switch (operation) {
    case TokenKind::plus:
      return caused(plus(site, left, right));
    case TokenKind::minus:
      requireNumbers(site, operation, left, right);
      return caused(minus(site, left, right));
    case TokenKind::times:
      requireNumbers(site, operation, left, right);
      return caused(times(site, left, right));
    case TokenKind::divide:
      requireNumbers(site, operation, left, right);
      return caused(divided(site, left, right));
    case TokenKind::equal:
      return Value(equal(site.interpreter, left, right), site.origin());
    case TokenKind::notEqual:
      return Value(!equal(site.interpreter, left, right), site.origin());
    case TokenKind::in:
      return Value(contained(site, left, right), site.origin());
    default:
      return Value(compared(site, operation, left, right), site.origin());
  }
}

Value applyPower(Site site, const Value& base, const Value& exponent) {
  requireNumbers(site, TokenKind::power, base, exponent);
  return finite(site, std::pow(base.number(), exponent.number()), "**")
      .withOrigin(cause(site.origin(), {base.origin(), exponent.origin()}));
}

const Value& indexed(Site site, const Value& subject, const Value& index, Value& room) {
  const double size = length(site, subject);
  const double at = index.isNumber() ? fromFront(index.number(), size) : 0.5;
  if (!isWhole(at)) site.fail("should only use integers to access arrays or strings");
  if (at >= size) site.fail("index out of bounds");
  const auto position = static_cast<std::size_t>(at);
  if (subject.isList()) return subject[position];
  return room = part(site, subject, position, position + 1);
}

Value sliced(Site site, const Value& subject, const Value& left, const Value& right) {
  const double size = length(site, subject);
  if (!left.isNumber() || !(right.isNumber() || right.isNull())) {
    site.fail("cannot perform interval access with non-integers");
  }
  const double end = right.isNull() ? size : fromFront(right.number(), size);
  const double begin = std::min(fromFront(left.number(), size), end);
  if (!isWhole(begin) || !isWhole(end)) site.fail("cannot perform interval access with non-integers");
  return part(site, subject, static_cast<std::size_t>(std::min(begin, size)),
              static_cast<std::size_t>(std::min(end, size)));
}

std::string interpolated(const Value& value) {
  if (value.isNull()) return {};
  return value.scalarText();
}

bool equal(Interpreter& interpreter, const Value& a, const Value& b) {
  interpreter.look(2 * sizeof(Value));
  const Type type = interpreter.type(a);
  if (type != interpreter.type(b)) return false;
  switch (type) {
    case Type::function:
      return std::bit_cast<std::uint64_t>(a.number()) == std::bit_cast<std::uint64_t>(b.number());
    case Type::string:
      interpreter.look(std::min(a.string().size(), b.string().size()));
      return a.string() == b.string();
    case Type::array:
      return equalLists(interpreter, a, b);
    case Type::object:
      return equalMaps(interpreter, a, b);
    default:
      return a == b;
  }
}

bool truthy(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return false;
    case Value::Kind::boolean:
      return value.boolean();
    case Value::Kind::integer:
      return value.integer() != 0;
    case Value::Kind::number:
      return value.number() != 0;
    case Value::Kind::string:
      return !value.string().empty();
    case Value::Kind::list:
    case Value::Kind::map:
      break;
  }
  return !value.empty();
}

}  // namespace aictl::jsone
