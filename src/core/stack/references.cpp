#include <algorithm>
#include <unordered_map>

#include "core/stack/entries.h"

namespace aictl::stack {
namespace {

Finding missing(const StackEntry& entry, const schema::Reference& reference, const std::vector<StackEntry>& entries) {
  std::vector<std::string> candidates;
  for (const StackEntry& other : entries) {
    if (std::ranges::find(reference.templates, other.found.definition->name) != reference.templates.end()) {
      candidates.push_back(other.name);
    }
  }
  const std::string wanted = fmt::format("{}", fmt::join(reference.templates, " or "));
  const auto near = schema::nearest(reference.name, candidates);
  std::string there = candidates.empty() ? "it has none" : fmt::format("it has {}", fmt::join(candidates, ", "));
  return {.rule = "unknown-entry",
          .message = "there is no " + wanted + " entry '" + reference.name + "' in this stack; " + there,
          .origin = reference.origin,
          .entry = entry.label(),
          .remedy = near.empty() ? "" : "did you mean '" + near + "'?"};
}

/// Finds waves by depth first search. An entry met again on the way down closes a cycle.
class Waves {
 public:
  Waves(const std::vector<StackEntry>& entries, Findings& findings)
      : entries_(entries), findings_(findings), states_(entries.size(), State::unseen), waves_(entries.size(), 0) {}

  std::vector<std::size_t> find() {
    for (std::size_t i = 0; i < entries_.size(); ++i) visit(i);
    return waves_;
  }

 private:
  enum class State : std::uint8_t { unseen, onPath, done };

  void visit(std::size_t index) {
    if (states_[index] == State::done) return;
    states_[index] = State::onPath;
    path_.push_back(index);
    for (const auto& reference : entries_[index].references) {
      const StackEntry* target = resolve(entries_, reference.templates, reference.name);
      if (target == nullptr || reference.external) continue;
      const auto next = static_cast<std::size_t>(target - entries_.data());
      if (states_[next] == State::onPath) {
        complain(next, reference.origin);
        continue;
      }
      visit(next);
      waves_[index] = std::max(waves_[index], waves_[next] + 1);
    }
    path_.pop_back();
    states_[index] = State::done;
  }

  void complain(std::size_t first, Origin origin) {
    std::string cycle;
    for (auto at = std::ranges::find(path_, first); at != path_.end(); ++at) cycle += entries_[*at].label() + " → ";
    findings_.push_back({.rule = "cycle",
                         .message = "entries refer to each other in a circle: " + cycle + entries_[first].label(),
                         .origin = origin,
                         .entry = entries_[path_.back()].label(),
                         .remedy = "take one of these references out"});
  }

  const std::vector<StackEntry>& entries_;
  Findings& findings_;
  std::vector<State> states_;
  std::vector<std::size_t> waves_;
  std::vector<std::size_t> path_;
};

}  // namespace

const StackEntry* resolve(const std::vector<StackEntry>& entries, const std::vector<std::string>& templates,
                          std::string_view name) {
  for (const auto& wanted : templates) {
    const auto found = std::ranges::find_if(entries, [&](const StackEntry& entry) {
      return entry.name == name && entry.found.definition->name == wanted;
    });
    if (found != entries.end()) return &*found;
  }
  return nullptr;
}

void checkReferences(std::vector<StackEntry>& entries, Findings& findings) {
  for (StackEntry& entry : entries) {
    for (const auto& reference : entry.references) {
      if (reference.external || resolve(entries, reference.templates, reference.name) != nullptr) continue;
      findings.push_back(missing(entry, reference, entries));
      entry.faulty = true;
    }
  }
}

std::vector<std::size_t> waves(const std::vector<StackEntry>& entries, Findings& findings) {
  return Waves(entries, findings).find();
}

}  // namespace aictl::stack
