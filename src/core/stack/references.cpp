#include <fmt/format.h>

#include <algorithm>

#include "core/base/nearest.h"
#include "core/stack/entries.h"

namespace aictl::stack {
namespace {

std::string labelOf(std::string_view templateName, std::string_view name) {
  return fmt::format("{}/{}", templateName, name);
}

Finding missing(const StackEntry& entry, const schema::Reference& reference,
                const std::vector<StackEntry>& entries) {
  constexpr std::size_t most = 10;
  std::vector<std::string> candidates;
  for (const StackEntry& other : entries) {
    if (std::ranges::find(reference.templates, other.found.definition->name) != reference.templates.end()) {
      candidates.push_back(other.name);
    }
  }
  std::string there = "it has none";
  if (!candidates.empty()) {
    const auto shown = std::span(candidates).first(std::min(candidates.size(), most));
    there = fmt::format("it has {}{}", fmt::join(shown, ", "),
                        shown.size() < candidates.size() ? " and others" : "");
  }
  return {.rule = "unknown-entry",
          .message = fmt::format("there is no {} entry '{}' in this stack; {}",
                                 fmt::join(reference.templates, " or "), reference.name, there),
          .origin = reference.origin,
          .entry = entry.label(),
          .remedy = didYouMean(reference.name, candidates)};
}

/// Finds waves by depth first search, without recursion: a chain of references may be as long as a stack. An
/// entry met again on the way down closes a cycle.
class Waves {
 public:
  Waves(const std::vector<StackEntry>& entries, const std::vector<std::vector<Edge>>& edges,
        Findings& findings)
      : entries_(entries),
        edges_(edges),
        findings_(findings),
        states_(entries.size(), State::unseen),
        waves_(entries.size(), 0) {}

  std::vector<std::size_t> find() {
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      if (states_[i] == State::unseen) visit(i);
    }
    return waves_;
  }

 private:
  enum class State : std::uint8_t { unseen, onPath, done };
  struct Step {
    std::size_t entry;
    std::size_t next = 0;  ///< the edge to follow
  };

  void visit(std::size_t first) {
    enter(first);
    while (!path_.empty()) {
      Step& step = path_.back();
      if (step.next < edges_[step.entry].size()) {
        follow(edges_[step.entry][step.next++]);
      } else {
        leave();
      }
    }
  }

  void enter(std::size_t entry) {
    states_[entry] = State::onPath;
    path_.push_back({entry});
  }

  void follow(const Edge& edge) {
    switch (states_[edge.target]) {
      case State::unseen:
        enter(edge.target);
        return;
      case State::onPath:
        complain(edge);
        return;
      case State::done:
        raise(path_.back().entry, edge.target);
        return;
    }
  }

  void leave() {
    const std::size_t entry = path_.back().entry;
    states_[entry] = State::done;
    path_.pop_back();
    if (!path_.empty()) raise(path_.back().entry, entry);
  }

  void raise(std::size_t entry, std::size_t above) {
    waves_[entry] = std::max(waves_[entry], waves_[above] + 1);
  }

  void complain(const Edge& edge) {
    std::string cycle;
    for (auto at = std::ranges::find(path_, edge.target, &Step::entry); at != path_.end(); ++at) {
      cycle += entries_[at->entry].label() + " → ";
    }
    findings_.push_back(
        {.rule = "cycle",
         .message = "entries refer to each other in a circle: " + cycle + entries_[edge.target].label(),
         .origin = edge.origin,
         .entry = entries_[path_.back().entry].label(),
         .remedy = "take one of these references out"});
  }

  const std::vector<StackEntry>& entries_;
  const std::vector<std::vector<Edge>>& edges_;
  Findings& findings_;
  std::vector<State> states_;
  std::vector<std::size_t> waves_;
  std::vector<Step> path_;
};

}  // namespace

EntryIndex::EntryIndex(const std::vector<StackEntry>& entries) {
  positions_.reserve(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) positions_.emplace(entries[i].label(), i);
}

std::optional<std::size_t> EntryIndex::find(const std::vector<std::string>& templates,
                                            std::string_view name) const {
  for (const std::string& wanted : templates) {
    const auto found = positions_.find(labelOf(wanted, name));
    if (found != positions_.end()) return found->second;
  }
  return std::nullopt;
}

std::vector<std::vector<Edge>> edges(const std::vector<StackEntry>& entries, const EntryIndex& index) {
  std::vector<std::vector<Edge>> result(entries.size());
  for (std::size_t i = 0; i < entries.size(); ++i) {
    for (const auto& reference : entries[i].references) {
      if (reference.external) continue;
      if (const auto target = index.find(reference.templates, reference.name)) {
        result[i].push_back({*target, reference.origin});
      }
    }
  }
  return result;
}

void checkReferences(std::vector<StackEntry>& entries, Findings& findings) {
  const EntryIndex index(entries);
  for (StackEntry& entry : entries) {
    for (const auto& reference : entry.references) {
      if (reference.external || index.find(reference.templates, reference.name)) continue;
      findings.push_back(missing(entry, reference, entries));
      entry.faulty = true;
    }
  }
}

std::vector<std::size_t> waves(const std::vector<StackEntry>& entries,
                               const std::vector<std::vector<Edge>>& edges, Findings& findings) {
  return Waves(entries, edges, findings).find();
}

}  // namespace aictl::stack
