#pragma once

#include <memory>
#include <optional>

#include "commands/command.h"
#include "core/pack/pack.h"
#include "core/schema/schema.h"
#include "core/stack/stack.h"

namespace aictl::commands {

/// The templates that a person can use here: the built-in ones, those of the stack file's packs, and those of
/// `--pack`; and the schema of what a stack file says beside its entries.
struct PacksAtHand {
  std::shared_ptr<pack::Packs> packs;
  std::unique_ptr<schema::Schema> stack;
};

/// What is wrong with the stack file is told elsewhere; a pack that is not there is told here.
PacksAtHand packsAtHand(Context& context, const stack::Options& options);

}  // namespace aictl::commands
