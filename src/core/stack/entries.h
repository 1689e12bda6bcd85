#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// The keys of a stack that are not names of templates.
const std::vector<std::string>& stackKeys();

/// Makes the entries of a document whose expressions are evaluated: finds their templates, brings specs into
/// their one shape, checks and fills them. An entry with errors is marked faulty.
std::vector<StackEntry> readEntries(const Value& document, pack::Packs& packs, Findings& findings);

/// One entry of a template that was found, checked like those of a stack.
StackEntry makeEntry(const pack::Packs::Found& found, const Value& key, const Value& spec,
                     Findings& findings);

/// Finds the entries of a stack by what references call them. The entries must outlive it, and stay.
class EntryIndex {
 public:
  explicit EntryIndex(const std::vector<StackEntry>& entries);

  /// The position of the first of the templates' entries that has the name; none where there is none.
  std::optional<std::size_t> find(const std::vector<std::string>& templates, std::string_view name) const;

 private:
  std::unordered_map<std::string, std::size_t> positions_;  ///< by label
};

/// A reference that leads to another entry: its position, and where the reference stands.
struct Edge {
  std::size_t target = 0;
  Origin origin;
};

/// The references of each entry that lead to entries of the stack (those to what is outside of it do not).
std::vector<std::vector<Edge>> edges(const std::vector<StackEntry>& entries, const EntryIndex& index);

/// Checks that what entries refer to is there; an entry with a reference to nothing is marked faulty.
void checkReferences(std::vector<StackEntry>& entries, Findings& findings);

/// Each entry's wave: above the waves of all that it refers to. Entries on a cycle are told with the cycle.
std::vector<std::size_t> waves(const std::vector<StackEntry>& entries,
                               const std::vector<std::vector<Edge>>& edges, Findings& findings);

}  // namespace aictl::stack
