#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/stack/packs_at_hand.h"
#include "core/schema/describe.h"

namespace aictl::commands {

/// Where a path such as `train.queue.name` leads.
struct ExplainedPlace {
  std::vector<std::string> words;  ///< all of the path
  pack::Packs::Found found;        ///< the template that it begins with; none of a key of stacks
  std::string description;         ///< of the template, where the path is its name alone
  schema::Step step;               ///< of the rest
};

/// None where no template and no key of stacks has the name that the path begins with.
std::optional<ExplainedPlace> placeOf(PacksAtHand& packs, const std::vector<std::string>& words);

/// `{path, type, description, allowed: [...], default, required, where: {SIBLING: [...]}, flag,
/// reaches: [{object, field}], properties: [{name, type, description}]}`, all keys always there. The place
/// has a schema.
Value explain(const ExplainedPlace& place);

/// The same for a person.
std::string explanationText(const Value& explanation);

}  // namespace aictl::commands
