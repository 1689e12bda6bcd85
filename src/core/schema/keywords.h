#pragma once

#include <cstdint>
#include <string_view>

#include "core/schema/schema.h"

namespace aictl::schema {

struct Reading;

/// A word of a schema: who may write it, and what it does to the node that is read.
struct Keyword {
  enum class Effect : std::uint8_t {
    annotates,  ///< says something about the value; beside `$ref` it stands in place of the target's word
    asserts,    ///< allows less; beside `$ref` it holds as well as the target's words
    shapes      ///< says what an object has; beside `$ref` it would close it against the target's properties
  };

  std::string_view word;
  std::uint8_t dialects;  ///< a bit each Dialect
  Effect effect;
  void (*read)(Reading& reading, const Value& value);  ///< nullptr: nothing to read
};

/// The keyword that the word is in a dialect; nullptr where it is none.
const Keyword* keyword(std::string_view word, Dialect dialect);

/// The keyword of that dialect which was most likely meant; "" where none is near.
std::string nearestKeyword(std::string_view word, Dialect dialect);

}  // namespace aictl::schema
