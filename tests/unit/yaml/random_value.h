#pragma once

#include <array>
#include <cmath>
#include <random>
#include <string>
#include <string_view>

#include "core/base/value.h"

/// Values as they come, for tests of what must hold for all: made from a seed, so that a failure can be
/// had again.
class RandomValues {
 public:
  explicit RandomValues(unsigned seed) : random_(seed) {}

  aictl::Value next(int depth = 0) {
    using aictl::Value;
    const bool leaf = depth > 4 || below(3) != 0;
    switch (leaf ? below(6) : 6 + below(2)) {
      case 0:
        return Value(nullptr);
      case 1:
        return Value(below(2) == 0);
      case 2:
        return Value(static_cast<std::int64_t>(random_()));
      case 3:
        return Value(std::ldexp(static_cast<double>(random_()), static_cast<int>(below(200)) - 100));
      case 4:
      case 5:
        return Value(text());
      case 6:
        return list(depth);
      default:
        return map(depth);
    }
  }

  /// Pieces that readers stumble on, put together.
  std::string text() {
    static constexpr auto pieces = std::to_array<std::string_view>(
        {"a",      "word",   " ",      "  ",
         "\n",     "\n\n",   "\t",     ":",
         ": ",     "#",      " #",     "-",
         "- ",     "---",    "...",    "?",
         "[",      "]",      "{",      "}",
         ",",      "&",      "*",      "!",
         "|",      ">",      "'",      "\"",
         "%",      "@",      "`",      "\\",
         "\\n",    "=",      "<<",     "~",
         "null",   "Null",   "true",   "False",
         "yes",    "No",     "ON",     "off",
         "y",      "N",      "0",      "012",
         "0x1f",   "0o17",   "0b1",    "1_000",
         "12:30",  "1e3",    ".5",     "1.",
         "+1",     "-1",     ".inf",   "-.INF",
         ".nan",   "2001-",  "01-0",   "1.50",
         "\r",     "\x01",   "\x7F",   "é",
         "漢",     "😀",      "\u0085", "\u2028",
         "\u00A0", "\uFEFF", "\uFFFE", "long text that goes on for a while, with words in it"});
    std::string result;
    for (std::size_t count = below(6); count > 0; --count) result += pieces.at(below(pieces.size()));
    return result;
  }

 private:
  std::size_t below(std::size_t bound) { return random_() % bound; }

  aictl::Value list(int depth) {
    auto list = aictl::Value::list();
    for (std::size_t count = below(4); count > 0; --count) list.push(next(depth + 1));
    return list;
  }

  aictl::Value map(int depth) {
    auto map = aictl::Value::map();
    for (std::size_t count = below(5); count > 0; --count) {
      std::string key = text();
      if (below(50) == 0) key.append(1100, 'k');
      map.set(aictl::Value(key), next(depth + 1));
    }
    return map;
  }

  std::mt19937_64 random_;
};
