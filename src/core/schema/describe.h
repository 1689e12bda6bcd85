#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/schema/schema.h"

namespace aictl::schema {

/// What a schema takes, as a person would say it: `integer`, `list of strings`, `map of integers`,
/// `object, or its 'count' alone`.
std::string typeWords(const Node& node);

/// What a value has to be beyond its type, each in words: `at least 1`, `one of a, b`, `a duration such as
/// 90s`.
std::vector<std::string> boundWords(const Node& node);

/// The schema at the end of a path into a spec; lists and maps are gone through, with or without an index.
/// When it leads nowhere `found` is nullptr, and `last` is where it ended.
struct Step {
  const Node* found = nullptr;
  const Node* last = nullptr;
  std::string missing;                     ///< the word that `last` does not have
  std::vector<const Node::Property*> way;  ///< the properties that the path names
};
Step follow(const Node& root, const std::vector<std::string>& path);

}  // namespace aictl::schema
