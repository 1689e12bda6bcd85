#include "core/schema/checker.h"

#include <fmt/format.h>
#include "core/schema/words.h"

namespace aictl::schema {
namespace {

/// The property that a schema asks for, where it asks for nothing else (`{required: [name]}`).
const std::string* onlyRequired(const Node& node) {
  return node.source.size() == 1 && node.required.size() == 1 ? &node.required.front() : nullptr;
}

/// The properties among which `oneOf` or `anyOf` of single `required`s chooses; empty where they say more.
std::vector<std::string> alternatives(const std::vector<const Node*>& schemas) {
  std::vector<std::string> names;
  for (const Node* schema : schemas) {
    const auto* name = onlyRequired(*schema);
    if (name == nullptr) return {};
    names.push_back(*name);
  }
  return names;
}

std::vector<const Node*> ofKind(const std::vector<const Node*>& schemas, Value::Kind kind) {
  std::vector<const Node*> fitting;
  std::ranges::copy_if(schemas, std::back_inserter(fitting),
                       [&](const Node* node) { return node->allows(kind); });
  return fitting;
}

std::string subject(const Place& place) {
  const auto path = pathOf(place);
  return path.empty() ? std::string() : path + ": ";
}

}  // namespace

bool Checker::choices(const Node& node, Place& place) {
  const auto& assertions = *node.assertions;
  bool holds = allOf(assertions.allOf, place);
  if (!assertions.anyOf.empty() && (holds || !isSilent())) holds &= anyOf(assertions.anyOf, place);
  if (!assertions.oneOf.empty() && (holds || !isSilent())) holds &= oneOf(assertions.oneOf, place);
  if (!holds && isSilent()) return false;
  if (assertions.negated != nullptr) holds &= negated(*assertions.negated, place);
  if (assertions.condition != nullptr) {
    const Node* branch =
        holdsSilently(*assertions.condition, place) ? assertions.consequence : assertions.alternative;
    if (branch != nullptr) holds &= at(*branch, place);
  }
  return holds;
}

bool Checker::allOf(const std::vector<const Node*>& schemas, Place& place) {
  bool holds = true;
  for (const Node* schema : schemas) {
    if (!holds && isSilent()) return false;
    holds &= at(*schema, place);
  }
  return holds;
}

bool Checker::anyOf(const std::vector<const Node*>& schemas, Place& place) {
  const auto fits = [&](const Node* schema) { return holdsSilently(*schema, place); };
  return std::ranges::any_of(schemas, fits) || noneHolds(schemas, place, "at least one");
}

bool Checker::oneOf(const std::vector<const Node*>& schemas, Place& place) {
  const auto fits = [&](const Node* schema) { return holdsSilently(*schema, place); };
  const auto number = std::ranges::count_if(schemas, fits);
  if (number == 1) return true;
  if (number == 0) return noneHolds(schemas, place, "exactly one");
  if (isSilent()) return false;
  const auto names = alternatives(schemas);
  if (names.empty()) {
    return wrong(place, "one-of", fmt::format("fits {} of the forms that exclude each other", number));
  }
  std::vector<std::string> given;
  Origin second = place.value->origin();
  for (const Entry& entry : place.value->entries()) {
    if (std::ranges::find(names, entry.key.string()) == names.end()) continue;
    given.emplace_back(entry.key.string());
    if (given.size() == 2) second = entry.key.origin();
  }
  return tell({.rule = "one-of",
               .message = fmt::format("{}give exactly one of {}; found {}", subject(place), listed(names),
                                      both(given)),
               .origin = second});
}

/// Tells why none of several forms fits: of the one that was meant, where that can be known.
bool Checker::noneHolds(const std::vector<const Node*>& schemas, Place& place, std::string_view howMany) {
  if (isSilent()) return false;
  if (const auto names = alternatives(schemas); !names.empty() && place.value->isMap()) {
    const auto wasMeant = [&](const std::string& name) {
      return std::ranges::find(names, name) != names.end();
    };
    if (std::ranges::any_of(place.meant, wasMeant)) return false;
    return tell(
        {.rule = "one-of",
         .message = fmt::format("{}give {} of {}; found none", subject(place), howMany, listed(names)),
         .origin = place.value->origin()});
  }
  const auto fitting = ofKind(schemas, place.value->kind());
  if (fitting.size() == 1) return at(*fitting.front(), place);
  if (fitting.empty()) {
    std::uint8_t types = 0;
    for (const Node* schema : schemas) types |= schema->types;
    return wrong(place, "wrong-type", "must be " + kinds(types) + ", not " + found(*place.value));
  }
  // The form with the fewest faults is the one most likely meant.
  Findings best;
  for (const Node* schema : fitting) {
    Findings faults;
    Place copy = place;
    Checker(graph_, entry_, &faults, work_).at(*schema, copy);
    if (best.empty() || faults.size() < best.size()) best = std::move(faults);
  }
  if (best.empty()) return false;
  Finding finding{.rule = "one-of",
                  .message = best.front().message,
                  .origin = best.front().origin,
                  .remedy = best.front().remedy};
  finding.evidence = fmt::format("the nearest of {} forms", schemas.size());
  return tell(std::move(finding));
}

bool Checker::negated(const Node& node, Place& place) {
  if (!holdsSilently(node, place)) return true;
  if (isSilent()) return false;
  if (const auto* name = onlyRequired(node)) {
    const Entry* entry = place.value->findEntry(*name);
    return tell({.rule = "not-allowed",
                 .message = pathOf(place, *name) + " is not allowed here",
                 .origin = entry == nullptr ? place.value->origin() : entry->key.origin()});
  }
  return wrong(place, "not-allowed", "is what its schema rules out with 'not'");
}

}  // namespace aictl::schema
