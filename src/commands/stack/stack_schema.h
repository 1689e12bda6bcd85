#pragma once

#include <string>

#include "commands/stack/packs_at_hand.h"
#include "core/base/result.h"

namespace aictl::commands {

/// The JSON Schema (2020-12) of stack files with the templates at hand, as text.
Result<std::string> stackSchema(const PacksAtHand& hand);

}  // namespace aictl::commands
