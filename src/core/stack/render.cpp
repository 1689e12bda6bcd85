#include <algorithm>
#include <map>
#include <optional>

#include "core/pack/functions.h"
#include "core/pack/render.h"
#include "core/stack/entries.h"
#include "core/stack/manifest_checks.h"
#include "core/stack/patches.h"
#include "core/stack/stack.h"

namespace aictl::stack {
namespace {

/// Renders the entries of a stack in the order of their references: what an entry offers is known before
/// those that refer to it are looked at.
class StackRenderer {
 public:
  StackRenderer(const Stack& stack, const std::string& nameSpace, Findings& findings)
      : stack_(stack),
        nameSpace_(nameSpace),
        findings_(findings),
        index_(stack.entries),
        edges_(edges(stack.entries, index_)),
        waves_(waves(stack.entries, edges_, findings)),
        chosen_(stack.entries.size(), false),
        sound_(stack.entries.size(), true),
        offers_(stack.entries.size()) {
    pack::addFunctions(functions_);
  }

  void chooseAll() { chosen_.assign(chosen_.size(), true); }

  /// Chooses an entry with all that it refers to.
  void choose(const StackEntry& entry) {
    std::vector<std::size_t> open{static_cast<std::size_t>(&entry - stack_.entries.data())};
    while (!open.empty()) {
      const auto index = open.back();
      open.pop_back();
      if (chosen_[index]) continue;
      chosen_[index] = true;
      for (const Edge& edge : edges_[index]) open.push_back(edge.target);
    }
  }

  std::vector<Rendered> render() {
    // Manifests keep the order of the file; what they need is made in the order of the waves.
    std::vector<std::size_t> order(stack_.entries.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t index) { return waves_[index]; });
    std::vector<std::vector<Value>> manifests(order.size());
    for (const auto index : order) {
      if (chosen_[index]) manifests[index] = renderEntry(index);
    }
    std::vector<Rendered> result;
    for (std::size_t index = 0; index < manifests.size(); ++index) {
      for (Value& object : manifests[index]) {
        result.push_back({std::move(object), stack_.entries[index].label(), waves_[index]});
      }
    }
    return result;
  }

  std::vector<std::string> leftOut() const {
    std::vector<std::string> labels;
    for (std::size_t i = 0; i < chosen_.size(); ++i) {
      if (!chosen_[i] || !sound_[i]) labels.push_back(stack_.entries[i].label());
    }
    return labels;
  }

 private:
  /// An entry is rendered when it and all that it refers to have no errors.
  bool needsAreSound(std::size_t index) const {
    return std::ranges::all_of(edges_[index], [&](const Edge& edge) { return sound_[edge.target]; });
  }

  std::vector<Value> renderEntry(std::size_t index) {
    const StackEntry& entry = stack_.entries[index];
    if (entry.faulty) {
      sound_[index] = false;
      return {};
    }
    const pack::Subject subject{.found = entry.found,
                                .name = entry.name,
                                .nameSpace = nameSpace_,
                                .stack = stack_.name,
                                .environment = stack_.environment,
                                .spec = entry.filled,
                                .origin = entry.key.origin()};
    pack::EntryRenderer renderer(subject, functions_, [this](const auto& templates, std::string_view name) {
      return offersOf(templates, name);
    });
    Findings findings;
    renderer.checkRules(findings);
    offers_[index] = renderer.offers(findings);
    sound_[index] = !hasErrors(findings) && needsAreSound(index);
    std::vector<Value> manifests;
    if (sound_[index]) manifests = renderer.manifests(findings);
    append(findings_, std::move(findings));
    return manifests;
  }

  std::optional<Value> offersOf(const std::vector<std::string>& templates, std::string_view name) const {
    const auto index = index_.find(templates, name);
    if (!index) return std::nullopt;
    if (sound_[*index] && offers_[*index]) return offers_[*index];
    Value nothing = Value::map();
    for (const auto& offer : stack_.entries[*index].found.definition->offered)
      nothing.set(Value(offer), Value());
    return nothing;
  }

  const Stack& stack_;
  const std::string& nameSpace_;
  Findings& findings_;
  EntryIndex index_;
  std::vector<std::vector<Edge>> edges_;
  std::vector<std::size_t> waves_;
  std::vector<bool> chosen_;
  std::vector<bool> sound_;
  std::vector<std::optional<Value>> offers_;
  jsone::Scope functions_;
};

}  // namespace

std::vector<Rendered> render(const Stack& stack, const std::vector<std::string>& names,
                             const std::string& nameSpace, Findings& findings) {
  StackRenderer renderer(stack, nameSpace, findings);
  const bool isUnread = stack.entries.empty() && hasErrors(findings);  // what entries it has is not known
  for (const std::string& name : names) {
    if (isUnread) break;
    if (const StackEntry* entry = findEntry(stack, name, findings)) renderer.choose(*entry);
  }
  if (names.empty()) renderer.chooseAll();
  std::vector<Rendered> manifests = renderer.render();
  if (names.empty()) {
    for (const Value& plain : stack.plain) manifests.push_back({plain, "", 0});
  }
  auto left = renderer.leftOut();
  if (!names.empty()) left.emplace_back();  // the plain ones
  applyPatches(stack.patches, manifests, left, findings);
  checkManifests(manifests, nameSpace, findings);
  return manifests;
}

}  // namespace aictl::stack
