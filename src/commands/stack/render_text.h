#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/kube/api/objects.h"
#include "core/stack/stack.h"

namespace aictl::commands {

/// Manifests as `yaml` (documents), `json` (a `List` where there are several) or `name` (one
/// `kind.group/name` a line, as kubectl has it).
std::string renderedText(std::span<const stack::Rendered> manifests, std::string_view format);

/// Manifests as YAML, each line with the place that it came from before it.
std::string withOrigins(const std::vector<stack::Rendered>& manifests, const Sources& sources);

/// `tfjob.example.com/name`: kind in lower case, group where there is one, name.
std::string objectName(const Value& manifest);
std::string objectName(const kube::ObjectName& object);

/// The same beside objects of a namespace: `configmap/m -n other` of one that is in another.
std::string objectName(const kube::ObjectName& object, std::string_view nameSpace);

/// What reports call an object: `train/a` of an entry's, `configmap/m` of one that is of no entry.
std::string entryOrObject(const kube::ObjectName& object);

}  // namespace aictl::commands
