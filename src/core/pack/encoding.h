#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "core/base/value.h"

/// Values as bytes, so that the built-in pack needs no parsing at run time. The form belongs to one build of
/// the program: it is written by the step that compiles the pack in, and read by nobody else.
namespace aictl::pack {

/// Appends the value with its origins (line and column; the file is known by where it stands).
void encode(const Value& value, std::string& bytes);

/// Takes one value from the front of the bytes; its origins get the given file.
/// The bytes are trusted: they come from `encode` of the same build.
Value decode(std::string_view& bytes, std::uint16_t file);

/// A length or count, 7 bits a byte, least first.
void encodeCount(std::uint64_t count, std::string& bytes);
std::uint64_t decodeCount(std::string_view& bytes);

}  // namespace aictl::pack
