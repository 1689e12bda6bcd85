#include "core/stack/typed.h"

#include "core/yaml/yaml.h"

namespace aictl::stack {
namespace {

using Kind = Value::Kind;

/// Everything inside a value of the command line stands at its option.
Value placed(const Value& value, Origin origin) {
  if (value.empty()) return value.withOrigin(origin);
  Value result = value.isList() ? Value::list({}, origin) : Value::map({}, origin);
  if (value.isList()) {
    for (const Value& item : value.items()) result.push(placed(item, origin));
  } else {
    for (const Entry& entry : value.entries())
      result.set(entry.key.withOrigin(origin), placed(entry.value, origin));
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

bool isStructured(std::string_view text) { return text.starts_with('{') || text.starts_with('['); }

Value typed(std::string_view text, const schema::Node* node, Origin origin, Findings& findings) {
  const bool mayHold = node == nullptr || node->any || node->allows(Kind::list) || node->allows(Kind::map);
  if (isStructured(text) && mayHold) {
    Findings faults;
    const Value value = yaml::readDocument(text, 0, faults);
    if (faults.empty()) return placed(value, origin);
    for (Finding& fault : faults) fault.origin = origin;
    append(findings, std::move(faults));
    return {text, origin};
  }
  const schema::Node* scalar = scalarNode(node);
  Value value = yaml::readScalar(text, origin);
  if (scalar == nullptr || scalar->any) return value;
  if (value.isNull()) return scalar->allows(Kind::string) ? Value(text, origin) : value;
  // `1` for an integer or a string is a number; `v1` and `010` for them are strings, as is `true` for a
  // string.
  const bool fits = scalar->allows(value.kind()) || (value.isInteger() && scalar->allows(Kind::number));
  const bool isMeant = !scalar->allows(Kind::string) || yaml::write(value) == std::string(text) + "\n";
  return fits && isMeant ? value : Value(text, origin);
}

}  // namespace aictl::stack
