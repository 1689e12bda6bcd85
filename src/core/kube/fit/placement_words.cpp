#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "core/kube/fit/placement.h"

namespace aictl::kube {
namespace {

/// `a, b and 3 more`
std::string someOf(std::span<const std::string> names, std::size_t most, std::string_view more) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
    text += fmt::format("{}{}", i == 0 ? "" : ", ", names[i]);
  if (names.size() > most) text += fmt::format(" and {} more{}", names.size() - most, more);
  return text;
}

/// `2 cordoned (a, b), 1 not ready (c)`
std::string exclusionsText(const Placement& placement) {
  constexpr std::size_t mostNames = 3;
  std::string text;
  for (const Exclusion& exclusion : placement.exclusions) {
    text += fmt::format("{}{} {} [{}]", text.empty() ? "" : ", ", exclusion.nodes.size(), exclusion.words,
                        someOf(exclusion.nodes, mostNames, ""));
  }
  return text;
}

std::size_t excludedNodes(const Placement& placement) {
  std::size_t count = 0;
  for (const Exclusion& exclusion : placement.exclusions) count += exclusion.nodes.size();
  return count;
}

/// Whom the sentence is about.
std::string subject(const Placement& placement) {
  if (placement.exclusions.empty()) return "no node";
  if (placement.full.size() == 1) return "not even the one node that takes such pods";
  return fmt::format("none of the {} nodes that take such pods", placement.full.size());
}

std::string neverText(const Placement& placement, const Shortage& shortage) {
  const std::string needed = amountText(shortage.resource, shortage.needed);
  if (shortage.total == 0)
    return fmt::format("{} has any {}, and {} {} asked for", subject(placement), shortage.resource, needed,
                       shortage.needed == 1 ? "is" : "are");
  return fmt::format("{} has more than {} {} in all ({}), and {} {} asked for", subject(placement),
                     amountText(shortage.resource, shortage.total), shortage.resource, shortage.node, needed,
                     shortage.needed == 1 ? "is" : "are");
}

std::string freeText(const Placement& placement, const Shortage& shortage) {
  if (shortage.resource == "pods")
    return fmt::format("{} has room for another pod: {} takes {} at most", subject(placement), shortage.node,
                       shortage.total);
  return fmt::format("{} has {} {} free: the most is {}, on {} ({} more needed)", subject(placement),
                     amountText(shortage.resource, shortage.needed), shortage.resource,
                     amountText(shortage.resource, shortage.free), shortage.node,
                     amountText(shortage.resource, shortage.needed - shortage.free));
}

/// Each resource is there, but on no node together with the others.
std::string togetherText(const Placement& placement) {
  return fmt::format("{} has {} {} together: {}", subject(placement), amountsText(placement.demand),
                     placement.canNeverFit ? "in all" : "free", lackText(placement));
}

std::string fullText(const Placement& placement) {
  std::string text;
  const auto say = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  for (const Shortage& shortage : placement.never) say(neverText(placement, shortage));
  for (const Shortage& shortage : placement.shortages) {
    const bool said =
        std::ranges::find(placement.never, shortage.resource, &Shortage::resource) != placement.never.end();
    if (!said && !placement.canNeverFit) say(freeText(placement, shortage));
  }
  if (text.empty()) text = togetherText(placement);
  return placement.canNeverFit ? "it can never fit: " + text : text;
}

}  // namespace

std::string sentence(const Placement& placement) {
  constexpr std::size_t mostNodes = 5;
  if (!placement.obstacles.empty()) return fmt::format("{}", fmt::join(placement.obstacles, "; "));
  if (placement.fits()) {
    const std::size_t more = placement.candidates.size() - std::min(placement.candidates.size(), mostNodes);
    return "it can go to " + someOf(placement.candidates, mostNodes, more == 1 ? " node" : " nodes");
  }
  if (placement.full.empty() && placement.exclusions.empty()) return "the cluster has no nodes";
  if (placement.full.empty()) return "no node takes it: " + exclusionsText(placement);
  std::string text = fullText(placement);
  if (const std::size_t count = excludedNodes(placement); count > 0)
    text += fmt::format("; {} more out of the question: {}",
                        count == 1 ? "1 node" : fmt::format("{} nodes", count), exclusionsText(placement));
  return text;
}

std::string lackText(const Placement& placement) {
  if (placement.nearest.empty()) return {};
  Amounts gap;
  for (const Shortage& shortage : placement.nearest) gap[shortage.resource] = shortage.needed - shortage.free;
  std::string lacking = amountsText(gap);
  if (gap.contains("pods")) lacking += lacking.empty() ? "room for another pod" : ", room for another pod";
  return fmt::format("{} comes nearest, and lacks {}", placement.nearest.front().node, lacking);
}

}  // namespace aictl::kube
