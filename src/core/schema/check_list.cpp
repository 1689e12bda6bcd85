#include <fmt/format.h>

#include <unordered_map>

#include "core/base/hash.h"
#include "core/schema/checker.h"
#include "core/schema/words.h"

namespace aictl::schema {

bool Checker::list(const Node& node, const Place& place) {
  const auto items = place.value->items();
  bool holds = true;
  if (node.assertions != nullptr) {
    holds = amount(node.assertions->itemCount, items.size(), "item", place);
    if (node.assertions->uniqueItems) holds &= unique(place);
    if (node.assertions->contains != nullptr) holds &= contained(*node.assertions, place);
  }
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!holds && isSilent()) return false;
    if (const Node* schema = itemSchema(node, i)) holds &= below(*schema, place, items[i], nullptr, i);
  }
  return holds;
}

bool Checker::unique(const Place& place) {
  const auto items = place.value->items();
  std::unordered_multimap<std::size_t, std::size_t> seen;
  bool holds = true;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const auto key = hash(items[i]);
    const auto [begin, end] = seen.equal_range(key);
    const auto same =
        std::find_if(begin, end, [&](const auto& earlier) { return items[earlier.second] == items[i]; });
    if (same == end) {
      seen.emplace(key, i);
      continue;
    }
    if (isSilent()) return false;
    const Place item{&place, nullptr, &items[i], nullptr, i};
    const Place earlier{&place, nullptr, &items[same->second], nullptr, same->second};
    holds = wrong(item, "duplicate", "is the same as " + pathOf(earlier));
  }
  return holds;
}

bool Checker::contained(const Node::Assertions& assertions, const Place& place) {
  const auto items = place.value->items();
  std::size_t number = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Place item{&place, assertions.contains, &items[i], nullptr, i};
    if (holdsSilently(*assertions.contains, item)) ++number;
  }
  const auto& allowed = assertions.contained;
  if (number >= allowed.least && number <= allowed.most) return true;
  if (isSilent()) return false;
  const bool isTooFew = number < allowed.least;
  return wrong(place, "wrong-length",
               fmt::format("must have {} {} of the kind that its schema's 'contains' asks for; it has {}",
                           isTooFew ? "at least" : "at most",
                           count(isTooFew ? allowed.least : allowed.most, "item"), number));
}

}  // namespace aictl::schema
