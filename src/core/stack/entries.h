#pragma once

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
StackEntry makeEntry(const pack::Packs::Found& found, const Value& key, const Value& spec, Findings& findings);

/// Checks that what entries refer to is there; an entry with a reference to nothing is marked faulty.
void checkReferences(std::vector<StackEntry>& entries, Findings& findings);

/// The entry that a reference names: the first of its templates that has one of that name; nullptr for none.
const StackEntry* resolve(const std::vector<StackEntry>& entries, const std::vector<std::string>& templates,
                          std::string_view name);

/// Each entry's wave: above the waves of all that it refers to. Entries on a cycle are told with the cycle.
std::vector<std::size_t> waves(const std::vector<StackEntry>& entries, Findings& findings);

}  // namespace aictl::stack
