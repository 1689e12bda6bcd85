#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace aictl::jsone {

/// The kinds of tokens of an expression.
enum class TokenKind : std::uint8_t {
  end,
  power,
  plus,
  minus,
  times,
  divide,
  leftBracket,
  rightBracket,
  dot,
  leftParenthesis,
  rightParenthesis,
  leftBrace,
  rightBrace,
  colon,
  comma,
  greaterOrEqual,
  lessOrEqual,
  less,
  greater,
  equal,
  notEqual,
  negation,
  conjunction,
  disjunction,
  trueWord,
  falseWord,
  in,
  nullWord,
  number,
  identifier,
  string
};

/// The name of a kind as error messages have it: the token itself, or `identifier`, `number`, `string`.
std::string_view name(TokenKind kind);

/// How strongly an operator that associates to the left binds, from 1; 0 for all other tokens.
constexpr int precedence(TokenKind kind) {
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

struct Token {
  TokenKind kind = TokenKind::end;
  std::string_view text;  ///< as it stands in the source; a string with its quotes
  std::size_t begin = 0;  ///< its place in the source, in bytes
};

/// What is not a token of the language.
struct UnexpectedInput {
  std::size_t offset = 0;
};

/// Gives the tokens of an expression one by one, so that what stands behind its end is never looked at.
class Lexer {
 public:
  /// `source` must outlive the lexer and its tokens.
  Lexer(std::string_view source, std::size_t begin) : source_(source), offset_(begin) {}

  /// The next token; of kind `end` behind the last one. Throws UnexpectedInput.
  Token next();

 private:
  Token take(TokenKind kind, std::size_t size);
  Token takeNumber();
  Token takeWord();
  Token takeString();
  Token takeSymbol();

  std::string_view source_;
  std::size_t offset_;
};

}  // namespace aictl::jsone
