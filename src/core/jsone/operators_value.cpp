// Operators that give one value: $eval, $json, $fromNow, $let.
#include "core/jsone/canonical_json.h"
#include "core/jsone/identifier.h"
#include "core/jsone/interpreter.h"
#include "core/jsone/operators.h"
#include "core/jsone/time.h"

namespace aictl::jsone {

Rendered renderEval(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  if (!operation.argument.isString())
    interpreter.failTemplate(node, "$eval must be given a string expression");
  return interpreter.evaluate(operation.expression);
}

Rendered renderJson(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value value = interpreter.renderOperand(*operation.operand);
  if (interpreter.containsFunction(value)) {
    interpreter.failTemplate(node, "evaluated template contained uncalled functions");
  }
  return Value(canonicalJson(interpreter, value), node.source.origin());
}

Rendered renderFromNow(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const Value span = interpreter.renderOperand(*operation.operand);
  const auto& from = operation.properties[0];
  Value reference;
  if (from && truthy(from->source)) {
    reference = interpreter.renderOperand(*from);
  } else if (const Value* now = interpreter.findVariable("now")) {
    reference = *now;
  }
  if (!span.isString()) interpreter.failTemplate(node, "$fromNow expects a string");
  if (!reference.isString()) {
    interpreter.failTemplate(
        node, "$fromNow needs a reference time: `now` is not set here, and there is no text in `from`");
  }
  try {
    return Value(timeFrom(reference.string(), span.string()), node.source.origin());
  } catch (const TimeFault& fault) {
    interpreter.failTemplate(node, fault.message);
  }
}

Rendered renderLet(Interpreter& interpreter, const TemplateNode& node, const Operation& operation) {
  const auto requireMap = [&](const Value& value) {
    if (!value.isMap()) interpreter.failTemplate(node, "$let value must be an object");
  };
  requireMap(operation.argument);
  const Value values = interpreter.renderOperand(*operation.operand);
  requireMap(values);
  LocalVariables variables(interpreter, values.size());
  for (const Entry& entry : values.entries()) {
    if (!isIdentifier(entry.key.string())) {
      interpreter.fail("TemplateError", "top level keys of $let must follow /[a-zA-Z_][a-zA-Z0-9_]*/",
                       entry.key.origin());
    }
    variables.add(entry.key.string(), entry.value);
  }
  const auto& body = operation.properties[0];
  if (!body || body->source.isNull()) interpreter.failTemplate(node, "$let operator requires an `in` clause");
  return interpreter.render(*body);
}

}  // namespace aictl::jsone
