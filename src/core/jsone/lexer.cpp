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

// Those that begin alike together, longer ones first.
constexpr std::array<Symbol, 23> symbols{{
    {"**", TokenKind::power},
    {"*", TokenKind::times},
    {">=", TokenKind::greaterOrEqual},
    {">", TokenKind::greater},
    {"<=", TokenKind::lessOrEqual},
    {"<", TokenKind::less},
    {"==", TokenKind::equal},
    {"!=", TokenKind::notEqual},
    {"!", TokenKind::negation},
    {"&&", TokenKind::conjunction},
    {"||", TokenKind::disjunction},
    {"+", TokenKind::plus},
    {"-", TokenKind::minus},
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
}};

constexpr std::array<Symbol, 4> words{{
    {"true", TokenKind::trueWord},
    {"false", TokenKind::falseWord},
    {"in", TokenKind::in},
    {"null", TokenKind::nullWord},
}};

/// What a token is that begins with a character.
enum class Begin : std::uint8_t { nothing, space, letter, digit, quote, symbol };

constexpr std::array<Begin, 256> begins = [] {
  std::array<Begin, 256> table{};
  const auto set = [&table](std::string_view characters, Begin begin) {
    for (const char c : characters) table[static_cast<unsigned char>(c)] = begin;
  };
  set(" \t\n\v\f\r", Begin::space);
  set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", Begin::letter);
  set("0123456789", Begin::digit);
  set("\"'", Begin::quote);
  for (const auto& symbol : symbols) set(symbol.text.substr(0, 1), Begin::symbol);
  for (std::size_t byte = 0x80; byte < table.size(); ++byte) table[byte] = Begin::space;  // perhaps
  return table;
}();

/// The first symbol that begins with a character.
constexpr std::array<std::uint8_t, 256> firstSymbols = [] {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = symbols.size(); i > 0; --i) {
    table[static_cast<unsigned char>(symbols[i - 1].text[0])] = static_cast<std::uint8_t>(i - 1);
  }
  return table;
}();

Begin begin(char c) { return begins[static_cast<unsigned char>(c)]; }
bool isDigit(char c) { return begin(c) == Begin::digit; }
bool goesOnWord(char c) { return begin(c) == Begin::letter || begin(c) == Begin::digit; }

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
  while (end < source_.size() && goesOnWord(source_[end])) ++end;
  const auto text = source_.substr(offset_, end - offset_);
  for (const auto& word : words) {
    if (text[0] == word.text[0] && text == word.text) return take(word.kind, text.size());
  }
  return take(TokenKind::identifier, text.size());
}

Token Lexer::takeSymbol() {
  const char first = source_[offset_];
  for (std::size_t i = firstSymbols[static_cast<unsigned char>(first)]; i < symbols.size(); ++i) {
    const auto& [text, kind] = symbols[i];
    if (text[0] != first) break;
    if (text.size() == 1 || source_.substr(offset_ + 1).starts_with(text[1])) return take(kind, text.size());
  }
  throw UnexpectedInput{offset_};
}

Token Lexer::takeString() {
  const auto end = source_.find(source_[offset_], offset_ + 1);
  if (end == std::string_view::npos) throw UnexpectedInput{offset_};
  return take(TokenKind::string, end + 1 - offset_);
}

Token Lexer::next() {
  while (offset_ < source_.size()) {
    switch (begin(source_[offset_])) {
      case Begin::letter:
        return takeWord();
      case Begin::digit:
        return takeNumber();
      case Begin::quote:
        return takeString();
      case Begin::symbol:
        return takeSymbol();
      case Begin::space: {
        const auto space = leadingSpace(source_.substr(offset_));
        if (space == 0) throw UnexpectedInput{offset_};
        offset_ += space;
        break;
      }
      case Begin::nothing:
        throw UnexpectedInput{offset_};
    }
  }
  return {TokenKind::end, {}, offset_};
}

}  // namespace aictl::jsone
