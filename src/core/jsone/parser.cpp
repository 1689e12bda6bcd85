#include "core/jsone/parser.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "core/jsone/builtins.h"
#include "core/jsone/jsone.h"

namespace aictl::jsone {

namespace {

constexpr std::string_view operandTokens = "!, (, +, -, [, false, identifier, null, number, string, true, {";
constexpr std::string_view operatorTokens = "!=, &&, (, *, **, +, -, ., /, <, <=, ==, >, >=, [, in, ||";

// What stands between the quotes of a string.
std::string_view inside(std::string_view quoted) { return quoted.substr(1, quoted.size() - 2); }

using syntax::Index;
using syntax::none;
using Kind = syntax::Node::Kind;

// Parsing gives the index of a node; none where an operand is missing.
class Parser {
 public:
  Parser(const Value& source, std::size_t begin)
      : result_{source, {}, {}, none}, text_(result_.source.string()), begin_(begin), lexer_(text_, begin) {
    constexpr std::size_t many = 64;
    result_.nodes.reserve(std::min(text_.size() / 4 + 2, many));
    advance();
  }

  Index parse() { return expression(1); }
  const Token& token() const { return token_; }
  ParsedExpression take(Index root) {
    result_.root = root;
    return std::move(result_);
  }

  [[noreturn]] void failAt(std::size_t offset, std::string message) const {
    throw SyntaxError{std::move(message), offset};
  }
  [[noreturn]] void failExpecting(const Token& found, std::string_view expected) const {
    failAt(found.begin, fmt::format("Found: {} token, expected one of: {}", found.text, expected));
  }

  // An operand that is missing is told last: what stands behind it says more of what is wrong.
  void checkComplete() const {
    if (firstMissing_) failExpecting(*firstMissing_, operandTokens);
  }

 private:
  // Counts how deep the expression nests, since parsing it does too.
  class Nesting {
   public:
    explicit Nesting(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > Limits{}.depth) {
        parser_.failAt(parser_.token_.begin,
                       fmt::format("the expression nests more than {} deep", Limits{}.depth));
      }
    }
    ~Nesting() { --parser_.depth_; }
    Nesting(const Nesting&) = delete;
    Nesting& operator=(const Nesting&) = delete;

   private:
    Parser& parser_;
  };

  void advance() {
    try {
      token_ = lexer_.next();
    } catch (const UnexpectedInput& fault) {
      failAt(fault.offset, fmt::format("Unexpected input for '{}' at '{}'", text_.substr(begin_),
                                       text_.substr(fault.offset)));
    }
  }

  void expectMore() const {
    if (token_.kind == TokenKind::end) failAt(token_.begin, "Unexpected end of input");
  }

  Token take() {
    expectMore();
    const Token taken = token_;
    advance();
    return taken;
  }

  Token take(TokenKind kind) {
    expectMore();
    if (token_.kind != kind) failExpecting(token_, name(kind));
    return take();
  }

  bool at(TokenKind kind) const { return token_.kind == kind; }

  Index add(Kind kind, const Token& token, Index first = none) {
    result_.nodes.push_back(
        {.kind = kind, .offset = static_cast<std::uint32_t>(token.begin), .first = first});
    return static_cast<Index>(result_.nodes.size() - 1);
  }

  Index addNamed(Kind kind, const Token& at, const Token& name) {
    const Index index = add(kind, at);
    node(index).textBegin = static_cast<std::uint32_t>(name.begin);
    node(index).textSize = static_cast<std::uint32_t>(name.text.size());
    return index;
  }

  syntax::Node& node(Index index) { return result_.nodes[index]; }

  // The children of a node, as they are found.
  struct Children {
    Index first = none;
    Index last = none;
    std::uint32_t count = 0;
  };
  void append(Children& children, Index child) {
    if (child == none) return;  // told in the end
    if (children.last == none) {
      children.first = child;
    } else {
      node(children.last).next = child;
    }
    children.last = child;
    ++children.count;
  }
  void setChildren(Index parent, const Children& children) {
    node(parent).first = children.first;
    node(parent).count = children.count;
  }

  Index noteMissing(Index parsed) {
    if (parsed == none && !firstMissing_) firstMissing_ = token_;
    return parsed;
  }

  void require(Index parsed) const {
    if (parsed == none) failExpecting(token_, operandTokens);
  }

  Index expression(int lowest) {
    const Nesting nesting(*this);
    Index left = power();
    for (int level = precedence(token_.kind); level >= lowest; level = precedence(token_.kind)) {
      const Token first = token_;
      Children parts;
      append(parts, noteMissing(left));
      while (precedence(token_.kind) == level) {
        const Token operation = take();
        const Index right = noteMissing(expression(level + 1));
        const Index step = add(Kind::step, operation, right);
        node(step).operation = operation.kind;
        append(parts, step);
      }
      left = add(Kind::binary, first, parts.first);
    }
    return left;
  }

  Index power() {
    const Index base = access();
    if (!at(TokenKind::power)) return base;
    const Token token = token_;
    Children operands;
    append(operands, noteMissing(base));
    take();
    const Nesting nesting(*this);
    append(operands, noteMissing(power()));
    return add(Kind::power, token, operands.first);
  }

  Index access() {
    const Index subject = unit();
    if (!at(TokenKind::dot) && !at(TokenKind::leftBracket) && !at(TokenKind::leftParenthesis)) return subject;
    const Token first = token_;
    Children parts;
    append(parts, noteMissing(subject));
    while (true) {
      if (at(TokenKind::dot)) {
        const Token token = take();
        append(parts, addNamed(Kind::property, token, take(TokenKind::identifier)));
      } else if (at(TokenKind::leftBracket)) {
        append(parts, brackets());
      } else if (at(TokenKind::leftParenthesis)) {
        append(parts, call());
      } else {
        return add(Kind::access, first, parts.first);
      }
    }
  }

  Index brackets() {
    const Index result = add(Kind::index, take(TokenKind::leftBracket));
    expectMore();
    if (at(TokenKind::rightBracket)) failExpecting(token_, operandTokens);
    Children ends;
    append(ends, at(TokenKind::colon) ? add(Kind::missing, token_) : noteMissing(parse()));
    expectMore();
    if (at(TokenKind::colon)) {
      take();
      expectMore();
      node(result).kind = Kind::slice;
      Index end = add(Kind::missing, token_);
      if (!at(TokenKind::rightBracket)) {
        end = parse();
        if (!at(TokenKind::rightBracket)) require(end);
      }
      append(ends, end);
    }
    take(TokenKind::rightBracket);
    setChildren(result, ends);
    return result;
  }

  Index call() {
    const Index result = add(Kind::call, take(TokenKind::leftParenthesis));
    expectMore();
    if (!at(TokenKind::rightParenthesis)) setChildren(result, items());
    take(TokenKind::rightParenthesis);
    return result;
  }

  Children items() {
    Children result;
    Index item = parse();
    while (at(TokenKind::comma)) {
      require(item);
      append(result, item);
      take();
      item = parse();
    }
    append(result, noteMissing(item));
    return result;
  }

  // Missing where no operand begins.
  Index unit() {
    expectMore();
    switch (token_.kind) {
      case TokenKind::plus:
      case TokenKind::minus:
      case TokenKind::negation:
        return unary();
      case TokenKind::number:
      case TokenKind::string:
      case TokenKind::trueWord:
      case TokenKind::falseWord:
      case TokenKind::nullWord:
        return constant();
      case TokenKind::identifier: {
        const Token token = take();
        const Index name = addNamed(Kind::name, token, token);
        if (const Builtin* known = findBuiltin(token.text)) node(name).builtin = number(*known);
        return name;
      }
      case TokenKind::leftParenthesis:
        return parenthesized();
      case TokenKind::leftBracket:
        return list();
      case TokenKind::leftBrace:
        return map();
      default:
        return none;
    }
  }

  Index unary() {
    const Nesting nesting(*this);
    const Token token = take();
    const Index result = add(Kind::unary, token, noteMissing(unit()));
    node(result).operation = token.kind;
    return result;
  }

  Index constant() { return addConstant(Kind::constant, take()); }

  Index addConstant(Kind kind, const Token& token) {
    auto value = constantOf(token.kind, token.text, result_.source.origin(),
                            [](std::string_view string, Origin origin) { return Value(string, origin); });
    if (!value) failAt(token.begin, fmt::format("the number {} is out of range", token.text));
    const Index result = addNamed(kind, token, token);
    node(result).operation = token.kind;
    node(result).constant = static_cast<std::uint32_t>(result_.constants.size());
    result_.constants.push_back(std::move(*value));
    return result;
  }

  Index parenthesized() {
    take();
    const Index inner = parse();
    require(inner);
    take(TokenKind::rightParenthesis);
    return inner;
  }

  Index list() {
    const Index result = add(Kind::list, take());
    expectMore();
    if (!at(TokenKind::rightBracket)) setChildren(result, items());
    take(TokenKind::rightBracket);
    return result;
  }

  Index map() {
    const Index result = add(Kind::map, take());
    Children entries;
    Value known = Value::map();  // the entries by their keys
    while (at(TokenKind::string) || at(TokenKind::identifier)) {
      const Token key = take();
      take(TokenKind::colon);
      const Index value = parse();
      require(value);
      const auto keyText = key.kind == TokenKind::string ? inside(key.text) : key.text;
      if (const Value* entry = known.find(keyText)) {
        node(static_cast<Index>(entry->integer())).first = value;
      } else {
        const Index added = addConstant(Kind::entry, key);
        node(added).first = value;
        append(entries, added);
        known.append(result_.constants.back(), Value(added));
      }
      if (at(TokenKind::rightBrace)) break;
      take(TokenKind::comma);
    }
    take(TokenKind::rightBrace);
    setChildren(result, entries);
    return result;
  }

  ParsedExpression result_;
  std::string_view text_;
  std::size_t begin_;
  Lexer lexer_;
  Token token_;
  std::optional<Token> firstMissing_;
  std::size_t depth_ = 0;
};

}  // namespace

std::optional<Value> constantOf(TokenKind kind, std::string_view text, Origin origin,
                                Value (*makeString)(std::string_view, Origin)) {
  switch (kind) {
    case TokenKind::trueWord:
      return Value(true, origin);
    case TokenKind::falseWord:
      return Value(false, origin);
    case TokenKind::nullWord:
      return Value(nullptr, origin);
    case TokenKind::string:
      return makeString(inside(text), origin);
    case TokenKind::identifier:
      return makeString(text, origin);
    default:
      break;
  }
  const char* end = text.data() + text.size();
  std::int64_t integer = 0;
  if (const auto read = std::from_chars(text.data(), end, integer); read.ec == std::errc{} && read.ptr == end)
    return Value(integer, origin);
  double number = 0;
  if (std::from_chars(text.data(), end, number).ec != std::errc{}) return std::nullopt;
  return Value(number, origin);
}

ParsedExpression parseExpression(const Value& source) {
  Parser parser(source, 0);
  const Index root = parser.parse();
  if (parser.token().kind != TokenKind::end) parser.failExpecting(parser.token(), operatorTokens);
  parser.checkComplete();
  if (root == none) parser.failExpecting(parser.token(), operandTokens);
  return parser.take(root);
}

Interpolation parseInterpolation(const Value& source, std::size_t begin) {
  Parser parser(source, begin);
  const Index root = parser.parse();
  const Token next = parser.token();
  if (next.kind == TokenKind::end) parser.failAt(next.begin, "unterminated ${..} expression");
  if (next.kind != TokenKind::rightBrace) parser.failExpecting(next, operatorTokens);
  parser.checkComplete();
  if (root == none) parser.failExpecting(next, operandTokens);
  return {parser.take(root), next.begin + 1};
}

}  // namespace aictl::jsone
