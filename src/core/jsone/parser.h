#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "core/jsone/syntax.h"

namespace aictl::jsone {

/// Why an expression could not be parsed.
struct SyntaxError {
  std::string message;     ///< as the specification has it
  std::size_t offset = 0;  ///< in bytes of the source
};

/// The value of a constant or of a map's key; `makeString` makes strings, whose quotes are taken off. None
/// where a number is out of range.
std::optional<Value> constantOf(TokenKind kind, std::string_view text, Origin origin,
                                Value (*makeString)(std::string_view, Origin));

/// Parses a string that is an expression as a whole. Throws SyntaxError.
ParsedExpression parseExpression(const Value& source);

struct Interpolation {
  ParsedExpression expression;
  std::size_t end = 0;  ///< behind the closing brace
};

/// Parses the expression that begins at `begin`, behind `${`, and ends before `}`. Throws SyntaxError.
Interpolation parseInterpolation(const Value& source, std::size_t begin);

}  // namespace aictl::jsone
