#pragma once

#include <string_view>

#include "core/schema/schema.h"

namespace aictl::schema {

/// A sibling that decides may have an `x-for` itself, and so on; each may name a few. review() refuses more,
/// circles among them.
constexpr std::size_t longestConditions = 4;
constexpr std::size_t mostConditions = 4;

/// Whether a property (by its schema's `x-for`) belongs to an object as it is given.
enum class Belonging : std::uint8_t {
  yes,
  no,
  unknown  ///< a sibling that decides has a value that its own schema does not allow
};
Belonging belonging(const Node& object, const Value& map, const Node& property);

/// The condition that keeps a property out of the object; nullptr where none does.
const Node::Condition* excludedBy(const Node& object, const Value& map, const Node& property);

/// The value that a property counts with: the one given, or its default where it belongs; nullptr for none.
const Value* effective(const Node& object, const Value& map, std::string_view name);

}  // namespace aictl::schema
