#pragma once

#include <initializer_list>
#include <string>

#include "core/base/value.h"
#include "core/jsone/interpreter.h"

/// What the operators of expressions do with values.
namespace aictl::jsone {

/// Where a computed value came from: the first operand from another file than the expression (from the spec
/// that a template is evaluated for, so that what is computed of `workers` stands there), else the
/// expression.
Origin cause(Origin expression, std::initializer_list<Origin> operands);

/// `+ - ! ` before an operand.
Value applyUnary(Site site, TokenKind operation, const Value& operand);
/// All between two operands but `&&`, `||` and `**`.
Value applyBinary(Site site, TokenKind operation, const Value& left, const Value& right);
Value applyPower(Site site, const Value& base, const Value& exponent);

/// A result that must be a finite number.
Value finite(Site site, double number, std::string_view operation);

/// `subject[index]` for lists and strings. What it gives stands in the list, or in `room`.
const Value& indexed(Site site, const Value& subject, const Value& index, Value& room);
/// `subject[left:right]` for lists and strings; null on the right is their end.
Value sliced(Site site, const Value& subject, const Value& left, const Value& right);

/// What interpolation makes of a value that is no list, map or function: null is "".
std::string interpolated(const Value& value);

}  // namespace aictl::jsone
