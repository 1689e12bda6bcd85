#pragma once

#include <string>

#include "core/base/value.h"

namespace aictl::pack {

/// An object of a cluster, or several, that data of a pack has to know.
struct Wanted {
  std::string as;  ///< what its expressions call it
  std::string apiVersion;
  std::string kind;
  std::string name;  ///< of one object in the namespace of who asks; "" for all that have the labels
  Value labels;
  bool isOptional = false;  ///< where it is not there, or this user may not read it, it is null
};

/// Reads `{apiVersion, kind, name}` or `{apiVersion, kind, labels}`, which may have `optional: true`.
Wanted wantedOf(std::string as, const Value& written);

}  // namespace aictl::pack
