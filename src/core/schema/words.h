#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"

namespace aictl::schema {

/// The text in single quotes, cut where it is long, in one line.
std::string quoted(std::string_view text);

/// A value as a sentence has it: `the string 'four'`, `3`, `true`, `a list`, `null`.
std::string found(const Value& value);

/// The text of a scalar as an alternative in a sentence; `a list` and `a map` for the others.
std::string plain(const Value& value);

/// `a`, `a or b`, `a, b or c`; of a long list its beginning, and how many more there are.
std::string either(std::span<const std::string> words);
/// The same with `and`, and with nothing but commas.
std::string both(std::span<const std::string> words);
std::string listed(std::span<const std::string> words);

/// What values of these kinds (Node::types) are called: `an integer`, `a string or a list`.
std::string kinds(std::uint8_t types);

/// `did you mean 'a'?`, `did you mean 'a' or 'b'?`; "" where all words are empty.
std::string didYouMean(const std::vector<std::string>& words);

/// `1 item`, `3 items`; `no items`, for what has a plural in s (entry: `entries`).
std::string count(std::size_t number, std::string_view what);

}  // namespace aictl::schema
