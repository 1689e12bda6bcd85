#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/jsone/jsone.h"
#include "core/pack/pack.h"

namespace aictl::pack {

/// What templates know as `found` (templates/README.md) where a folder shows nothing but its name.
Value nothingFound(const std::string& name);

/// How a stack begins with a template: its `init.yaml` (templates/README.md), else the first of its examples
/// that refers to nothing.
class Beginning {
 public:
  /// `scope` has what was found (`found`, `has`, `objects`) and the functions of templates; it must outlive
  /// this. What `lib/init.yaml` makes of it is known by name too.
  Beginning(const Packs::Found& found, const jsone::Scope& scope, Findings& findings);

  /// Whether what was found is for this template.
  Result<bool> fits() const;

  /// The image where nobody says another; "" where the entries have none.
  Result<std::string> image() const;

  /// The entries with that image: `{TEMPLATE: {NAME: SPEC}}`.
  Result<Value> entries(const std::string& image) const;

  /// What a person has to know of the entries, or to change.
  Result<std::vector<std::string>> notes(const std::string& image) const;

 private:
  Result<Value> evaluated(std::string_view key, const std::string& image) const;

  Packs::Found found_;
  Value document_;  ///< of `init.yaml`; null where there is none
  jsone::Scope scope_;
};

}  // namespace aictl::pack
