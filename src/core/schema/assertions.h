#pragma once

#include <cstddef>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/schema/expression.h"
#include "core/schema/schema.h"

namespace aictl::schema {

struct Format;

/// A pattern of a schema. It is compiled when a text first needs it: most never do.
class LazyPattern {
 public:
  explicit LazyPattern(Value text) : text_(std::move(text)) {}

  const Value& text() const { return text_; }  ///< as the schema has it, with its place
  const Pattern& compiled() const {
    if (!compiled_) compiled_ = std::make_shared<Pattern>(expression(text_.string()));
    return *compiled_;
  }

 private:
  Value text_;
  mutable std::shared_ptr<Pattern> compiled_;
};

/// How many there may be: characters, items, entries.
struct Amount {
  std::size_t least = 0;
  std::size_t most = std::numeric_limits<std::size_t>::max();
};

/// The keywords of a schema that only the check reads, each by its own name where that is possible.
struct Node::Assertions {
  std::optional<Value> constant;  ///< `const`
  Value minimum;                  ///< null, as the four below: no such bound
  Value maximum;
  Value exclusiveMinimum;
  Value exclusiveMaximum;
  Value multipleOf;

  Amount length;  ///< of a string, in characters
  std::optional<LazyPattern> pattern;
  const Format* format = nullptr;

  Amount itemCount;
  bool uniqueItems = false;
  std::vector<const Node*> prefixItems;
  const Node* contains = nullptr;
  Amount contained{.least = 1};

  Amount entryCount;
  const Node* propertyNames = nullptr;
  std::vector<std::pair<LazyPattern, const Node*>> patternProperties;
  std::vector<std::pair<std::string, std::vector<std::string>>> dependentRequired;
  std::vector<std::pair<std::string, const Node*>> dependentSchemas;
  std::vector<Value> instead;  ///< `x-instead`: maps of what to write, by the key that others use

  std::vector<const Node*> allOf;
  std::vector<const Node*> anyOf;
  std::vector<const Node*> oneOf;
  const Node* negated = nullptr;      ///< `not`
  const Node* condition = nullptr;    ///< `if`
  const Node* consequence = nullptr;  ///< `then`
  const Node* alternative = nullptr;  ///< `else`
};

}  // namespace aictl::schema
