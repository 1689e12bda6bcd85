#pragma once

#include <cstddef>
#include <string>

#include "core/base/finding.h"

namespace aictl::pack {

/// Says all that is wrong with a pack in a folder: each file of it is read, each template loaded with its
/// schema's patterns and defaults, each manifest looked up, each example held against its schema, and
/// rendered where it refers to no other entry. Gives the number of templates.
std::size_t checkPack(const std::string& folder, Sources& sources, Findings& findings);

}  // namespace aictl::pack
