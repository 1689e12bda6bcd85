#include "core/kube/apply/managed_fields.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/base/quantity.h"
#include "core/kube/api/unreadable.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

/// What one manager says that it owns, from some place of the object down. A field without fields below it
/// is owned as a whole.
struct Claim {
  std::string_view manager;  ///< "" of our own name: what we set otherwise than by an apply is nobody else's
  const Value* fields;
};
using Claims = std::vector<Claim>;

bool isOwnApply(const Value& entry, std::string_view manager) {
  return findString(entry, {"manager"}) == manager && findString(entry, {"operation"}) == "Apply" &&
         findString(entry, {"subresource"}).empty();
}

std::span<const Value> managedFields(const Value& live) {
  const Value* entries = find(live, {"metadata", "managedFields"});
  return entries != nullptr && entries->isList() ? entries->items() : std::span<const Value>();
}

/// What the manager owns by applies of this version; nullptr for nothing.
const Value* ownFields(const Value& live, std::string_view manager, std::string_view apiVersion) {
  for (const Value& entry : managedFields(live)) {
    if (isOwnApply(entry, manager) && findString(entry, {"apiVersion"}) == apiVersion) {
      return entry.find("fieldsV1");
    }
  }
  return nullptr;
}

Claims otherClaims(const Value& live, std::string_view manager) {
  Claims claims;
  for (const Value& entry : managedFields(live)) {
    const Value* fields = entry.find("fieldsV1");
    if (fields != nullptr && fields->isMap() && !isOwnApply(entry, manager)) {
      const std::string_view other = findString(entry, {"manager"});
      claims.push_back({other == manager ? std::string_view() : other, fields});
    }
  }
  return claims;
}

/// Where the comparison is: what we own there, and what others do.
struct Place {
  std::string path;
  const Value* mine = nullptr;
  Claims others;
  bool quantities = false;

  Place below(const std::string& element, const std::string& step, bool isQuantities) const {
    Place place{.path = path + step,
                .mine = mine == nullptr ? nullptr : mine->find(element),
                .quantities = quantities || isQuantities};
    for (const Claim& claim : others) {
      if (const Value* fields = claim.fields->find(element)) place.others.push_back({claim.manager, fields});
    }
    return place;
  }

  /// The place of a key of a map.
  Place at(std::string_view key) const {
    const bool plain = key.find_first_of(".[]\"") == std::string_view::npos;
    std::string step =
        plain ? fmt::format("{}{}", path.empty() ? "" : ".", key) : fmt::format("[\"{}\"]", key);
    return below(fmt::format("f:{}", key), step, isQuantityField(key));
  }

  /// Calls for each element that somebody claims below this place, ours first.
  template <class Each>
  void eachElement(Each each) const {
    const auto of = [&](const Value* fields) {
      if (fields == nullptr || !fields->isMap()) return;
      for (const Entry& entry : fields->entries()) each(entry.key.string());
    };
    of(mine);
    for (const Claim& claim : others) of(claim.fields);
  }

  bool has(std::string_view kindOfElement) const {
    bool found = false;
    eachElement([&](std::string_view element) { found |= element.starts_with(kindOfElement); });
    return found;
  }

  /// Owned as a whole: nothing below it is said to be anybody's.
  bool isAtomic() const { return (mine != nullptr || !others.empty()) && !has(""); }

  std::vector<std::string> owners() const {
    std::vector<std::string> names;
    for (const Claim& claim : others) {
      if (!claim.manager.empty()) names.emplace_back(claim.manager);
    }
    std::sort(names.begin(), names.end());
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
  }
};

bool isScalar(const Value& value) { return !value.isMap() && !value.isList() && !value.isNull(); }

/// Whether servers may take the value for an absent one: `false`, 0, "", and what has nothing else in it.
bool isEmpty(const Value& value) {
  if (value.isMap())
    return std::ranges::all_of(value.entries(), [](const Entry& entry) { return isEmpty(entry.value); });
  if (value.isList()) return value.empty();
  if (value.isNumber()) return value.number() == 0;
  return value.isNull() || value == Value(false) || value == Value("");
}

bool sameQuantity(const Value& a, const Value& b) {
  if (!isScalar(a) || !isScalar(b)) return false;
  const std::optional<double> x = quantity(a.scalarText());
  return x && x == quantity(b.scalarText());
}

bool same(const Value& a, const Value& b, bool quantities) {
  if (a == b) return true;
  if (!quantities) return false;
  if (!a.isMap() || !b.isMap() || a.size() != b.size()) return sameQuantity(a, b);
  return std::all_of(a.entries().begin(), a.entries().end(), [&](const Entry& entry) {
    const Value* other = b.find(entry.key.string());
    return other != nullptr && (entry.value == *other || sameQuantity(entry.value, *other));
  });
}

/// Whether the server has all that is wanted, and perhaps more keys in maps, and items at the end of lists.
bool isPartOf(const Value& wanted, const Value& live, bool quantities) {
  if (wanted.isMap() && live.isMap()) {
    return std::all_of(wanted.entries().begin(), wanted.entries().end(), [&](const Entry& entry) {
      const Value* there = live.find(entry.key.string());
      return there != nullptr &&
             isPartOf(entry.value, *there, quantities || isQuantityField(entry.key.string()));
    });
  }
  if (wanted.isList() && live.isList()) {
    return wanted.size() <= live.size() &&
           std::equal(wanted.items().begin(), wanted.items().end(), live.items().begin(),
                      [&](const Value& a, const Value& b) { return isPartOf(a, b, quantities); });
  }
  return same(wanted, live, quantities);
}

/// The keys of an item of a list, as in `{"containerPort":80,"protocol":"TCP"}`.
std::optional<Value> keysOf(std::string_view element) {
  if (!element.starts_with("k:")) return std::nullopt;
  Result<Value> keys = yaml::readJson(element.substr(2));
  if (!keys || !keys->isMap()) return std::nullopt;
  return *std::move(keys);
}

/// How many of the keys an item has; none where one of them differs. A key that is left to its default is
/// no difference.
std::optional<int> matches(const Value& item, const Value& keys) {
  int count = 0;
  for (const Entry& key : keys.entries()) {
    const Value* value = item.find(key.key.string());
    if (value == nullptr) continue;
    if (!(*value == key.value)) return std::nullopt;
    ++count;
  }
  return count;
}

std::string stepOf(const Value& keys) {
  std::string text;
  for (const Entry& key : keys.entries()) {
    text += fmt::format("{}{}={}", text.empty() ? "" : ",", key.key.string(), yaml::writeJson(key.value));
  }
  return "[" + text + "]";
}

class Comparison {
 public:
  std::vector<FieldChange> changes;

  void compare(const Place& place, const Value& wanted, const Value* live) {
    if (live == nullptr || live->isNull()) {
      // What others take out is not ours any more: ours that is not there was left out for being empty.
      const bool leftOut = isEmpty(wanted);
      if (leftOut && place.mine != nullptr) return;
      changes.push_back({.path = place.path, .after = wanted, .mayBeDefaults = leftOut});
    } else if (wanted.isMap() && live->isMap() && !place.isAtomic()) {
      compareMaps(place, wanted, *live);
    } else if (wanted.isList() && live->isList() && place.has("k:")) {
      compareKeyed(place, wanted, *live);
    } else if (wanted.isList() && live->isList() && place.has("v:")) {
      compareSets(place, wanted, *live);
    } else if (const bool stays = same(wanted, *live, place.quantities); !stays || place.mine == nullptr) {
      const bool defaulted = !stays && place.mine != nullptr && isPartOf(wanted, *live, place.quantities);
      changes.push_back({place.path, *live, wanted, place.owners(), stays, defaulted});
    }
  }

 private:
  void compareMaps(const Place& place, const Value& wanted, const Value& live) {
    for (const Entry& entry : wanted.entries()) {
      const std::string_view key = entry.key.string();
      if (!entry.value.isNull()) compare(place.at(key), entry.value, live.find(key));
    }
    if (place.mine == nullptr || !place.mine->isMap()) return;
    for (const Entry& own : place.mine->entries()) {
      const std::string_view element = own.key.string();
      if (!element.starts_with("f:")) continue;
      const std::string_view key = element.substr(2);
      const Value* said = wanted.find(key);
      const Value* there = live.find(key);
      if (there != nullptr && (said == nullptr || said->isNull())) takeOut(place.at(key), *there);
    }
  }

  /// What is ours goes; what others own there too, or beside it, stays.
  void takeOut(const Place& place, const Value& live) {
    if (place.others.empty()) {
      changes.push_back({.path = place.path, .before = live});
    } else if (place.mine == nullptr || !place.mine->isMap() || place.mine->empty()) {
      changes.push_back({place.path, live, live, place.owners(), true});
    } else {
      for (const Entry& own : place.mine->entries()) takeOutElement(place, own.key.string(), live);
    }
  }

  void takeOutElement(const Place& place, std::string_view element, const Value& live) {
    if (element.starts_with("f:")) {
      const std::string_view key = element.substr(2);
      if (const Value* there = live.find(key); there != nullptr) takeOut(place.at(key), *there);
    } else if (const std::optional<Value> keys = keysOf(element); keys && live.isList()) {
      if (const Value* there = itemWith(live, *keys); there != nullptr)
        takeOut(place.below(std::string(element), stepOf(*keys), false), *there);
    }
  }

  /// Items of a map list are the same by their keys. Their order counts: of variables of an environment,
  /// later ones may use earlier ones.
  void compareKeyed(const Place& place, const Value& wanted, const Value& live) {
    std::vector<std::pair<std::string, Value>> elements;
    place.eachElement([&](std::string_view element) {
      const bool known = std::any_of(elements.begin(), elements.end(),
                                     [&](const auto& other) { return other.first == element; });
      if (known) return;
      if (std::optional<Value> keys = keysOf(element)) elements.emplace_back(element, *std::move(keys));
    });
    std::vector<std::string> used;
    std::size_t last = 0;
    bool ordered = true;
    for (const Value& item : wanted.items()) {
      const auto* element = elementOf(item, elements, used);
      const Value* there = element == nullptr ? nullptr : itemWith(live, element->second);
      if (there == nullptr) {
        changes.push_back(
            {.path = fmt::format("{}[{}]", place.path, &item - wanted.items().data()), .after = item});
        continue;
      }
      used.push_back(element->first);
      const auto position = static_cast<std::size_t>(there - live.items().data());
      ordered = ordered && position >= last;
      last = position;
      compare(place.below(element->first, stepOf(element->second), false), item, there);
    }
    if (!ordered) changes.push_back({place.path, live, wanted, place.owners()});
    for (const auto& [element, keys] : elements) {
      const bool owned = place.mine != nullptr && place.mine->find(element) != nullptr;
      const Value* there = itemWith(live, keys);
      const bool stays = std::find(used.begin(), used.end(), element) != used.end();
      if (owned && !stays && there != nullptr) takeOut(place.below(element, stepOf(keys), false), *there);
    }
  }

  static const std::pair<std::string, Value>* elementOf(
      const Value& item, const std::vector<std::pair<std::string, Value>>& elements,
      const std::vector<std::string>& used) {
    const std::pair<std::string, Value>* best = nullptr;
    int most = 0;
    for (const auto& element : elements) {
      const std::optional<int> count = matches(item, element.second);
      if (!count || *count <= most || std::find(used.begin(), used.end(), element.first) != used.end())
        continue;
      most = *count;
      best = &element;
    }
    return best;
  }

  static const Value* itemWith(const Value& list, const Value& keys) {
    for (const Value& item : list.items()) {
      if (matches(item, keys) == static_cast<int>(keys.size())) return &item;
    }
    return nullptr;
  }

  void compareSets(const Place& place, const Value& wanted, const Value& live) {
    const auto in = [](const Value& list, const Value& one) {
      return std::find(list.items().begin(), list.items().end(), one) != list.items().end();
    };
    for (const Value& item : wanted.items()) {
      const std::string text = yaml::writeJson(item);
      const Place at = place.below("v:" + text, fmt::format("[={}]", text), false);
      if (!in(live, item)) {
        changes.push_back({.path = at.path, .after = item});
      } else if (at.mine == nullptr) {
        changes.push_back({at.path, item, item, at.owners(), true});
      }
    }
    for (const Value& item : live.items()) {
      const std::string text = yaml::writeJson(item);
      const Place at = place.below("v:" + text, fmt::format("[={}]", text), false);
      if (at.mine != nullptr && !in(wanted, item)) takeOut(at, item);
    }
  }
};

/// What the server stores of a manifest: without what names it and what it reports.
Value stored(const Value& manifest) {
  Value object = manifest;
  for (const char* key : {"apiVersion", "kind", "status"}) object.erase(key);
  if (const Value* metadata = object.find("metadata"); metadata != nullptr && metadata->isMap()) {
    for (const char* key : {"name", "namespace", "uid"}) object.at("metadata").erase(key);
  }
  return object;
}

}  // namespace

std::vector<FieldChange> fieldChanges(const Value& manifest, const Value& live, std::string_view manager) {
  Comparison comparison;
  const Place root{.mine = ownFields(live, manager, findString(manifest, {"apiVersion"})),
                   .others = otherClaims(live, manager)};
  const Value there = stored(live);
  comparison.compare(root, stored(manifest), &there);
  return std::move(comparison.changes);
}

bool wasApplied(const Value& live) {
  return std::ranges::any_of(managedFields(live),
                             [](const Value& entry) { return findString(entry, {"operation"}) == "Apply"; });
}

bool ownsField(const Value& live, std::string_view manager, std::string_view path) {
  const Value* fields = ownFields(live, manager, findString(live, {"apiVersion"}));
  while (fields != nullptr && !path.empty()) {
    const std::size_t dot = std::min(path.find('.'), path.size());
    fields = fields->find(fmt::format("f:{}", path.substr(0, dot)));
    path.remove_prefix(std::min(dot + 1, path.size()));
  }
  return fields != nullptr;
}

std::vector<std::string> otherManagers(const Value& live, std::string_view manager) {
  return Place{.others = otherClaims(live, manager)}.owners();
}

}  // namespace aictl::kube
