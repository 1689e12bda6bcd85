#pragma once

#include <map>
#include <string>

#include "core/base/value.h"
#include "core/schema/schema.h"

namespace aictl::schema {

/// Writes schemas of packs as JSON Schema (draft 2020-12) of what a person may write in a stack file: short
/// forms, and expressions in the place of values. Editors read it. What it says less than the check (`x-for`,
/// the rules of templates) it leaves out: nothing that is right is wrong to it.
class StandardWriter {
 public:
  /// The schema at this node. Objects are written once, into `definitions`, under the prefix.
  Value write(const Node& node, const std::string& prefix);

  /// `$defs` for all that was written: a map of schemas.
  Value definitions() const;

 private:
  Value body(const Node& node, const std::string& prefix);
  Value inside(const Node& node, const std::string& prefix);

  std::map<const Node*, std::string> names_;
  Value definitions_ = Value::map();
};

}  // namespace aictl::schema
