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
  const Level level(*this, in.source.origin());
  const Site site{*this, in, node.offset};
  return std::visit([&](const auto& content) -> const Value& { return reachContent(site, content, room); },
                    node.content);
}

const Value& Interpreter::reachContent(Site site, const std::monostate&, Value& room) {
  return room = Value(nullptr, site.origin());
}

const Value& Interpreter::reachContent(Site, const syntax::Constant& constant, Value&) {
  return constant.value;
}

const Value& Interpreter::reachContent(Site site, const syntax::Name& name, Value& room) {
  if (const Value* variable = findVariable(name.name)) return *variable;
  Callable function;
  return room = boxed(calledByName(site, name, function), site.origin());
}

const Value& Interpreter::reachContent(Site site, const syntax::List& list, Value& room) {
  makeItems(list.items.size());
  Value result = Value::list({}, site.origin());
  result.reserve(list.items.size());
  for (const auto& item : list.items) result.push(evaluate(site.expression, item));
  return room = std::move(result);
}

const Value& Interpreter::reachContent(Site site, const syntax::Map& map, Value& room) {
  makeItems(2 * map.entries.size());
  Value result = Value::map({}, site.origin());
  result.reserve(map.entries.size());
  for (const auto& [key, value] : map.entries) result.set(key, evaluate(site.expression, value));
  return room = std::move(result);
}

const Value& Interpreter::reachContent(Site site, const syntax::Unary& unary, Value& room) {
  const Value& operand = reach(site.expression, *unary.operand, room);
  return room = applyUnary(site, unary.operation, operand);
}

const Value& Interpreter::reachContent(Site site, const syntax::Binary& binary, Value& room) {
  const Value* left = &reach(site.expression, *binary.first, room);
  for (const auto& step : binary.steps) {
    const Site at{*this, site.expression, step.offset};
    Value rightRoom;
    Value result;
    if (step.operation == TokenKind::conjunction || step.operation == TokenKind::disjunction) {
      bool holds = truthy(*left);
      if (holds == (step.operation == TokenKind::conjunction)) {
        holds = truthy(reach(site.expression, *step.operand, rightRoom));
      }
      result = Value(holds, site.origin());
    } else {
      const Value& right = reach(site.expression, *step.operand, rightRoom);
      result = applyBinary(at, step.operation, *left, right);
    }
    room = std::move(result);
    left = &room;
  }
  return *left;
}

// The exponent comes first, as in the reference implementation: its faults are told first.
const Value& Interpreter::reachContent(Site site, const syntax::Power& power, Value& room) {
  Value exponentRoom;
  const Value& exponent = reach(site.expression, *power.exponent, exponentRoom);
  const Value& base = reach(site.expression, *power.base, room);
  return room = applyPower(site, base, exponent);
}

const Value& Interpreter::reachContent(Site site, const syntax::Access& access, Value& room) {
  const auto* name = std::get_if<syntax::Name>(&access.subject->content);
  const bool calledByItsName = name != nullptr && access.steps[0].kind == syntax::AccessStep::Kind::call;
  const Value* subject = nullptr;
  if (calledByItsName) {
    const Site at{*this, site.expression, access.subject->offset};
    Callable function;
    const Callable& called = calledByName(at, *name, function);
    room = call(at, called, access.steps[0].operands);
    subject = &room;
  } else {
    subject = &reach(site.expression, *access.subject, room);
  }
  for (std::size_t i = calledByItsName ? 1 : 0; i < access.steps.size(); ++i) {
    const auto& step = access.steps[i];
    subject = &reachStep({*this, site.expression, step.offset}, step, *subject, room);
  }
  return *subject;
}

const Value& Interpreter::reachStep(Site site, const syntax::AccessStep& step, const Value& subject,
                                    Value& room) {
  if (step.kind == syntax::AccessStep::Kind::property) {
    if (!subject.isMap()) site.fail("infix: . expects objects");
    if (const Value* found = subject.find(step.property)) return *found;
    site.fail(fmt::format("object has no property \"{}\"", step.property));
  }
  if (step.kind == syntax::AccessStep::Kind::call) {
    return room = call(site, callable(site, subject), step.operands);
  }
  const bool isSlice = step.kind == syntax::AccessStep::Kind::slice;
  Value leftRoom(0);
  const Value& left =
      step.operands[0].missing() ? leftRoom : reach(site.expression, step.operands[0], leftRoom);
  Value rightRoom;
  const bool hasRight = isSlice && !step.operands[1].missing();
  const Value& right = hasRight ? reach(site.expression, step.operands[1], rightRoom) : rightRoom;
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
