#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/jsone/lexer.h"

namespace aictl::jsone {

/// The tree of an expression: nodes in one vector, each with the index of its first child and of its next
/// sibling. What associates to the left is one node with steps (`a + b - c`, `a.b[0](c)`), so that long
/// chains do not nest.
namespace syntax {

using Index = std::uint32_t;
constexpr Index none = ~Index{0};

struct Node {
  enum class Kind : std::uint8_t {
    missing,  ///< an end of a slice that is not there
    constant,
    name,
    list,    ///< its items
    map,     ///< its entries
    entry,   ///< a key, and the value as its child
    unary,   ///< its operand
    binary,  ///< the first operand, and steps
    step,    ///< an operation and its right operand
    power,   ///< base and exponent
    access,  ///< the subject, and steps of the next four kinds
    property,
    index,  ///< the index
    slice,  ///< both ends
    call    ///< the arguments
  };

  static constexpr std::uint16_t noBuiltin = ~std::uint16_t{0};

  Kind kind = Kind::missing;
  TokenKind operation = TokenKind::end;  ///< of a unary or step; what token a constant or key is
  std::uint16_t builtin = noBuiltin;     ///< the number of the one that has the name, where no scope hides it
  std::uint32_t offset = 0;              ///< of its operator or its first token, in bytes of the source
  Index first = none;
  Index next = none;
  std::uint32_t constant = 0;   ///< of a constant, or the key of an entry
  std::uint32_t count = 0;      ///< of the children of a list, map or call
  std::uint32_t textBegin = 0;  ///< of a name, property, constant or key, in bytes of the source
  std::uint32_t textSize = 0;
};

}  // namespace syntax

/// An expression and the string that it stands in.
struct ParsedExpression {
  Value source;
  std::vector<syntax::Node> nodes;
  std::vector<Value> constants;  ///< no key of a map twice
  syntax::Index root = syntax::none;

  const syntax::Node& operator[](syntax::Index index) const { return nodes[index]; }
  std::string_view text(const syntax::Node& node) const {
    return {source.string().data() + node.textBegin, node.textSize};
  }
  const Value& constant(const syntax::Node& node) const { return constants[node.constant]; }
};

}  // namespace aictl::jsone
