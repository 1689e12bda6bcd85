#include "core/jsone/lexer.h"

#include <array>
#include <utility>

#include "core/jsone/characters.h"

namespace aictl::jsone {

namespace {

struct Symbol {
  std::string_view text;
  TokenKind kind;
};

// Longer ones before those that they begin with.
constexpr std::array<Symbol, 23> symbols{{
    {"**", TokenKind::power},
    {">=", TokenKind::greaterOrEqual},
    {"<=", TokenKind::lessOrEqual},
    {"==", TokenKind::equal},
    {"!=", TokenKind::notEqual},
    {"&&", TokenKind::conjunction},
    {"||", TokenKind::disjunction},
    {"+", TokenKind::plus},
    {"-", TokenKind::minus},
    {"*", TokenKind::times},
    {"/", TokenKind::divide},
    {"[", TokenKind::leftBracket},
    {"]", TokenKind::rightBracket},
    {".", TokenKind::dot},
    {"(", TokenKind::leftParenthesis},
    {")", TokenKind::rightParenthesis},
    {"{", TokenKind::leftBrace},
    {"}", TokenKind::rightBrace},
    {":", TokenKind::colon},
    {",", TokenKind::comma},
    {"<", TokenKind::less},
    {">", TokenKind::greater},
    {"!", TokenKind::negation},
}};

constexpr std::array<Symbol, 4> words{{
    {"true", TokenKind::trueWord},
    {"false", TokenKind::falseWord},
    {"in", TokenKind::in},
    {"null", TokenKind::nullWord},
}};

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

}  // namespace

std::string_view name(TokenKind kind) {
  switch (kind) {
    case TokenKind::end:
      return "end";
    case TokenKind::number:
      return "number";
    case TokenKind::identifier:
      return "identifier";
    case TokenKind::string:
      return "string";
    default:
      break;
  }
  for (const auto& symbol : symbols) {
    if (symbol.kind == kind) return symbol.text;
  }
  for (const auto& word : words) {
    if (word.kind == kind) return word.text;
  }
  return {};
}

Token Lexer::take(TokenKind kind, std::size_t size) {
  const Token token{kind, source_.substr(offset_, size), offset_};
  offset_ += size;
  return token;
}

Token Lexer::takeNumber() {
  const auto digits = [this](std::size_t from) {
    while (from < source_.size() && isDigit(source_[from])) ++from;
    return from;
  };
  std::size_t end = digits(offset_);
  if (end + 1 < source_.size() && source_[end] == '.' && isDigit(source_[end + 1])) end = digits(end + 1);
  return take(TokenKind::number, end - offset_);
}

Token Lexer::takeWord() {
  std::size_t end = offset_;
  while (end < source_.size() && (isLetter(source_[end]) || isDigit(source_[end]))) ++end;
  const auto text = source_.substr(offset_, end - offset_);
  for (const auto& word : words) {
    if (text == word.text) return take(word.kind, text.size());
  }
  return take(TokenKind::identifier, text.size());
}

Token Lexer::takeString() {
  const auto end = source_.find(source_[offset_], offset_ + 1);
  if (end == std::string_view::npos) throw UnexpectedInput{offset_};
  return take(TokenKind::string, end + 1 - offset_);
}

Token Lexer::next() {
  offset_ += leadingSpace(source_.substr(offset_));
  if (offset_ == source_.size()) return {TokenKind::end, {}, offset_};
  const char c = source_[offset_];
  if (isLetter(c)) return takeWord();
  if (isDigit(c)) return takeNumber();
  if (c == '"' || c == '\'') return takeString();
  const auto rest = source_.substr(offset_);
  for (const auto& symbol : symbols) {
    if (rest.starts_with(symbol.text)) return take(symbol.kind, symbol.text.size());
  }
  throw UnexpectedInput{offset_};
}

}  // namespace aictl::jsone
