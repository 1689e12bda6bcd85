#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/jsone/syntax.h"

namespace aictl::jsone {

/// One `${…}` of a string, with what stands before it.
struct TextPart {
  std::string literal;
  ParsedExpression expression;
  std::size_t begin = 0;  ///< of the expression, behind `${`
  std::size_t end = 0;    ///< behind its closing brace
};

/// A string with `${…}` in it. It is parsed part by part as evaluation comes to them: a fault behind a part
/// that cannot be evaluated is not told.
class Text {
 public:
  explicit Text(Value source) : source_(std::move(source)) {}

  /// Whether a string has anything to evaluate or to unescape.
  static bool needed(std::string_view string) { return string.find("${") != std::string_view::npos; }

  const Value& source() const { return source_; }

  /// The part, nullptr behind the last one. Throws SyntaxError.
  const TextPart* part(std::size_t index) const;
  /// What stands behind the last part; good when part() gave nullptr.
  const std::string& tail() const { return tail_; }

 private:
  Value source_;
  mutable std::vector<TextPart> parts_;
  mutable std::string tail_;
  mutable std::size_t parsed_ = 0;
  mutable bool complete_ = false;
};

}  // namespace aictl::jsone
