#include "core/schema/describe.h"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <limits>

#include "core/schema/assertions.h"
#include "core/schema/formats.h"
#include "core/schema/graph.h"
#include "core/schema/words.h"

namespace aictl::schema {
namespace {

constexpr std::array<std::pair<Value::Kind, std::string_view>, 5> scalars{{
    {Value::Kind::integer, "integer"},
    {Value::Kind::number, "number"},
    {Value::Kind::string, "string"},
    {Value::Kind::boolean, "boolean"},
    {Value::Kind::null, "null"},
}};

bool takes(const Node& node, Value::Kind kind) { return node.types != 0 && node.allows(kind); }

/// `strings` of `string`; of what has a plural no other way, `values`.
std::string plural(const std::string& words) {
  if (words.find(' ') != std::string::npos || words == "anything") return "values";
  return words + "s";
}

std::string scalarWords(const Node& node) {
  std::vector<std::string> words;
  for (const auto& [kind, word] : scalars) {
    // A number may be whole.
    if (kind == Value::Kind::integer && takes(node, Value::Kind::number)) continue;
    if (takes(node, kind)) words.emplace_back(word);
  }
  return either(words);
}

std::string objectWords(const Node& node) {
  if (!node.properties.empty()) {
    return node.shortProperty.empty() ? "object" : "object, or its '" + node.shortProperty + "' alone";
  }
  const Node* values = node.additional;
  return values == nullptr || values->any ? "map" : "map of " + plural(typeWords(*values));
}

void addBound(std::vector<std::string>& words, std::string_view what, const Value& bound) {
  if (!bound.isNull()) words.push_back(fmt::format("{} {}", what, bound.scalarText()));
}

void addAmount(std::vector<std::string>& words, const Amount& amount, std::string_view what) {
  if (amount.least > 0) words.push_back("at least " + count(amount.least, what));
  if (amount.most < std::numeric_limits<std::size_t>::max())
    words.push_back("at most " + count(amount.most, what));
}

bool isIndex(std::string_view word) {
  return !word.empty() && word.find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

std::string typeWords(const Node& node) {
  if (node.types == 0) return node.enumeration.empty() ? "anything" : "string";
  std::vector<std::string> words;
  if (const auto scalar = scalarWords(node); !scalar.empty()) words.push_back(scalar);
  if (takes(node, Value::Kind::list))
    words.push_back(node.items == nullptr ? "list" : "list of " + plural(typeWords(*node.items)));
  if (takes(node, Value::Kind::map)) words.push_back(objectWords(node));
  return either(words);
}

std::vector<std::string> boundWords(const Node& node) {
  std::vector<std::string> words;
  if (!node.enumeration.empty()) {
    std::vector<std::string> values;
    for (const Value& value : node.enumeration) values.push_back(plain(value));
    words.push_back("one of " + listed(values));
  }
  if (!node.entryTemplates.empty())
    words.push_back("the name of a " + either(node.entryTemplates) + " entry");
  const Node::Assertions* all = node.assertions;
  if (all == nullptr) return words;
  addBound(words, "at least", all->minimum);
  addBound(words, "at most", all->maximum);
  addBound(words, "more than", all->exclusiveMinimum);
  addBound(words, "less than", all->exclusiveMaximum);
  addBound(words, "a multiple of", all->multipleOf);
  addAmount(words, all->length, "character");
  addAmount(words, all->itemCount, "item");
  addAmount(words, all->entryCount, "entry");
  if (all->format != nullptr) words.emplace_back(all->format->expected);
  if (all->pattern) words.push_back(fmt::format("of the form {}", all->pattern->text().string()));
  return words;
}

Step follow(const Node& root, const std::vector<std::string>& path) {
  Step step{.found = &root, .last = &root};
  for (const std::string& word : path) {
    const Node* node = step.found;
    if (node->items != nullptr && isIndex(word)) {
      step.found = node->items;
      continue;
    }
    if (node->items != nullptr) node = node->items;
    step.last = node;
    const Node::Property* property = node->property(word);
    step.found = property != nullptr        ? property->schema
                 : node->properties.empty() ? node->additional
                                            : nullptr;
    if (property != nullptr) step.way.push_back(property);
    if (step.found == nullptr) {
      step.missing = word;
      return step;
    }
  }
  return step;
}

}  // namespace aictl::schema
