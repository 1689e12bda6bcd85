#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/schema/schema.h"

namespace aictl::schema {

/// Where a value stands: a chain up to the entry, on the stack of the check. Written out only for findings.
struct Place {
  const Place* parent = nullptr;
  const Node* node = nullptr;  ///< the schema of the value
  const Value* value = nullptr;
  const Value* key = nullptr;  ///< of an entry of a map
  std::size_t index = 0;       ///< of an item of a list
  /// Right names of keys that were misspelt here: what asks for them need not complain as well.
  std::vector<std::string> meant{};
};

/// `scale.min`, `env.HF_TOKEN.key`, `from[0].url`; "" for the entry itself.
std::string pathOf(const Place& place);

/// The path of a key in the value at the place.
std::string pathOf(const Place& place, std::string_view key);

}  // namespace aictl::schema
