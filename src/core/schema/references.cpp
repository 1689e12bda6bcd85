#include "core/schema/graph.h"

namespace aictl::schema {
namespace {

bool isExternal(const Value* object) {
  const Value* external = object == nullptr ? nullptr : object->find("external");
  return external != nullptr && external->isBoolean() && external->boolean();
}

/// `object` is the map that the value is a property of; nullptr where it is none.
void collect(const Node& node, const Value& value, const Value* object, std::vector<Reference>& references) {
  if (node.any) return;
  if (value.isString() && !node.entryTemplates.empty()) {
    references.push_back(
        {node.entryTemplates, std::string(value.string()), value.origin(), isExternal(object)});
  } else if (value.isMap()) {
    for (const Entry& entry : value.entries()) {
      const Node* schema = childSchema(node, entry.key.string());
      if (schema != nullptr) collect(*schema, entry.value, &value, references);
    }
  } else if (value.isList()) {
    for (std::size_t i = 0; i < value.size(); ++i) {
      const Node* schema = itemSchema(node, i);
      if (schema != nullptr) collect(*schema, value.items()[i], object, references);
    }
  }
}

}  // namespace

std::vector<Reference> references(const Node& node, const Value& value) {
  std::vector<Reference> result;
  collect(node, value, nullptr, result);
  return result;
}

}  // namespace aictl::schema
