#include "commands/stack/spec_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/stack/typed.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

using Kind = Value::Kind;

/// `serviceAccount` → `service-account`
std::string kebab(std::string_view name) {
  std::string result;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      if (!result.empty()) result += '-';
      result += static_cast<char>(c + 32);
    } else {
      result += c;
    }
  }
  return result;
}

bool isOnly(const schema::Node& node, Kind kind) { return node.types == (1U << static_cast<unsigned>(kind)); }
bool isList(const schema::Node& node) { return node.types != 0 && node.allows(Kind::list); }
bool isObject(const schema::Node& node) {
  return node.types != 0 && node.allows(Kind::map) && !node.properties.empty();
}
bool isMap(const schema::Node& node) {
  return node.types != 0 && node.allows(Kind::map) && node.properties.empty();
}

const schema::Node* shortNode(const schema::Node& node) {
  const auto* property = node.shortProperty.empty() ? nullptr : node.property(node.shortProperty);
  return property == nullptr ? nullptr : property->schema;
}

/// Whether `--name` and `--no-name` say all that it can be.
bool isSwitch(const schema::Node& node) {
  const auto* inner = shortNode(node);
  return isOnly(inner != nullptr ? *inner : node, Kind::boolean);
}

std::string typeName(const schema::Node& node) {
  if (!node.enumeration.empty()) {
    std::string names;
    for (const Value& value : node.enumeration) {
      if (!value.isList() && !value.isMap()) names += (names.empty() ? "" : "|") + value.scalarText();
    }
    return names;
  }
  if (isList(node)) return node.items == nullptr ? "VALUE,..." : typeName(*node.items) + ",...";
  if (isMap(node)) return "KEY=VALUE";
  if (const auto* inner = shortNode(node)) return typeName(*inner);
  if (isObject(node)) return "YAML";
  if (!node.entryTemplates.empty()) return "NAME";
  if (node.allows(Kind::string)) return "TEXT";
  return node.allows(Kind::number) && !isOnly(node, Kind::integer) ? "NUMBER" : "COUNT";
}

/// The parts between commas.
std::vector<std::string_view> parts(std::string_view text) {
  std::vector<std::string_view> result;
  while (true) {
    const auto comma = text.find(',');
    result.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return result;
    text.remove_prefix(comma + 1);
  }
}

void setAt(Value& target, const std::vector<std::string>& path, std::size_t next, const Value& value) {
  if (next == path.size()) {
    target = value;
    return;
  }
  const Value key(path[next], value.origin());
  if (!target.isMap()) target = Value::map({}, value.origin());
  if (target.find(path[next]) == nullptr) target.set(key, Value());
  setAt(target.at(path[next]), path, next + 1, value);
}

Value listOf(const std::vector<std::string>& texts, const schema::Node& node, Origin origin,
             Findings& findings) {
  Value list = Value::list({}, origin);
  for (const std::string& text : texts) {
    if (stack::isStructured(text)) {
      const Value value = stack::typed(text, &node, origin, findings);
      if (!value.isList()) {
        list.push(value);
        continue;
      }
      for (const Value& item : value.items()) list.push(item);
      continue;
    }
    for (const auto part : parts(text)) list.push(stack::typed(part, node.items, origin, findings));
  }
  return list;
}

Value mapOf(const std::vector<std::string>& texts, const schema::Node& node, const std::string& flag,
            Origin origin, Findings& findings) {
  Value map = Value::map({}, origin);
  for (const std::string& text : texts) {
    if (stack::isStructured(text)) {
      const Value value = stack::typed(text, &node, origin, findings);
      if (value.isMap()) {
        for (const Entry& entry : value.entries()) map.set(entry.key, entry.value);
      }
      continue;
    }
    const auto equals = text.find('=');
    if (equals == std::string::npos) {
      findings.push_back({.rule = "usage",
                          .message = "'" + text + "' is no KEY=VALUE",
                          .origin = origin,
                          .remedy = "write it as in " + flag + " KEY=VALUE"});
      continue;
    }
    map.set(Value(text.substr(0, equals), origin),
            stack::typed(std::string_view(text).substr(equals + 1), node.additional, origin, findings));
  }
  return map;
}

}  // namespace

std::string flagName(const std::vector<std::string>& path) {
  std::string name = "--";
  for (const auto& word : path) name += (name.size() > 2 ? "." : "") + kebab(word);
  return name;
}

SpecFlags::SpecFlags(CLI::App& app, const schema::Node& root, bool showAll) : app_(app), showAll_(showAll) {
  addProperties(root, {}, "--");
}

void SpecFlags::addProperties(const schema::Node& object, const std::vector<std::string>& path,
                              const std::string& prefix) {
  open_.push_back(&object);
  for (const auto& property : object.properties) {
    std::vector<std::string> inner = path;
    inner.push_back(property.name);
    const std::string name = prefix + kebab(property.name);
    const schema::Node& node = *property.schema;
    addFlag(property, inner, name);
    // `--gpus 2` says what `--gpus.count 2` does, and stands in the help for both.
    if (!path.empty() && property.name == object.shortProperty) flags_.back().option->group("");
    if (isObject(node) && std::ranges::find(open_, &node) == open_.end())
      addProperties(node, inner, name + ".");
  }
  open_.pop_back();
}

void SpecFlags::addFlag(const schema::Node::Property& property, const std::vector<std::string>& path,
                        const std::string& name) {
  const schema::Node& node = *property.schema;
  Flag flag{.name = name, .path = path, .node = &node};
  const std::string description(node.description);
  if (isSwitch(node)) {
    flag.option = app_.add_flag(name + ",!--no-" + name.substr(2), description);
  } else {
    flag.option = app_.add_option(name, description)->type_name(typeName(node))->allow_extra_args(false);
    if (isList(node) || isMap(node)) flag.option->expected(1, 100'000)->allow_extra_args(false);
    if (!isList(node) && !isMap(node)) flag.option->take_last();
  }
  // Objects without a short form are given by their parts; the flag itself takes YAML and needs no line.
  const bool listed = showAll_ || (path.size() == 1 && (!isObject(node) || shortNode(node) != nullptr));
  flag.option->group(listed ? "Spec" : "");
  flags_.push_back(std::move(flag));
}

const schema::Node* SpecFlags::schemaOf(const CLI::Option& option) const {
  const auto flag = std::ranges::find(flags_, &option, &Flag::option);
  return flag == flags_.end() ? nullptr : flag->node;
}

Value SpecFlags::spec(Sources& sources, Findings& findings) const {
  Value spec = Value::map();
  for (const Flag& flag : flags_) {
    if (flag.option->count() == 0) continue;
    const Origin origin{0, 0, sources.add(flag.name)};
    Value given = value(flag, origin, findings);
    // `--gpus 2 --gpus.vendor amd`: the short form becomes its property, beside the others.
    if (!flag.node->shortProperty.empty() && !given.isMap()) {
      auto path = flag.path;
      const bool othersGiven = std::ranges::any_of(flags_, [&](const Flag& other) {
        return other.option->count() > 0 && other.path.size() > flag.path.size() &&
               std::equal(flag.path.begin(), flag.path.end(), other.path.begin());
      });
      if (othersGiven) path.push_back(flag.node->shortProperty);
      setAt(spec, path, 0, given);
    } else {
      setAt(spec, flag.path, 0, given);
    }
  }
  return spec;
}

Value SpecFlags::value(const Flag& flag, Origin origin, Findings& findings) const {
  const auto texts = flag.option->results();
  if (isList(*flag.node)) return listOf(texts, *flag.node, origin, findings);
  if (isMap(*flag.node)) return mapOf(texts, *flag.node, flag.name, origin, findings);
  return stack::typed(texts.back(), flag.node, origin, findings);
}

namespace {

/// A word as a shell reads it back.
std::string shellWord(std::string_view word) {
  constexpr std::string_view plain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:=,@%+";
  if (!word.empty() && word.find_first_not_of(plain) == std::string_view::npos) return std::string(word);
  std::string text = "'";
  for (const char c : word) {
    if (c == '\'') {
      text += "'\\''";
    } else {
      text += c;
    }
  }
  return text + "'";
}

bool isStructured(const Value& value) { return value.isList() || value.isMap(); }

std::string valueText(const Value& value) {
  return isStructured(value) ? yaml::writeInline(value) : value.scalarText();
}

std::string listText(const Value& list) {
  if (list.empty()) return "[]";
  std::string text;
  for (const Value& item : list.items()) {
    const std::string part = valueText(item);
    if (isStructured(item) || part.find(',') != std::string::npos || stack::isStructured(part))
      return yaml::writeInline(list);
    text += (text.empty() ? "" : ",") + part;
  }
  return text;
}

/// Whether all keys of a map can be said as KEY=VALUE, and there is one.
bool hasPlainKeys(const Value& map) {
  return !map.empty() && std::ranges::all_of(map.entries(), [](const Entry& entry) {
    const auto key = entry.key.string();
    return key.find('=') == std::string_view::npos && !stack::isStructured(key);
  });
}

void addFlags(const Value& value, const schema::Node& node, const std::string& name, std::string& text) {
  if (value.isMap() && isMap(node) && !hasPlainKeys(value)) {
    text += " --" + name + " " + shellWord(yaml::writeInline(value));
  } else if (value.isMap() && isMap(node)) {
    for (const Entry& entry : value.entries()) {
      text += " --" + name + " " + shellWord(std::string(entry.key.string()) + "=" + valueText(entry.value));
    }
  } else if (value.isMap()) {
    for (const Entry& entry : value.entries()) {
      const auto* property = node.property(entry.key.string());
      if (property == nullptr) continue;
      const bool isShort = property->name == node.shortProperty;
      addFlags(entry.value, *property->schema, isShort ? name : name + "." + kebab(property->name), text);
    }
  } else if (value.isBoolean() && isSwitch(node)) {
    text += value.boolean() ? " --" + name : " --no-" + name;
  } else {
    text += " --" + name + " " + shellWord(value.isList() ? listText(value) : value.scalarText());
  }
}

}  // namespace

std::string asFlags(const Value& spec, const schema::Node& root) {
  std::string text;
  for (const Entry& entry : spec.entries()) {
    const auto* property = root.property(entry.key.string());
    if (property != nullptr && property->name != "command") {
      addFlags(entry.value, *property->schema, kebab(property->name), text);
    }
  }
  if (const Value* command = spec.find("command"); command != nullptr && command->isList()) {
    text += " --";
    for (const Value& word : command->items()) text += " " + shellWord(word.scalarText());
  }
  return text.empty() ? text : text.substr(1);
}

}  // namespace aictl::commands
