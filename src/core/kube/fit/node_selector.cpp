#include "core/kube/fit/node_selector.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <span>
#include <vector>

namespace aictl::kube {
namespace {

std::span<const Value> listOf(const Value& map, std::string_view key) {
  const Value* list = map.find(key);
  return list != nullptr && list->isList() ? list->items() : std::span<const Value>();
}

/// nullptr where the node has no such label.
const Value* labelOf(const Value& node, std::string_view key) {
  const Value* labels = find(node, {"metadata", "labels"});
  const Value* label = labels != nullptr ? labels->find(key) : nullptr;
  return label != nullptr && label->isString() ? label : nullptr;
}

std::optional<std::int64_t> integer(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool isIn(const Value& label, std::span<const Value> values) {
  return std::ranges::any_of(
      values, [&](const Value& value) { return value.isString() && value.string() == label.string(); });
}

/// `label` is nullptr where the node has none of this key.
bool holds(const Value& expression, const Value* label) {
  const std::string_view operation = findString(expression, {"operator"});
  const auto values = listOf(expression, "values");
  if (operation == "In") return label != nullptr && isIn(*label, values);
  if (operation == "NotIn") return label == nullptr || !isIn(*label, values);
  if (operation == "Exists") return label != nullptr;
  if (operation == "DoesNotExist") return label == nullptr;
  if (operation != "Gt" && operation != "Lt") return false;
  if (label == nullptr || values.size() != 1 || !values.front().isString()) return false;
  const auto have = integer(label->string());
  const auto bound = integer(values.front().string());
  return have && bound && (operation == "Gt" ? *have > *bound : *have < *bound);
}

/// The only field that the scheduler knows.
bool fieldHolds(const Value& expression, const Value& node) {
  if (findString(expression, {"key"}) != "metadata.name") return false;
  const std::string_view operation = findString(expression, {"operator"});
  if (operation != "In" && operation != "NotIn") return false;
  const Value* name = find(node, {"metadata", "name"});
  return name != nullptr && name->isString() && holds(expression, name);
}

bool termHolds(const Value& term, const Value& node) {
  const auto expressions = listOf(term, "matchExpressions");
  const auto fields = listOf(term, "matchFields");
  if (expressions.empty() && fields.empty()) return false;
  return std::ranges::all_of(expressions,
                             [&](const Value& expression) {
                               return holds(expression, labelOf(node, findString(expression, {"key"})));
                             }) &&
         std::ranges::all_of(fields, [&](const Value& expression) { return fieldHolds(expression, node); });
}

std::string expressionText(const Value& expression) {
  const std::string_view key = findString(expression, {"key"});
  const std::string_view operation = findString(expression, {"operator"});
  std::vector<std::string> values;
  for (const Value& value : listOf(expression, "values")) {
    if (value.isString()) values.emplace_back(value.string());
  }
  const std::string list = fmt::format("{}", fmt::join(values, ", "));
  if (operation == "In") return fmt::format("{} in [{}]", key, list);
  if (operation == "NotIn") return fmt::format("{} not in [{}]", key, list);
  if (operation == "Exists") return fmt::format("{} exists", key);
  if (operation == "DoesNotExist") return fmt::format("no {}", key);
  if (operation == "Gt") return fmt::format("{} > {}", key, list);
  if (operation == "Lt") return fmt::format("{} < {}", key, list);
  return fmt::format("{} {} [{}]", key, operation, list);
}

}  // namespace

bool hasLabels(const Value& node, const Value& labels) {
  if (!labels.isMap()) return true;
  return std::ranges::all_of(labels.entries(), [&](const Entry& entry) {
    const Value* label = labelOf(node, entry.key.string());
    return label != nullptr && entry.value.isString() && label->string() == entry.value.string();
  });
}

bool isSelected(const Value& node, const Value& nodeSelector) {
  const auto terms = listOf(nodeSelector, "nodeSelectorTerms");
  return std::ranges::any_of(terms, [&](const Value& term) { return termHolds(term, node); });
}

std::string selectorText(const Value& nodeSelector) {
  std::vector<std::string> terms;
  for (const Value& term : listOf(nodeSelector, "nodeSelectorTerms")) {
    std::vector<std::string> parts;
    for (const Value& expression : listOf(term, "matchExpressions"))
      parts.push_back(expressionText(expression));
    for (const Value& expression : listOf(term, "matchFields")) parts.push_back(expressionText(expression));
    terms.push_back(parts.empty() ? "nothing" : fmt::format("{}", fmt::join(parts, ", ")));
  }
  return terms.empty() ? "nothing" : fmt::format("{}", fmt::join(terms, "; or "));
}

}  // namespace aictl::kube
