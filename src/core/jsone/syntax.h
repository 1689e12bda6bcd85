#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "core/base/value.h"
#include "core/jsone/lexer.h"

namespace aictl::jsone {

struct Builtin;

/// The tree of an expression. What associates to the left is one node with steps (`a + b - c`, `a.b[0](c)`),
/// so that long chains do not nest.
namespace syntax {

struct Node;

struct Constant {
  Value value;
};

struct Name {
  std::string name;
  const Builtin* builtin = nullptr;  ///< that has the name, where no scope hides it
};

struct List {
  std::vector<Node> items;
};

struct Map {
  std::vector<std::pair<Value, Node>> entries;  ///< no key twice
};

struct Unary {
  TokenKind operation;
  std::unique_ptr<Node> operand;
};

struct BinaryStep {
  TokenKind operation;
  std::uint32_t offset;
  std::unique_ptr<Node> operand;
};

struct Binary {
  std::unique_ptr<Node> first;
  std::vector<BinaryStep> steps;
};

struct Power {
  std::unique_ptr<Node> base;
  std::unique_ptr<Node> exponent;
};

struct AccessStep {
  enum class Kind : std::uint8_t { property, index, slice, call };
  Kind kind;
  std::uint32_t offset;
  std::string property;
  std::vector<Node> operands;  ///< the index; both ends of a slice, where one may be missing; the arguments
};

struct Access {
  std::unique_ptr<Node> subject;
  std::vector<AccessStep> steps;
};

/// A node without content stands where an operand is missing: for the end of a slice, and inside the parser.
struct Node {
  std::uint32_t offset = 0;  ///< of its operator or its first token, in bytes of the source
  std::variant<std::monostate, Constant, Name, List, Map, Unary, Binary, Power, Access> content;

  bool missing() const { return content.index() == 0; }
};

}  // namespace syntax

/// An expression and the string that it stands in.
struct ParsedExpression {
  Value source;
  syntax::Node root;
};

}  // namespace aictl::jsone
