#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/value.h"

/// Values as bytes, so that the built-in pack needs no parsing at run time. The form belongs to one build of
/// the program: it is written by the step that compiles the pack in, and read by nobody else.
namespace aictl::pack {

/// A length or count, 7 bits a byte, least first.
void encodeCount(std::uint64_t count, std::string& bytes);
std::uint64_t decodeCount(std::string_view& bytes);

/// A text behind its length.
void encodeText(std::string_view text, std::string& bytes);

/// Writes values with their origins (line and column; the file is known by where they stand). Strings that
/// occur more than once are written once, in a table that stands before all.
class Encoder {
 public:
  /// Looks at all values that are to be encoded.
  explicit Encoder(const std::vector<Value>& values);

  void encodeTable(std::string& bytes) const;
  void encode(const Value& value, std::string& bytes) const;

 private:
  void count(const Value& value, std::unordered_map<std::string, std::size_t>& uses) const;
  void encodeContent(const Value& value, std::string& bytes) const;

  std::string table_;
  std::unordered_map<std::string, std::size_t> offsets_;  ///< in the table
};

/// Reads what an Encoder of the same build wrote; the bytes are trusted. They must stay as long as the
/// program runs: strings are not copied out of them.
class Decoder {
 public:
  /// Takes the table from the front of the bytes.
  explicit Decoder(std::string_view& bytes);

  /// Takes one value from the front of the bytes; its origins get the given file.
  Value decode(std::string_view& bytes, std::uint16_t file) const;

 private:
  std::string_view table_;
};

}  // namespace aictl::pack
