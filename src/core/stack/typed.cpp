#include "core/stack/typed.h"

#include "core/yaml/yaml.h"

namespace aictl::stack {
namespace {

using Kind = Value::Kind;

bool looksStructured(std::string_view text) { return text.starts_with('{') || text.starts_with('['); }

/// Everything inside a value of the command line stands at its option.
Value placed(const Value& value, Origin origin) {
  Value result = value.withOrigin(origin);
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (value.isList()) result.at(i) = placed(value[i], origin);
  }
  if (value.isMap() && !value.empty()) {
    result = Value::map({}, origin);
    for (const Entry& entry : value.entries()) result.set(entry.key.withOrigin(origin), placed(entry.value, origin));
  }
  return result;
}

/// The schema of the short form, where the object has one.
const schema::Node* scalarNode(const schema::Node* node) {
  if (node == nullptr || node->shortProperty.empty()) return node;
  const auto* property = node->property(node->shortProperty);
  return property == nullptr ? nullptr : property->schema;
}

}  // namespace

Value typed(std::string_view text, const schema::Node* node, Origin origin, Findings& findings) {
  const bool structured = node == nullptr || node->any || node->allows(Kind::list) || node->allows(Kind::map);
  if (looksStructured(text) && structured) {
    Findings faults;
    const Value value = yaml::readDocument(text, 0, faults);
    if (faults.empty()) return placed(value, origin);
    for (Finding& fault : faults) {
      fault.origin = origin;
      findings.push_back(std::move(fault));
    }
    return {text, origin};
  }
  const schema::Node* scalar = scalarNode(node);
  Value value = yaml::readScalar(text, origin);
  if (scalar == nullptr || scalar->any) return value;
  // `1` for an integer or a string is a number; `v1` for them is a string; `true` for a string is a string.
  const bool fits = !value.isNull() && scalar->allows(value.kind());
  const bool integerAsNumber = value.isInteger() && scalar->allows(Kind::number);
  return fits || integerAsNumber ? value : Value(text, origin);
}

}  // namespace aictl::stack
