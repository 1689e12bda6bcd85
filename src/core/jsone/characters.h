#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Strings counted by Unicode code points, as JSON-e does. The texts are UTF-8; a byte that is no part of
/// well-formed UTF-8 counts as a character of its own.
namespace aictl::jsone {

/// How many characters the text has.
std::size_t countCharacters(std::string_view text);

/// The characters from number `first` (from 0) up to, and without, number `last`.
std::string_view characters(std::string_view text, std::size_t first, std::size_t last);

/// How many bytes the first character has; the text is not empty.
std::size_t firstCharacterSize(std::string_view text);

/// How many bytes the white space at the beginning has (white space as JavaScript has it, so with U+00A0,
/// U+FEFF and the others of Unicode).
std::size_t leadingSpace(std::string_view text);

/// The text without white space at its beginning or its end.
std::string_view stripLeft(std::string_view text);
std::string_view stripRight(std::string_view text);

/// Unicode's simple case mappings: a character becomes one other, so `ß` stays in upper case.
std::string lowercase(std::string_view text);
std::string uppercase(std::string_view text);

}  // namespace aictl::jsone
