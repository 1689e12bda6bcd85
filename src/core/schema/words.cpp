#include "core/schema/words.h"

#include <fmt/format.h>

#include "core/schema/graph.h"

namespace aictl::schema {
namespace {

constexpr std::size_t longestText = 60;
constexpr std::size_t mostWords = 24;

std::string joined(std::span<const std::string> words, std::string_view last) {
  std::string text;
  const auto shown = words.size() > mostWords ? mostWords : words.size();
  for (std::size_t i = 0; i < shown; ++i) {
    if (i > 0) text.append(i + 1 == words.size() ? last : ", ");
    text += words[i];
  }
  if (shown < words.size()) text += fmt::format(" and {} more", words.size() - shown);
  return text;
}

}  // namespace

std::string quoted(std::string_view text) {
  std::string result = "'";
  const bool isLong = text.size() > longestText;
  if (isLong) {
    auto end = longestText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U)
      --end;  // a character stays whole
    text = text.substr(0, end);
  }
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < ' ') {
      result += c == '\n' ? "\\n" : c == '\t' ? "\\t" : "?";
    } else {
      result += c;
    }
  }
  return result + (isLong ? "…'" : "'");
}

std::string found(const Value& value) {
  return value.isString() ? "the string " + quoted(value.string()) : plain(value);
}

std::string plain(const Value& value) {
  if (value.isList()) return "a list";
  if (value.isMap()) return "a map";
  return value.isString() && value.string().empty() ? "''" : value.scalarText();
}

std::string either(std::span<const std::string> words) { return joined(words, " or "); }

std::string both(std::span<const std::string> words) { return joined(words, " and "); }

std::string listed(std::span<const std::string> words) { return joined(words, ", "); }

std::string kinds(std::uint8_t types) {
  constexpr std::array<std::pair<Value::Kind, std::string_view>, 7> names{{
      {Value::Kind::integer, "an integer"},
      {Value::Kind::number, "a number"},
      {Value::Kind::string, "a string"},
      {Value::Kind::boolean, "true or false"},
      {Value::Kind::list, "a list"},
      {Value::Kind::map, "a map"},
      {Value::Kind::null, "null"},
  }};
  if ((types & bit(Value::Kind::number)) != 0) types &= static_cast<std::uint8_t>(~bit(Value::Kind::integer));
  std::vector<std::string> words;
  for (const auto& [kind, word] : names) {
    if ((types & bit(kind)) != 0) words.emplace_back(word);
  }
  return either(words);
}

std::string didYouMean(const std::vector<std::string>& words) {
  std::vector<std::string> meant;
  for (const auto& word : words) {
    if (!word.empty()) meant.push_back("'" + word + "'");
  }
  return meant.empty() ? std::string() : "did you mean " + either(meant) + "?";
}

std::string count(std::size_t number, std::string_view what) {
  if (number == 1) return "1 " + std::string(what);
  const auto plural =
      what.ends_with('y') ? std::string(what.substr(0, what.size() - 1)) + "ies" : std::string(what) + "s";
  return (number == 0 ? "no" : std::to_string(number)) + " " + plural;
}

}  // namespace aictl::schema
