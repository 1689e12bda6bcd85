#include "core/schema/standard.h"

#include <fmt/format.h>

#include <array>
#include <limits>

#include "core/schema/assertions.h"
#include "core/schema/formats.h"

namespace aictl::schema {
namespace {

constexpr std::string_view definitionsPath = "#/$defs/";
constexpr std::string_view expressionName = "expression";

Value reference(std::string_view name) {
  return Value::map({{"$ref", Value(std::string(definitionsPath) + std::string(name))}});
}

/// What may stand for any value: a text with `${…}`, a map of a JSON-e operator (one key begins with `$`),
/// and null, which is as if nothing were written.
Value expression() {
  const Value text = Value::map({{"type", "string"}, {"pattern", "\\$\\{"}});
  const Value noOperator = Value::map({{"not", Value::map({{"pattern", "^\\$"}})}});
  const Value operators =
      Value::map({{"type", "object"}, {"not", Value::map({{"propertyNames", noOperator}})}});
  return Value::map({{"anyOf", Value::list({text, operators, Value::map({{"type", "null"}})})}});
}

constexpr std::array<std::pair<Value::Kind, const char*>, 7> typeNames{{
    {Value::Kind::string, "string"},
    {Value::Kind::integer, "integer"},
    {Value::Kind::number, "number"},
    {Value::Kind::boolean, "boolean"},
    {Value::Kind::list, "array"},
    {Value::Kind::map, "object"},
    {Value::Kind::null, "null"},
}};

void addTypes(const Node& node, Value& schema) {
  if (node.types == 0) return;
  Value types = Value::list();
  for (const auto& [kind, name] : typeNames) {
    if (kind == Value::Kind::integer && node.allows(Value::Kind::number)) continue;
    if (node.allows(kind)) types.push(Value(name));
  }
  schema.set("type", types.size() == 1 ? types[0] : types);
}

void addIf(Value& schema, const char* keyword, const Value& bound) {
  if (!bound.isNull()) schema.set(keyword, bound);
}

void addAmount(Value& schema, const char* least, const char* most, const Amount& amount) {
  if (amount.least > 0) schema.set(least, Value(amount.least));
  if (amount.most < std::numeric_limits<std::size_t>::max()) schema.set(most, Value(amount.most));
}

void addAssertions(const Node& node, Value& schema) {
  const Node::Assertions* all = node.assertions;
  if (all == nullptr) return;
  if (all->constant) schema.set("const", *all->constant);
  addIf(schema, "minimum", all->minimum);
  addIf(schema, "maximum", all->maximum);
  addIf(schema, "exclusiveMinimum", all->exclusiveMinimum);
  addIf(schema, "exclusiveMaximum", all->exclusiveMaximum);
  addIf(schema, "multipleOf", all->multipleOf);
  addAmount(schema, "minLength", "maxLength", all->length);
  addAmount(schema, "minItems", "maxItems", all->itemCount);
  addAmount(schema, "minProperties", "maxProperties", all->entryCount);
  if (all->uniqueItems) schema.set("uniqueItems", Value(true));
  if (all->pattern) schema.set("pattern", all->pattern->text());
  if (!all->patternProperties.empty()) {
    Value patterns = Value::map();
    for (const auto& pattern : all->patternProperties) patterns.set(pattern.first.text(), Value(true));
    schema.set("patternProperties", std::move(patterns));
  }
}

/// What a person reads of it in an editor.
std::string descriptionOf(const Node& node) {
  std::string text(node.description);
  if (node.assertions != nullptr && node.assertions->format != nullptr)
    text += fmt::format("{}{}.", text.empty() ? "" : " It is ", node.assertions->format->expected);
  return text;
}

}  // namespace

Value StandardWriter::write(const Node& node, const std::string& prefix) {
  if (node.any) return Value(true);
  if (node.never) return Value(false);
  Value schema = Value::map();
  if (const auto text = descriptionOf(node); !text.empty()) schema.set("description", Value(text));
  if (node.defaultValue) schema.set("default", *node.defaultValue);
  Value forms = Value::list({body(node, prefix)});
  if (const auto* inner = node.property(node.shortProperty)) forms.push(write(*inner->schema, prefix));
  forms.push(reference(expressionName));
  schema.set("anyOf", std::move(forms));
  return schema;
}

Value StandardWriter::body(const Node& node, const std::string& prefix) {
  if (node.properties.empty()) return inside(node, prefix);
  const auto known = names_.find(&node);
  if (known != names_.end()) return reference(known->second);
  const std::string name = fmt::format("{}-{}", prefix, node.number);
  names_.emplace(&node, name);
  definitions_.set(name, Value());  // its place; a schema may recur
  definitions_.set(name, inside(node, prefix));
  return reference(name);
}

Value StandardWriter::inside(const Node& node, const std::string& prefix) {
  Value schema = Value::map();
  addTypes(node, schema);
  if (!node.enumeration.empty()) {
    Value values = Value::list();
    for (const Value& value : node.enumeration) values.push(value);
    schema.set("enum", std::move(values));
  }
  if (node.items != nullptr) schema.set("items", write(*node.items, prefix));
  if (!node.properties.empty()) {
    Value properties = Value::map();
    for (const auto& property : node.properties)
      properties.set(property.name, write(*property.schema, prefix));
    schema.set("properties", std::move(properties));
  }
  if (node.additional != nullptr) {
    schema.set("additionalProperties", write(*node.additional, prefix));
  } else if (node.closed) {
    schema.set("additionalProperties", Value(false));
  }
  addAssertions(node, schema);
  return schema;
}

Value StandardWriter::definitions() const {
  Value all = definitions_;
  all.set(expressionName, expression());
  return all;
}

}  // namespace aictl::schema
