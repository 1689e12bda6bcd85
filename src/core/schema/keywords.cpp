#include "core/schema/keywords.h"

#include <fmt/format.h>

#include <cmath>

#include "core/schema/formats.h"
#include "core/schema/loader.h"

namespace aictl::schema {
namespace {

// Readers of the values that keywords have. Each adds a finding where the value is something else.

void readText(Reading& reading, const Value& value, std::string& text) {
  if (value.isString()) {
    text = value.string();
  } else {
    reading.wrong(value, "a string");
  }
}

void readTexts(Reading& reading, const Value& value, std::vector<std::string>& texts) {
  if (!value.isList()) return reading.wrong(value, "a list of strings");
  texts.reserve(value.size());
  for (const Value& item : value.items()) {
    if (item.isString()) {
      texts.emplace_back(item.string());
    } else {
      reading.wrong(item, "a string");
    }
  }
}

void readNumber(Reading& reading, const Value& value, Value& number) {
  if (value.isNumber()) {
    number = value;
  } else {
    reading.wrong(value, "a number");
  }
}

void readCount(Reading& reading, const Value& value, std::size_t& count) {
  constexpr double enough = 1e15;
  if (value.isNumber() && value.number() >= 0 && value.number() < enough &&
      std::trunc(value.number()) == value.number()) {
    count = static_cast<std::size_t>(value.number());
  } else {
    reading.wrong(value, "a whole number of at least 0");
  }
}

void readFlag(Reading& reading, const Value& value, bool& flag) {
  if (value.isBoolean()) {
    flag = value.boolean();
  } else {
    reading.wrong(value, "true or false");
  }
}

/// `exclusiveMinimum` is a number, and in OpenAPI 3.0 (CRDs) a flag for `minimum`.
void readExclusive(Reading& reading, const Value& value, Value& number, bool& flag) {
  if (reading.loader.dialect() == Dialect::cluster && value.isBoolean()) {
    flag = value.boolean();
  } else {
    readNumber(reading, value, number);
  }
}

void readConditions(Reading& reading, const Value& value, std::vector<const Node*>& schemas) {
  if (!value.isList() || value.empty()) return reading.wrong(value, "a list of schemas");
  for (const Value& item : value.items()) schemas.push_back(reading.condition(item));
}

void readPattern(Reading& reading, const Value& value) {
  if (!value.isString()) return reading.wrong(value, "a regular expression");
  reading.assertion().pattern.emplace(value);
}

void readDescription(Reading& reading, const Value& value) {
  if (!value.isString()) return reading.wrong(value, "a string");
  reading.node.description = value.string();  // the node's source keeps it
}

// One reader for each keyword that is more than one of these.

std::uint8_t typeBits(std::string_view word) {
  constexpr auto whole = bit(Value::Kind::integer);
  constexpr std::array<std::pair<std::string_view, std::uint8_t>, 7> types{{
      {"string", bit(Value::Kind::string)},
      {"integer", whole},
      {"object", bit(Value::Kind::map)},
      {"array", bit(Value::Kind::list)},
      {"boolean", bit(Value::Kind::boolean)},
      {"number", whole | bit(Value::Kind::number)},
      {"null", bit(Value::Kind::null)},
  }};
  for (const auto& [name, bits] : types) {
    if (name == word) return bits;
  }
  return 0;
}

void readType(Reading& reading, const Value& value) {
  const auto take = [&](const Value& word) {
    const auto bits = word.isString() ? typeBits(word.string()) : std::uint8_t{0};
    if (bits == 0) reading.wrong(word, "string, integer, number, boolean, object, array or null");
    reading.node.types |= bits;
  };
  if (!value.isList()) return take(value);
  for (const Value& word : value.items()) take(word);
}

void readEnum(Reading& reading, const Value& value) {
  if (!value.isList()) return reading.wrong(value, "a list of the values that are allowed");
  reading.node.enumeration.assign(value.items().begin(), value.items().end());
}

void readProperties(Reading& reading, const Value& value) {
  if (!value.isMap()) return reading.wrong(value, "a map of schemas by property");
  if (value.size() > mostProperties)
    return reading.wrong(value, fmt::format("at most {} properties", mostProperties));
  const bool isResource =
      reading.isResource || reading.node.source.find("x-kubernetes-embedded-resource") != nullptr;
  auto& properties = reading.node.properties;
  properties.reserve(value.size());
  for (const Entry& entry : value.entries()) {
    // The API server knows an object's metadata itself, and CRDs say no more than that it is an object.
    const Node* schema = isResource && entry.key.string() == "metadata"
                             ? reading.loader.node(entry.value, reading.document, Role::open)
                             : reading.shape(entry.value);
    properties.push_back({std::string(entry.key.string()), schema, entry.key});
  }
}

void readAdditional(Reading& reading, const Value& value) {
  reading.saysAdditional = true;
  if (value.isBoolean() && !value.boolean()) {
    reading.node.closed = true;
  } else {
    reading.node.additional = reading.shape(value);
  }
}

void readPatternProperties(Reading& reading, const Value& value) {
  if (!value.isMap()) return reading.wrong(value, "a map of schemas by pattern");
  for (const Entry& entry : value.entries()) {
    reading.assertion().patternProperties.emplace_back(LazyPattern(entry.key), reading.shape(entry.value));
  }
}

void readDependentRequired(Reading& reading, const Value& value) {
  if (!value.isMap()) return reading.wrong(value, "a map of lists of properties");
  for (const Entry& entry : value.entries()) {
    auto& dependent = reading.assertion().dependentRequired.emplace_back();
    dependent.first = entry.key.string();
    readTexts(reading, entry.value, dependent.second);
  }
}

void readDependentSchemas(Reading& reading, const Value& value) {
  if (!value.isMap()) return reading.wrong(value, "a map of schemas by property");
  for (const Entry& entry : value.entries()) {
    reading.assertion().dependentSchemas.emplace_back(entry.key.string(), reading.condition(entry.value));
  }
}

void readPrefixItems(Reading& reading, const Value& value) {
  if (!value.isList()) return reading.wrong(value, "a list of schemas");
  for (const Value& item : value.items()) reading.assertion().prefixItems.push_back(reading.shape(item));
}

void readDefinitions(Reading& reading, const Value& value) {
  if (!value.isMap()) return reading.wrong(value, "a map of schemas by name");
}

void readFormat(Reading& reading, const Value& value) {
  std::string name;
  readText(reading, value, name);
  if (reading.loader.dialect() != Dialect::templates || name.empty()) return;
  reading.assertion().format = format(name);
  if (reading.assertions->format != nullptr) return;
  const auto near = nearest(name, formatNames());
  reading.loader.complain("schema-format", "unknown format '" + name + "'", value.origin(),
                          near.empty() ? "" : "did you mean '" + near + "'?");
}

void readXFor(Reading& reading, const Value& value) {
  if (!value.isMap()) return reading.wrong(value, "a map of lists of values, by sibling property");
  for (const Entry& entry : value.entries()) {
    if (!entry.value.isList()) {
      reading.wrong(entry.value, "a list of values");
      continue;
    }
    reading.node.conditions.push_back({std::string(entry.key.string()), entry.value});
  }
}

void readXInstead(Reading& reading, const Value& value) {
  if (!value.isMap()) return reading.wrong(value, "a map of what to write, by key");
  reading.assertion().instead.push_back(value);  // searched only where a key is unknown
}

void readXEntry(Reading& reading, const Value& value) {
  auto& templates = reading.node.entryTemplates;
  if (value.isString()) {
    templates.emplace_back(value.string());
  } else {
    readTexts(reading, value, templates);
  }
}

void readXExtends(Reading& reading, const Value& value) {
  if (value.isString()) {
    reading.extends.push_back(value);
  } else if (value.isList()) {
    reading.extends.assign(value.items().begin(), value.items().end());
  } else {
    reading.wrong(value, "a list of files");
  }
}

void readXPart(Reading& reading, const Value& value) {
  readText(reading, value, reading.node.part);
  const auto& list = reading.loader.files().list;
  if (reading.node.part.empty() || !list) return;
  for (const auto& name : list(reading.node.part))
    reading.node.enumeration.emplace_back(name, value.origin());
  if (reading.node.enumeration.empty()) {
    reading.loader.complain("schema-reference", "the folder '" + reading.node.part + "' has no files",
                            value.origin());
  }
}

constexpr std::uint8_t in(Dialect dialect) {
  return static_cast<std::uint8_t>(1U << static_cast<unsigned>(dialect));
}
constexpr std::uint8_t everywhere = in(Dialect::templates) | in(Dialect::cluster) | in(Dialect::standard);
constexpr std::uint8_t templates = in(Dialect::templates);
constexpr std::uint8_t cluster = in(Dialect::cluster);

using enum Keyword::Effect;
using R = Reading;
using V = const Value&;

// A row is all that a keyword needs.
constexpr std::array keywords{
    Keyword{"$comment", everywhere, annotates, nullptr},
    Keyword{"$defs", everywhere, annotates, readDefinitions},
    Keyword{"$ref", everywhere, annotates, nullptr},  // followed before the words are read
    Keyword{"$schema", everywhere, annotates, nullptr},
    Keyword{"additionalProperties", everywhere, shapes, readAdditional},
    Keyword{"allOf", everywhere, asserts, [](R& r, V v) { readConditions(r, v, r.assertion().allOf); }},
    Keyword{"anyOf", everywhere, asserts, [](R& r, V v) { readConditions(r, v, r.assertion().anyOf); }},
    Keyword{"const", everywhere, asserts, [](R& r, V v) { r.assertion().constant = v; }},
    Keyword{"contains", everywhere, asserts, [](R& r, V v) { r.assertion().contains = r.condition(v); }},
    Keyword{"default", everywhere, annotates, [](R& r, V v) { r.node.defaultValue = v; }},
    Keyword{"dependentRequired", everywhere, asserts, readDependentRequired},
    Keyword{"dependentSchemas", everywhere, asserts, readDependentSchemas},
    Keyword{"deprecated", everywhere, annotates, nullptr},
    Keyword{"description", everywhere, annotates, readDescription},
    Keyword{"else", everywhere, asserts, [](R& r, V v) { r.assertion().alternative = r.condition(v); }},
    Keyword{"enum", everywhere, asserts, readEnum},
    Keyword{"example", cluster, annotates, nullptr},
    Keyword{"examples", everywhere, annotates, nullptr},
    Keyword{"exclusiveMaximum", everywhere, asserts,
            [](R& r, V v) { readExclusive(r, v, r.assertion().exclusiveMaximum, r.maximumIsExclusive); }},
    Keyword{"exclusiveMinimum", everywhere, asserts,
            [](R& r, V v) { readExclusive(r, v, r.assertion().exclusiveMinimum, r.minimumIsExclusive); }},
    Keyword{"externalDocs", cluster, annotates, nullptr},
    Keyword{"format", everywhere, asserts, readFormat},
    Keyword{"if", everywhere, asserts, [](R& r, V v) { r.assertion().condition = r.condition(v); }},
    Keyword{"items", everywhere, shapes, [](R& r, V v) { r.node.items = r.shape(v); }},
    Keyword{"maxContains", everywhere, asserts,
            [](R& r, V v) { readCount(r, v, r.assertion().contained.most); }},
    Keyword{"maxItems", everywhere, asserts,
            [](R& r, V v) { readCount(r, v, r.assertion().itemCount.most); }},
    Keyword{"maxLength", everywhere, asserts, [](R& r, V v) { readCount(r, v, r.assertion().length.most); }},
    Keyword{"maxProperties", everywhere, asserts,
            [](R& r, V v) { readCount(r, v, r.assertion().entryCount.most); }},
    Keyword{"maximum", everywhere, asserts, [](R& r, V v) { readNumber(r, v, r.assertion().maximum); }},
    Keyword{"minContains", everywhere, asserts,
            [](R& r, V v) { readCount(r, v, r.assertion().contained.least); }},
    Keyword{"minItems", everywhere, asserts,
            [](R& r, V v) { readCount(r, v, r.assertion().itemCount.least); }},
    Keyword{"minLength", everywhere, asserts, [](R& r, V v) { readCount(r, v, r.assertion().length.least); }},
    Keyword{"minProperties", everywhere, asserts,
            [](R& r, V v) { readCount(r, v, r.assertion().entryCount.least); }},
    Keyword{"minimum", everywhere, asserts, [](R& r, V v) { readNumber(r, v, r.assertion().minimum); }},
    Keyword{"multipleOf", everywhere, asserts, [](R& r, V v) { readNumber(r, v, r.assertion().multipleOf); }},
    Keyword{"not", everywhere, asserts, [](R& r, V v) { r.assertion().negated = r.condition(v); }},
    Keyword{"nullable", cluster, annotates, [](R& r, V v) { readFlag(r, v, r.nullable); }},
    Keyword{"oneOf", everywhere, asserts, [](R& r, V v) { readConditions(r, v, r.assertion().oneOf); }},
    Keyword{"pattern", everywhere, asserts, readPattern},
    Keyword{"patternProperties", everywhere, shapes, readPatternProperties},
    Keyword{"prefixItems", everywhere, shapes, readPrefixItems},
    Keyword{"properties", everywhere, shapes, readProperties},
    Keyword{"propertyNames", everywhere, asserts,
            [](R& r, V v) { r.assertion().propertyNames = r.condition(v); }},
    Keyword{"required", everywhere, asserts, [](R& r, V v) { readTexts(r, v, r.node.required); }},
    Keyword{"then", everywhere, asserts, [](R& r, V v) { r.assertion().consequence = r.condition(v); }},
    Keyword{"title", everywhere, annotates, nullptr},
    Keyword{"type", everywhere, asserts, readType},
    Keyword{"uniqueItems", everywhere, asserts, [](R& r, V v) { readFlag(r, v, r.assertion().uniqueItems); }},
    Keyword{"x-entry", templates, annotates, readXEntry},
    Keyword{"x-extends", templates, shapes, readXExtends},
    Keyword{"x-for", templates, annotates, readXFor},
    Keyword{"x-instead", templates, annotates, readXInstead},
    Keyword{"x-kubernetes-embedded-resource", cluster, asserts,
            [](R& r, V v) { readFlag(r, v, r.isResource); }},
    Keyword{"x-kubernetes-int-or-string", cluster, asserts,
            [](R& r, V v) { readFlag(r, v, r.isIntegerOrString); }},
    Keyword{"x-kubernetes-preserve-unknown-fields", cluster, annotates,
            [](R& r, V v) { readFlag(r, v, r.keepsUnknown); }},
    Keyword{"x-names", templates, annotates, [](R& r, V v) { readText(r, v, r.node.names); }},
    Keyword{"x-part", templates, asserts, readXPart},
    Keyword{"x-short", templates, annotates, [](R& r, V v) { readText(r, v, r.node.shortProperty); }},
};

// Every word of every schema is looked up here, so it is done by hash: one comparison for most.
constexpr std::size_t slotCount = 256;
constexpr std::uint8_t noKeyword = 255;

constexpr std::size_t slotOf(std::string_view word) {
  std::size_t hash = word.size();
  for (const std::size_t at : {std::size_t{0}, word.size() / 2, word.size() - 1}) {
    hash = hash * 31 + static_cast<unsigned char>(word[at]);
  }
  return hash % slotCount;
}

constexpr auto slots = [] {
  std::array<std::uint8_t, slotCount> table{};
  table.fill(noKeyword);
  for (std::size_t i = 0; i < keywords.size(); ++i) {
    auto slot = slotOf(keywords[i].word);
    while (table[slot] != noKeyword) slot = (slot + 1) % slotCount;
    table[slot] = static_cast<std::uint8_t>(i);
  }
  return table;
}();

// Merge strategies, list keys, CEL rules: for the API server, not for a check of one manifest.
constexpr Keyword ofKubernetes{"x-kubernetes-", cluster, annotates, nullptr};

}  // namespace

const Keyword* keyword(std::string_view word, Dialect dialect) {
  if (word.empty()) return nullptr;
  for (auto slot = slotOf(word); slots[slot] != noKeyword; slot = (slot + 1) % slotCount) {
    const Keyword& found = keywords[slots[slot]];
    if (found.word == word && (found.dialects & in(dialect)) != 0) return &found;
  }
  return dialect == Dialect::cluster && word.starts_with(ofKubernetes.word) ? &ofKubernetes : nullptr;
}

std::string nearestKeyword(std::string_view word, Dialect dialect) {
  std::vector<std::string> words;
  for (const Keyword& candidate : keywords) {
    if ((candidate.dialects & in(dialect)) != 0) words.emplace_back(candidate.word);
  }
  return nearest(word, words);
}

}  // namespace aictl::schema
