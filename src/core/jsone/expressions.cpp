// How expressions are evaluated. A value that stands somewhere already is used where it stands.
#include <fmt/format.h>

#include <utility>

#include "core/jsone/interpreter.h"
#include "core/jsone/level.h"
#include "core/jsone/operations.h"

namespace aictl::jsone {

void Site::fail(std::string message) const {
  interpreter.fail("InterpreterError", std::move(message), origin(),
                   expression.source.string().substr(0, offset));
}

Value Interpreter::evaluate(const ParsedExpression& in, const syntax::Node& node) {
  Value room;
  const Value& value = reach(in, node, room);
  if (&value == &room) return room;
  return value;
}

const Value& Interpreter::reach(const ParsedExpression& in, const syntax::Node& node, Value& room) {
  using Kind = syntax::Node::Kind;
  const Level level(*this, in.source.origin());
  const Site site{*this, in, node.offset};
  switch (node.kind) {
    case Kind::constant:
      return in.constant(node);
    case Kind::name:
      return reachName(site, node, room);
    case Kind::list:
      return reachList(site, node, room);
    case Kind::map:
      return reachMap(site, node, room);
    case Kind::unary:
      return reachUnary(site, node, room);
    case Kind::binary:
      return reachBinary(site, node, room);
    case Kind::power:
      return reachPower(site, node, room);
    case Kind::access:
      return reachAccess(site, node, room);
    default:
      break;  // others stand inside of these
  }
  return room = Value(nullptr, site.origin());
}

const Value& Interpreter::reachName(Site site, const syntax::Node& name, Value& room) {
  if (const Value* variable = findVariable(site.expression.text(name))) return *variable;
  Callable function;
  return room = boxed(calledByName(site, name, function), site.origin());
}

const Value& Interpreter::reachList(Site site, const syntax::Node& list, Value& room) {
  const auto& in = site.expression;
  makeItems(list.count);
  Value result = Value::list({}, site.origin());
  result.reserve(list.count);
  for (auto i = list.first; i != syntax::none; i = in[i].next) result.push(evaluate(in, in[i]));
  return room = std::move(result);
}

const Value& Interpreter::reachMap(Site site, const syntax::Node& map, Value& room) {
  const auto& in = site.expression;
  makeItems(2 * std::size_t{map.count});
  Value result = Value::map({}, site.origin());
  result.reserve(map.count);
  for (auto i = map.first; i != syntax::none; i = in[i].next) {
    result.append(in.constant(in[i]), evaluate(in, in[in[i].first]));
  }
  return room = std::move(result);
}

const Value& Interpreter::reachUnary(Site site, const syntax::Node& unary, Value& room) {
  const Value& operand = reach(site.expression, site.expression[unary.first], room);
  return room = applyUnary(site, unary.operation, operand);
}

const Value& Interpreter::reachBinary(Site site, const syntax::Node& binary, Value& room) {
  const auto& in = site.expression;
  const Value* left = &reach(in, in[binary.first], room);
  for (auto i = in [binary.first].next; i != syntax::none; i = in[i].next) {
    const auto& step = in[i];
    const auto& operand = in[step.first];
    Value rightRoom;
    Value result;
    if (step.operation == TokenKind::conjunction || step.operation == TokenKind::disjunction) {
      bool holds = truthy(*left);
      if (holds == (step.operation == TokenKind::conjunction)) {
        holds = truthy(reach(in, operand, rightRoom));
      }
      result = Value(holds, site.origin());
    } else {
      const Value& right = reach(in, operand, rightRoom);
      result = applyBinary({*this, in, step.offset}, step.operation, *left, right);
    }
    room = std::move(result);
    left = &room;
  }
  return *left;
}

// The exponent comes first, as in the reference implementation: its faults are told first.
const Value& Interpreter::reachPower(Site site, const syntax::Node& power, Value& room) {
  const auto& in = site.expression;
  const auto& baseNode = in[power.first];
  Value exponentRoom;
  const Value& exponent = reach(in, in[baseNode.next], exponentRoom);
  const Value& base = reach(in, baseNode, room);
  return room = applyPower(site, base, exponent);
}

const Value& Interpreter::reachAccess(Site site, const syntax::Node& access, Value& room) {
  const auto& in = site.expression;
  const auto& subjectNode = in[access.first];
  auto i = subjectNode.next;
  const Value* subject = nullptr;
  if (subjectNode.kind == syntax::Node::Kind::name && in[i].kind == syntax::Node::Kind::call) {
    const Site at{*this, in, subjectNode.offset};
    Callable function;
    const Callable& called = calledByName(at, subjectNode, function);
    room = call(at, called, in[i]);
    subject = &room;
    i = in[i].next;
  } else {
    subject = &reach(in, subjectNode, room);
  }
  for (; i != syntax::none; i = in[i].next) {
    subject = &reachStep({*this, in, in[i].offset}, in[i], *subject, room);
  }
  return *subject;
}

const Value& Interpreter::reachStep(Site site, const syntax::Node& step, const Value& subject, Value& room) {
  using Kind = syntax::Node::Kind;
  if (step.kind == Kind::property) {
    if (!subject.isMap()) site.fail("infix: . expects objects");
    const auto name = site.expression.text(step);
    if (const Value* found = subject.find(name)) return *found;
    site.fail(fmt::format("object has no property \"{}\"", name));
  }
  if (step.kind == Kind::call) return room = call(site, callable(site, subject), step);
  const auto& in = site.expression;
  const bool isSlice = step.kind == Kind::slice;
  const auto& leftNode = in[step.first];
  Value leftRoom(0);
  const Value& left = leftNode.kind == Kind::missing ? leftRoom : reach(in, leftNode, leftRoom);
  Value rightRoom;
  const bool hasRight = isSlice && in[leftNode.next].kind != Kind::missing;
  const Value& right = hasRight ? reach(in, in[leftNode.next], rightRoom) : rightRoom;
  if (subject.isMap()) {
    if (!left.isString()) site.fail("object keys must be strings");
    if (const Value* found = subject.find(left.string())) return *found;
    return room = Value(nullptr, site.origin());
  }
  if (!subject.isList() && !subject.isString()) site.fail("infix: \"[..]\" expects object, array, or string");
  if (isSlice) return room = sliced(site, subject, left, right);
  return indexed(site, subject, left, room);
}

}  // namespace aictl::jsone
