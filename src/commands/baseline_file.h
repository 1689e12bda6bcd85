#pragma once

#include <functional>
#include <string>

#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::commands {

/// The document of an earlier run, as `--baseline` names it; null with "". A Failure with the file's name
/// where it cannot be read, or where `faultsOf` has something against it.
Result<Value> readBaseline(const std::string& path,
                           const std::function<Findings(const Value& document)>& faultsOf);

}  // namespace aictl::commands
