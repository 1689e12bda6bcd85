#include "commands/stack/packs_at_hand.h"

#include "core/stack/document.h"
#include "core/stack/packs.h"

namespace aictl::commands {

PacksAtHand packsAtHand(Context& context, const stack::Options& options) {
  PacksAtHand hand{.packs = std::make_shared<pack::Packs>(context.sources)};
  context.packs.push_back(hand.packs);
  Findings ignored;
  const Value document = stack::readFiles(options, context.sources, ignored);
  Findings findings;
  // Nothing is fetched while a line is typed.
  stack::addPacks(document.isMap() ? document : Value(), options, *hand.packs, context.sources, findings,
                  context.completion == nullptr ? pack::fetchCommit : pack::keptCommit);
  context.terminal.show(std::move(findings), context.sources);
  const auto schema = hand.packs->builtin().read("lib/schemas/stack.yaml", ignored);
  hand.stack =
      std::make_unique<schema::Schema>(schema::Schema::load(schema->front(), schema->front(), {}, ignored));
  return hand;
}

}  // namespace aictl::commands
