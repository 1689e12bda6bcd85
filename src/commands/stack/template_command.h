#pragma once

#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/pack/template.h"

namespace aictl::commands {

/// Says where a property of a template would have the flag of another, or of an option that all such
/// commands have: `--namespace`, `--context` and so on.
void checkFlagNames(const pack::Template& definition, Findings& findings);

/// The folders that `--pack` names in the arguments, which have to be known before the flags can be made.
std::vector<std::string> packFolders(const std::vector<std::string>& arguments);

}  // namespace aictl::commands
