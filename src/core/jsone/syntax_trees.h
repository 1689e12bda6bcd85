#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "core/base/value.h"
#include "core/jsone/syntax.h"

namespace aictl::jsone {

/// The trees of all strings and keys inside the values that are expressions, but for single names and
/// constants, which are as quickly parsed. The form belongs to one build of the program, as SyntaxTrees
/// reads it.
std::string encodeTrees(std::span<const Value> values);

/// Expressions that were parsed ahead, found by their text.
class SyntaxTrees {
 public:
  /// Of bytes that encodeTrees wrote. They are trusted, and must stay as long as the program runs.
  explicit SyntaxTrees(std::string_view bytes);

  /// The string as an expression; none where it was not parsed ahead.
  std::optional<ParsedExpression> find(const Value& source) const;

 private:
  std::string_view slots_;  ///< by the hash of the text, where in the trees it stands
  std::string_view trees_;
};

/// Takes an expression from the trees, if there are any and it is among them, else parses it. Throws
/// SyntaxError.
ParsedExpression parseExpression(const Value& source, const SyntaxTrees* trees);

}  // namespace aictl::jsone
