#include "core/schema/graph.h"

namespace aictl::schema {

const Node::Property* Node::property(std::string_view name) const {
  for (const Property& candidate : properties) {
    if (candidate.name == name) return &candidate;
  }
  return nullptr;
}

const Node* childSchema(const Node& object, std::string_view key) {
  if (const auto* property = object.property(key)) return property->schema;
  if (object.assertions != nullptr) {
    for (const auto& [pattern, schema] : object.assertions->patternProperties) {
      if (pattern.compiled().found(key)) return schema;
    }
  }
  return object.additional;
}

const Node* itemSchema(const Node& list, std::size_t index) {
  if (list.assertions != nullptr && index < list.assertions->prefixItems.size()) {
    return list.assertions->prefixItems[index];
  }
  return list.items;
}

bool isRaw(const Node& node) {
  if (node.any) return true;
  if (!node.properties.empty() || node.items != nullptr) return false;
  if (node.additional != nullptr && !node.additional->any) return false;
  return node.assertions == nullptr ||
         (node.assertions->prefixItems.empty() && node.assertions->patternProperties.empty());
}

}  // namespace aictl::schema
