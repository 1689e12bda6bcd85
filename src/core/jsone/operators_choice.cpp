// Operators that choose: $if, $match, $switch.
#include "core/jsone/interpreter.h"
#include "core/jsone/operators.h"

namespace aictl::jsone {

Rendered renderIf(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  if (!operation.argument.isString())
    interpreter.failTemplate(node, "$if can evaluate string expressions only");
  const bool holds = interpreter.holds(operation.expression);
  if (holds && node.source.find("$then") != nullptr) {
    interpreter.failTemplate(node, "$if Syntax error: $then: should be spelled then: (no $)");
  }
  const auto& branch = operation.properties[holds ? 0 : 1];
  return branch ? interpreter.render(*branch) : Rendered();
}

Rendered renderMatch(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  if (!operation.argument.isMap()) interpreter.failTemplate(node, "$match can evaluate objects only");
  Value result = Value::list({}, node.source.origin());
  for (const auto& branch : operation.branches) {
    if (!interpreter.holds(branch.condition)) continue;
    interpreter.makeItems(1);
    result.push(interpreter.renderOperand(branch.value));
  }
  return result;
}

Rendered renderSwitch(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  if (!operation.argument.isMap()) interpreter.failTemplate(node, "$switch can evaluate objects only");
  Rendered result;
  std::size_t holding = 0;
  for (const auto& branch : operation.branches) {
    if (!interpreter.holds(branch.condition)) continue;
    result = interpreter.render(branch.value);
    ++holding;
  }
  if (holding > 1) interpreter.failTemplate(node, "$switch can only have one truthy condition");
  if (holding == 0 && operation.otherwise) return interpreter.render(*operation.otherwise);
  return result;
}

}  // namespace aictl::jsone
