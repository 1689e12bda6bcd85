#pragma once

#include <cstdint>

#include "core/schema/arena.h"
#include "core/schema/assertions.h"

namespace aictl::schema {

/// All that was loaded of one schema. Nodes and assertions stay where they are; they point at each other.
struct Graph {
  Arena<Node> nodes;
  Arena<Node::Assertions> assertions;
  const Node* root = nullptr;
  Dialect dialect = Dialect::templates;
};

/// An object's properties are looked through one after the other: many more than anyone writes are refused.
constexpr std::size_t mostProperties = 2'000;

constexpr std::uint8_t bit(Value::Kind kind) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind));
}

/// The schema for the value under a key of a map: its property's, the first pattern's that the key matches,
/// or that of all others; nullptr where nothing is said of it.
const Node* childSchema(const Node& object, std::string_view key);

/// The schema for an item of a list; nullptr where nothing is said of it.
const Node* itemSchema(const Node& list, std::size_t index);

/// Whether a value is passed through as it is: the schema says nothing of what is in it.
bool isRaw(const Node& node);

// The functions of Schema, from any node on.
Value normalise(const Node& node, const Value& value);
Value fill(const Node& node, const Value& value);
std::vector<Reference> references(const Node& node, const Value& value);

}  // namespace aictl::schema
