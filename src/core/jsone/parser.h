#pragma once

#include <cstddef>
#include <string>

#include "core/jsone/syntax.h"

namespace aictl::jsone {

/// Why an expression could not be parsed.
struct SyntaxError {
  std::string message;     ///< as the specification has it
  std::size_t offset = 0;  ///< in bytes of the source
};

/// Parses a string that is an expression as a whole. Throws SyntaxError.
ParsedExpression parseExpression(const Value& source);

struct Interpolation {
  ParsedExpression expression;
  std::size_t end = 0;  ///< behind the closing brace
};

/// Parses the expression that begins at `begin`, behind `${`, and ends before `}`. Throws SyntaxError.
Interpolation parseInterpolation(const Value& source, std::size_t begin);

}  // namespace aictl::jsone
