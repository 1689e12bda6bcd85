#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/base/value.h"

/// Numbers as JSON-e has them: integers and doubles are one type. Integers are exact as long as they fit
/// into 64 bits; what does not becomes a double.
namespace aictl::jsone {

/// The text of a number as JavaScript prints it: `3`, `1.1`, `1e+21`, `1.5e-7`. Not as it was written.
std::string numberText(const Value& number);

/// What JavaScript's `Number(text)` reads: decimal with fraction and exponent, `0x`, `0o` and `0b`, white
/// space around it, "" as 0. Nothing for what is no finite number.
std::optional<Value> readNumber(std::string_view text, Origin origin);

/// Whether it is a whole number.
bool isWhole(const Value& number);

Value add(std::int64_t a, std::int64_t b, Origin origin);
Value subtract(std::int64_t a, std::int64_t b, Origin origin);
Value multiply(std::int64_t a, std::int64_t b, Origin origin);
/// `b` is not 0.
Value divide(std::int64_t a, std::int64_t b, Origin origin);

}  // namespace aictl::jsone
