#include "core/schema/loader.h"

#include <fmt/format.h>

#include <charconv>

#include "core/schema/keywords.h"
#include "core/schema/words.h"

namespace aictl::schema {
namespace {

constexpr std::size_t longestChain = 100;

/// `~1` is `/` and `~0` is `~` (RFC 6901); in a URI's fragment, `%25` is `%`.
std::string pointerToken(std::string_view text) {
  std::string token;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned byte = 0;
    if (text[i] == '%' && i + 2 < text.size() &&
        std::from_chars(text.data() + i + 1, text.data() + i + 3, byte, 16).ptr == text.data() + i + 3) {
      token += static_cast<char>(byte);
      i += 2;
    } else {
      token += text[i];
    }
  }
  for (const auto& [code, character] : {std::pair{"~1", "/"}, std::pair{"~0", "~"}}) {
    for (std::size_t at = 0; (at = token.find(code, at)) != std::string::npos; ++at)
      token.replace(at, 2, character);
  }
  return token;
}

const Value* step(const Value& value, std::string_view token) {
  if (value.isMap()) return value.find(token);
  if (!value.isList()) return nullptr;
  std::size_t index = 0;
  const auto result = std::from_chars(token.data(), token.data() + token.size(), index);
  if (result.ec != std::errc() || result.ptr != token.data() + token.size() || index >= value.size())
    return nullptr;
  return &value.items()[index];
}

std::vector<std::string> keysOf(const Value& value) {
  std::vector<std::string> keys;
  if (!value.isMap()) return keys;
  for (const Entry& entry : value.entries()) keys.emplace_back(entry.key.string());
  return keys;
}

}  // namespace

void Reading::wrong(const Value& value, std::string expected) {
  loader.complain("schema-value", "must be " + std::move(expected) + ", not " + found(value), value.origin());
}

void Loader::complain(std::string rule, std::string message, Origin origin, std::string remedy) {
  findings_.push_back({.rule = std::move(rule),
                       .message = std::move(message),
                       .origin = origin,
                       .remedy = std::move(remedy)});
}

void Loader::load(const Value& source, const Value& document) {
  documents_.push_back({"", document});
  // A reference back to the root finds it here. While the root itself is a reference, it is being followed.
  const void* identity = source.identity();
  if (identity != nullptr) targets_.emplace(identity, nullptr);
  graph_.root = node(source, 0, Role::shape);
  if (identity != nullptr) targets_[identity] = graph_.root;
  while (!queue_.empty()) {
    const Work work = queue_.front();
    queue_.pop_front();
    read(work);
  }
  // A target is always put down before the reference that needs it: cycles are refused.
  for (const Copy& copy : copies_) copyTarget(copy);
}

Node& Loader::newNode(const Value& source) {
  Node& node = graph_.nodes.add();
  node.number = static_cast<std::uint32_t>(graph_.nodes.size() - 1);
  node.source = source;
  return node;
}

const Node* Loader::node(const Value& source, std::size_t document, Role role) {
  if (const Value* reference = source.find("$ref")) return referring(source, *reference, document);
  Node& node = newNode(source);
  queue_.push_back({&node, document, role});
  return &node;
}

// References

const Node* Loader::referring(const Value& source, const Value& reference, std::size_t document) {
  const auto target = resolve(reference, document);
  const Node* node = target ? referred(*target, reference) : nullptr;
  if (node == nullptr) return &newNode(source);
  if (source.size() == 1) return node;
  Node& copy = newNode(source);
  copies_.push_back({&copy, node, ownWords(source, document), document});
  return &copy;
}

const Node* Loader::referred(Target target, const Value& reference) {
  const void* identity = target.schema->identity();
  // A named type of the API server that has no properties decodes anything (RawExtension).
  const bool free = dialect() == Dialect::cluster && target.schema->find("properties") == nullptr;
  const Role role = free ? Role::open : Role::shape;
  if (identity == nullptr) return node(*target.schema, target.document, role);
  const auto [known, isNew] = targets_.emplace(identity, nullptr);
  if (!isNew && known->second != nullptr) return known->second;
  if (!isNew || following_ == longestChain) {
    complain("schema-cycle", "the reference '" + std::string(reference.string()) + "' leads back to itself",
             reference.origin());
    return nullptr;
  }
  ++following_;
  const Node* result = node(*target.schema, target.document, role);
  --following_;
  targets_[identity] = result;
  return result;
}

/// The words beside a `$ref` that allow less than its target, as a schema of their own.
const Node* Loader::ownWords(const Value& source, std::size_t document) {
  Value own = Value::map({}, source.origin());
  for (const Entry& entry : source.entries()) {
    const Keyword* known = keyword(entry.key.string(), dialect());
    if (known == nullptr || known->effect == Keyword::Effect::annotates) continue;
    if (known->effect == Keyword::Effect::shapes && dialect() == Dialect::templates) {
      complain("schema-keyword",
               "'" + std::string(known->word) + "' beside $ref would allow nothing: both objects are closed",
               entry.key.origin(), "take the properties in with x-extends");
    }
    own.set(entry.key, entry.value);
  }
  return own.empty() ? nullptr : node(own, document, Role::condition);
}

std::optional<Loader::Target> Loader::resolve(const Value& reference, std::size_t document) {
  const auto lost = [&](std::string message, std::string remedy = {}) {
    complain("schema-reference", std::move(message), reference.origin(), std::move(remedy));
    return std::nullopt;
  };
  if (!reference.isString()) return lost("a reference is 'file#/pointer' or '#/pointer'");
  const auto text = reference.string();
  const auto hash = text.find('#');
  const auto path = text.substr(0, hash);
  auto pointer = hash == std::string_view::npos ? std::string_view() : text.substr(hash + 1);
  if (!path.empty()) {
    const auto opened = open(path);
    if (!opened) return lost("there is no schema '" + std::string(path) + "'");
    document = *opened;
  }
  if (!pointer.empty() && pointer.front() != '/') {
    return lost("'#" + std::string(pointer) + "' is no pointer", "write '#/" + std::string(pointer) + "'");
  }
  const Value* at = &documents_[document].root;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto token = pointerToken(pointer.substr(0, pointer.find('/')));
    const Value* next = step(*at, token);
    if (next == nullptr) {
      return lost("'" + std::string(text) + "' leads nowhere: there is no '" + token + "'",
                  didYouMean({nearest(token, keysOf(*at))}));
    }
    at = next;
    pointer.remove_prefix(std::min(pointer.find('/'), pointer.size()));
  }
  return Target{at, document};
}

std::optional<std::size_t> Loader::open(std::string_view path) {
  const auto known = std::ranges::find(documents_, path, &Document::path);
  if (known != documents_.end()) return static_cast<std::size_t>(known - documents_.begin());
  auto root = files_.read ? files_.read(path) : std::nullopt;
  if (!root) return std::nullopt;
  documents_.push_back({std::string(path), std::move(*root)});
  return documents_.size() - 1;
}

// Reading one schema

void Loader::read(const Work& work) {
  Node& node = *work.node;
  Reading reading{*this, node, work.document, work.role};
  if (node.source.isBoolean()) {
    node.any = node.source.boolean();
    node.never = !node.any;
    return;
  }
  if (!node.source.isMap()) return reading.wrong(node.source, "a schema (a map, true or false)");
  reading.isResource = dialect() == Dialect::cluster && &node == graph_.root;
  readWords(reading, node.source);
  complete(reading);
}

void Loader::readWords(Reading& reading, const Value& source) {
  for (const Entry& entry : source.entries()) {
    const auto word = entry.key.string();
    const Keyword* known = keyword(word, dialect());
    if (known == nullptr) {
      complain("schema-keyword", "unknown schema keyword '" + std::string(word) + "'", entry.key.origin(),
               didYouMean({nearestKeyword(word, dialect())}));
      continue;
    }
    if (known->effect != Keyword::Effect::annotates) reading.asserts = true;
    if (known->read != nullptr) known->read(reading, entry.value);
  }
}

void Loader::complete(Reading& reading) {
  Node& node = reading.node;
  if (!reading.extends.empty()) extend(reading);
  if (reading.isIntegerOrString) node.types = bit(Value::Kind::integer) | bit(Value::Kind::string);
  if (reading.nullable && node.types != 0) node.types |= bit(Value::Kind::null);
  if (reading.minimumIsExclusive)
    std::swap(reading.assertion().minimum, reading.assertion().exclusiveMinimum);
  if (reading.maximumIsExclusive)
    std::swap(reading.assertion().maximum, reading.assertion().exclusiveMaximum);
  if (reading.isResource) nameObjectFields(reading);
  node.any = !reading.asserts;
  close(reading);
}

/// What every Kubernetes object has, whether its schema names it or not.
void Loader::nameObjectFields(Reading& reading) {
  for (const auto* name : {"apiVersion", "kind", "metadata"}) {
    if (reading.node.property(name) != nullptr) continue;
    Node& free = newNode(Value(true));
    free.any = true;
    reading.node.properties.push_back({name, &free, Value(name)});
  }
}

void Loader::close(const Reading& reading) {
  if (reading.saysAdditional || reading.keepsUnknown || reading.role != Role::shape) return;
  Node& node = reading.node;
  if (dialect() == Dialect::templates) node.closed = !node.properties.empty();
  // The API server prunes what a CRD's object does not name, so its strict validation refuses it.
  if (dialect() == Dialect::cluster) node.closed = (node.types & bit(Value::Kind::map)) != 0;
}

void Loader::extend(Reading& reading) {
  for (const Value& reference : reading.extends) {
    const auto target = resolve(reference, reading.document);
    if (!target) continue;
    takeIn(offered(*target, reference), reading.node.properties, reference);
    const Value* instead = target->schema->isMap() ? target->schema->find("x-instead") : nullptr;
    if (instead != nullptr) keyword("x-instead", dialect())->read(reading, *instead);
  }
}

bool Loader::affords(std::size_t properties, const Value& reference) {
  constexpr std::size_t most = 200'000;
  if (taken_ > most) return false;
  taken_ += properties;
  if (taken_ <= most) return true;
  complain("schema-reference", "too many properties are taken in from elsewhere", reference.origin());
  return false;
}

void Loader::takeIn(const std::vector<Node::Property>& offered, std::vector<Node::Property>& properties,
                    const Value& reference) {
  const auto own = properties.size();
  if (!affords(offered.size(), reference)) return;
  if (own + offered.size() > mostProperties) {
    return complain("schema-reference", fmt::format("this makes more than {} properties", mostProperties),
                    reference.origin());
  }
  properties.reserve(own + offered.size());
  for (const auto& property : offered) {
    const bool isThere = std::ranges::any_of(
        properties, [&](const Node::Property& other) { return other.name == property.name; });
    if (!isThere) properties.push_back(property);
  }
}

const std::vector<Node::Property>& Loader::offered(Target target, const Value& reference) {
  static const std::vector<Node::Property> nothing;
  const Value& schema = *target.schema;
  if (!schema.isMap() || following_ == longestChain) {
    complain("schema-reference", "x-extends needs a schema with properties", reference.origin());
    return nothing;
  }
  const auto [known, isNew] = offered_.try_emplace(schema.identity());
  if (!isNew) return known->second;
  std::vector<Node::Property> properties;
  if (const Value* own = schema.find("properties");
      own != nullptr && own->isMap() && own->size() <= mostProperties) {
    properties.reserve(own->size());
    for (const Entry& entry : own->entries()) {
      properties.push_back(
          {std::string(entry.key.string()), node(entry.value, target.document, Role::shape), entry.key});
    }
  }
  ++following_;
  if (const Value* others = schema.find("x-extends"); others != nullptr && others->isList()) {
    for (const Value& other : others->items()) {
      const auto next = resolve(other, target.document);
      if (next) takeIn(offered(*next, other), properties, other);
    }
  }
  --following_;
  for (const Entry& entry : schema.entries()) {
    const auto word = entry.key.string();
    const Keyword* keyword = schema::keyword(word, dialect());
    const bool isFine = word == "properties" || word == "x-extends" || word == "type";
    if (isFine || (keyword != nullptr && keyword->effect == Keyword::Effect::annotates)) continue;
    complain("schema-keyword",
             "x-extends takes in properties only, and this schema has '" + std::string(word) + "'",
             entry.key.origin());
  }
  return offered_[schema.identity()] = std::move(properties);
}

void Loader::copyTarget(const Copy& copy) {
  Node& node = *copy.node;
  const Value source = node.source;
  const auto number = node.number;
  if (!affords(copy.target->properties.size(), source)) return;
  node = *copy.target;
  node.source = source;
  node.number = number;
  Reading reading{*this, node, copy.document, Role::shape};
  if (copy.own != nullptr) {
    reading.assertion().allOf.push_back(copy.own);
    node.any = false;
  }
  for (const Entry& entry : source.entries()) {
    const Keyword* known = keyword(entry.key.string(), dialect());
    if (known == nullptr) {
      complain("schema-keyword", "unknown schema keyword '" + std::string(entry.key.string()) + "'",
               entry.key.origin(), didYouMean({nearestKeyword(entry.key.string(), dialect())}));
    } else if (known->effect == Keyword::Effect::annotates && known->read != nullptr) {
      known->read(reading, entry.value);
    }
  }
}

}  // namespace aictl::schema
