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

// Of operators that associate to the left, from 1; 0 for all other tokens.
int precedence(TokenKind kind) {
  switch (kind) {
    case TokenKind::disjunction:
      return 1;
    case TokenKind::conjunction:
      return 2;
    case TokenKind::in:
      return 3;
    case TokenKind::equal:
    case TokenKind::notEqual:
      return 4;
    case TokenKind::less:
    case TokenKind::greater:
    case TokenKind::lessOrEqual:
    case TokenKind::greaterOrEqual:
      return 5;
    case TokenKind::plus:
    case TokenKind::minus:
      return 6;
    case TokenKind::times:
    case TokenKind::divide:
      return 7;
    default:
      return 0;
  }
}

class Parser {
 public:
  Parser(const Value& source, std::size_t begin)
      : source_(source), text_(source.string()), begin_(begin), lexer_(text_, begin) {
    advance();
  }

  syntax::Node parse() { return expression(1); }
  const Token& token() const { return token_; }

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

  syntax::Node node(const Token& token, auto content) const {
    return {static_cast<std::uint32_t>(token.begin), std::move(content)};
  }

  std::unique_ptr<syntax::Node> operand(syntax::Node parsed) {
    if (parsed.missing() && !firstMissing_) firstMissing_ = token_;
    return std::make_unique<syntax::Node>(std::move(parsed));
  }

  void require(const syntax::Node& parsed) const {
    if (parsed.missing()) failExpecting(token_, operandTokens);
  }

  syntax::Node expression(int lowest) {
    const Nesting nesting(*this);
    syntax::Node left = power();
    for (int level = precedence(token_.kind); level >= lowest; level = precedence(token_.kind)) {
      const Token first = token_;
      syntax::Binary chain{operand(std::move(left)), {}};
      while (precedence(token_.kind) == level) {
        const Token operation = take();
        syntax::Node right = expression(level + 1);
        chain.steps.push_back(
            {operation.kind, static_cast<std::uint32_t>(operation.begin), operand(std::move(right))});
      }
      left = node(first, std::move(chain));
    }
    return left;
  }

  syntax::Node power() {
    syntax::Node base = access();
    if (!at(TokenKind::power)) return base;
    const Token token = token_;
    auto left = operand(std::move(base));
    take();
    const Nesting nesting(*this);
    auto right = operand(power());
    return node(token, syntax::Power{std::move(left), std::move(right)});
  }

  syntax::Node access() {
    syntax::Node subject = unit();
    if (!at(TokenKind::dot) && !at(TokenKind::leftBracket) && !at(TokenKind::leftParenthesis)) return subject;
    const Token first = token_;
    syntax::Access chain{operand(std::move(subject)), {}};
    while (true) {
      if (at(TokenKind::dot)) {
        const Token token = take();
        chain.steps.push_back(step(syntax::AccessStep::Kind::property, token));
        chain.steps.back().property = take(TokenKind::identifier).text;
      } else if (at(TokenKind::leftBracket)) {
        chain.steps.push_back(brackets());
      } else if (at(TokenKind::leftParenthesis)) {
        chain.steps.push_back(call());
      } else {
        return node(first, std::move(chain));
      }
    }
  }

  static syntax::AccessStep step(syntax::AccessStep::Kind kind, const Token& token) {
    return {kind, static_cast<std::uint32_t>(token.begin), {}, {}};
  }

  syntax::AccessStep brackets() {
    auto result = step(syntax::AccessStep::Kind::index, take(TokenKind::leftBracket));
    expectMore();
    if (at(TokenKind::rightBracket)) failExpecting(token_, operandTokens);
    result.operands.emplace_back();
    if (!at(TokenKind::colon)) {
      result.operands[0] = parse();
      noteMissing(result.operands[0]);
    }
    expectMore();
    if (at(TokenKind::colon)) {
      take();
      expectMore();
      result.kind = syntax::AccessStep::Kind::slice;
      result.operands.emplace_back();
      if (!at(TokenKind::rightBracket)) {
        result.operands[1] = parse();
        if (!at(TokenKind::rightBracket)) require(result.operands[1]);
      }
    }
    take(TokenKind::rightBracket);
    return result;
  }

  syntax::AccessStep call() {
    auto result = step(syntax::AccessStep::Kind::call, take(TokenKind::leftParenthesis));
    expectMore();
    if (!at(TokenKind::rightParenthesis)) result.operands = items();
    take(TokenKind::rightParenthesis);
    return result;
  }

  std::vector<syntax::Node> items() {
    std::vector<syntax::Node> result;
    result.push_back(parse());
    while (at(TokenKind::comma)) {
      require(result.back());
      take();
      result.push_back(parse());
    }
    noteMissing(result.back());
    return result;
  }

  void noteMissing(const syntax::Node& parsed) {
    if (parsed.missing() && !firstMissing_) firstMissing_ = token_;
  }

  // Missing where no operand begins.
  syntax::Node unit() {
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
        return node(token, syntax::Name{std::string(token.text), findBuiltin(token.text)});
      }
      case TokenKind::leftParenthesis:
        return parenthesized();
      case TokenKind::leftBracket:
        return list();
      case TokenKind::leftBrace:
        return map();
      default:
        return {static_cast<std::uint32_t>(token_.begin), {}};
    }
  }

  syntax::Node unary() {
    const Nesting nesting(*this);
    const Token token = take();
    return node(token, syntax::Unary{token.kind, operand(unit())});
  }

  syntax::Node constant() {
    const Token token = take();
    return node(token, syntax::Constant{constantValue(token)});
  }

  Value constantValue(const Token& token) const {
    const Origin origin = source_.origin();
    switch (token.kind) {
      case TokenKind::trueWord:
        return Value(true, origin);
      case TokenKind::falseWord:
        return Value(false, origin);
      case TokenKind::nullWord:
        return Value(nullptr, origin);
      case TokenKind::string:
        return Value(token.text.substr(1, token.text.size() - 2), origin);
      default:
        break;
    }
    const char* end = token.text.data() + token.text.size();
    std::int64_t integer = 0;
    if (const auto read = std::from_chars(token.text.data(), end, integer);
        read.ec == std::errc{} && read.ptr == end) {
      return Value(integer, origin);
    }
    double number = 0;
    if (std::from_chars(token.text.data(), end, number).ec != std::errc{}) {
      failAt(token.begin, fmt::format("the number {} is out of range", token.text));
    }
    return Value(number, origin);
  }

  syntax::Node parenthesized() {
    take();
    syntax::Node inner = parse();
    require(inner);
    take(TokenKind::rightParenthesis);
    return inner;
  }

  syntax::Node list() {
    const Token token = take();
    expectMore();
    syntax::List result;
    if (!at(TokenKind::rightBracket)) result.items = items();
    take(TokenKind::rightBracket);
    return node(token, std::move(result));
  }

  syntax::Node map() {
    const Token token = take();
    syntax::Map result;
    Value positions = Value::map();  // of the keys, in `result`
    while (at(TokenKind::string) || at(TokenKind::identifier)) {
      const Token key = take();
      take(TokenKind::colon);
      syntax::Node value = parse();
      require(value);
      const Value keyText =
          key.kind == TokenKind::string ? constantValue(key) : Value(key.text, source_.origin());
      if (const Value* known = positions.find(keyText.string())) {
        result.entries[static_cast<std::size_t>(known->integer())].second = std::move(value);
      } else {
        positions.set(keyText, Value(result.entries.size()));
        result.entries.emplace_back(keyText, std::move(value));
      }
      if (at(TokenKind::rightBrace)) break;
      take(TokenKind::comma);
    }
    take(TokenKind::rightBrace);
    return node(token, std::move(result));
  }

  const Value& source_;
  std::string_view text_;
  std::size_t begin_;
  Lexer lexer_;
  Token token_;
  std::optional<Token> firstMissing_;
  std::size_t depth_ = 0;
};

}  // namespace

ParsedExpression parseExpression(const Value& source) {
  Parser parser(source, 0);
  syntax::Node root = parser.parse();
  if (parser.token().kind != TokenKind::end) parser.failExpecting(parser.token(), operatorTokens);
  parser.checkComplete();
  if (root.missing()) parser.failExpecting(parser.token(), operandTokens);
  return {source, std::move(root)};
}

Interpolation parseInterpolation(const Value& source, std::size_t begin) {
  Parser parser(source, begin);
  syntax::Node root = parser.parse();
  const Token& next = parser.token();
  if (next.kind == TokenKind::end) parser.failAt(next.begin, "unterminated ${..} expression");
  if (next.kind != TokenKind::rightBrace) parser.failExpecting(next, operatorTokens);
  parser.checkComplete();
  if (root.missing()) parser.failExpecting(next, operandTokens);
  return {{source, std::move(root)}, next.begin + 1};
}

}  // namespace aictl::jsone
