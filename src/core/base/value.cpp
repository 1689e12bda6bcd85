#include "core/base/value.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <charconv>
#include <cmath>
#include <cstring>
#include <memory>
#include <new>
#include <vector>

#include "core/base/key_index.h"

namespace aictl {

struct Value::StringNode : Node {
  std::size_t size = 0;
  char* data() { return reinterpret_cast<char*>(this + 1); }

  static StringNode* make(std::string_view text) {
    void* memory = ::operator new(sizeof(StringNode) + text.size());
    auto* node = new (memory) StringNode;
    node->size = text.size();
    std::memcpy(node->data(), text.data(), text.size());
    return node;
  }
};

struct Value::NumberNode : Node {
  union {
    std::int64_t integer;
    double number;
  };
  std::string text;
};

struct Value::ListNode : Node {
  std::vector<Value> items;
};

struct Value::MapNode : Node {
  std::vector<Entry> entries;
  mutable KeyIndex index;  // built where a linear search would cost more

  static constexpr std::size_t linear = 12;

  MapNode() = default;
  MapNode(const MapNode& other) : Node(), entries(other.entries) {}
  MapNode& operator=(const MapNode&) = delete;

  std::size_t position(std::string_view key) const {
    if (entries.size() <= linear) {
      for (std::size_t i = 0; i < entries.size(); ++i) {
        if (entries[i].key.string() == key) return i;
      }
      return entries.size();
    }
    if (index.empty()) index.add(entries);
    return index.find(entries, key);
  }

  void add(Value key, Value value) {
    entries.push_back({std::move(key), std::move(value)});
    if (!index.empty()) index.add(entries);
  }
};

namespace {

constexpr double exactLimit = 9007199254740992.0;  // 2^53: whole doubles below are exact

}  // namespace

Value::Value(double number, Origin origin) : origin_(origin) {
  if (std::abs(number) <= exactLimit && std::trunc(number) == number) {
    kind_ = Kind::integer;
    payload_.integer = static_cast<std::int64_t>(number);
    return;
  }
  std::array<char, 32> buffer{};
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number).ptr;
  *this = numberWithText(number, {buffer.data(), static_cast<std::size_t>(end - buffer.data())}, origin);
}

Value::Value(std::string_view string, Origin origin) : origin_(origin), kind_(Kind::string) {
  if (string.empty()) return;
  payload_.node = StringNode::make(string);
  shared_ = true;
}

Value Value::integerWithText(std::int64_t integer, std::string_view text, Origin origin) {
  auto node = std::make_unique<NumberNode>();
  node->integer = integer;
  node->text = text;
  Value value;
  value.payload_.node = node.release();
  value.shared_ = true;
  value.kind_ = Kind::integer;
  value.origin_ = origin;
  return value;
}

Value Value::numberWithText(double number, std::string_view text, Origin origin) {
  auto node = std::make_unique<NumberNode>();
  node->number = number;
  node->text = text;
  Value value;
  value.payload_.node = node.release();
  value.shared_ = true;
  value.kind_ = Kind::number;
  value.origin_ = origin;
  return value;
}

Value Value::list(std::initializer_list<Value> items, Origin origin) {
  Value value;
  value.kind_ = Kind::list;
  value.origin_ = origin;
  if (items.size() != 0) value.ownList().items = items;
  return value;
}

Value Value::map(std::initializer_list<std::pair<std::string_view, Value>> entries, Origin origin) {
  Value value;
  value.kind_ = Kind::map;
  value.origin_ = origin;
  for (const auto& [key, content] : entries) value.set(Value(key), content);
  return value;
}

void Value::release() {
  if (--payload_.node->references == 0) destroy(payload_.node, kind_);
}

// What is inside of a list or map that goes may go with it, and so on. Templates can make that as deep as
// they like, so beyond some depth what goes waits until the outermost is done.
void Value::destroy(Node* node, Kind kind) {
  constexpr std::size_t deepest = 100;
  thread_local std::size_t depth = 0;
  thread_local std::vector<std::pair<Node*, Kind>>* waiting =
      nullptr;  // no destructor: values go at exit too
  if (kind == Kind::string) {
    ::operator delete(static_cast<StringNode*>(node));
    return;
  }
  if (kind != Kind::list && kind != Kind::map) {
    delete static_cast<NumberNode*>(node);
    return;
  }
  if (depth == deepest) {
    if (waiting == nullptr) waiting = new std::vector<std::pair<Node*, Kind>>;
    waiting->emplace_back(node, kind);
    return;
  }
  ++depth;
  if (kind == Kind::list) {
    delete static_cast<ListNode*>(node);
  } else {
    delete static_cast<MapNode*>(node);
  }
  if (depth == 1 && waiting != nullptr) {
    while (!waiting->empty()) {
      const auto [next, nextKind] = waiting->back();
      waiting->pop_back();
      destroy(next, nextKind);
    }
    delete std::exchange(waiting, nullptr);
  }
  --depth;
}

Value Value::withOrigin(Origin origin) const {
  Value copy = *this;
  copy.origin_ = origin;
  return copy;
}

bool Value::boolean() const {
  assert(kind_ == Kind::boolean);
  return payload_.boolean;
}

std::int64_t Value::integer() const {
  assert(kind_ == Kind::integer);
  return shared_ ? static_cast<const NumberNode*>(payload_.node)->integer : payload_.integer;
}

double Value::number() const {
  assert(isNumber());
  if (kind_ == Kind::integer) return static_cast<double>(integer());
  return static_cast<const NumberNode*>(payload_.node)->number;
}

std::string_view Value::string() const {
  assert(kind_ == Kind::string);
  if (!shared_) return {};
  auto* node = static_cast<StringNode*>(payload_.node);
  return {node->data(), node->size};
}

std::string Value::scalarText() const {
  switch (kind_) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      return payload_.boolean ? "true" : "false";
    case Kind::integer:
      if (!shared_) return std::to_string(payload_.integer);
      [[fallthrough]];
    case Kind::number:
      return static_cast<const NumberNode*>(payload_.node)->text;
    case Kind::string:
      return std::string(string());
    case Kind::list:
    case Kind::map:
      break;
  }
  assert(false && "a list or map has no scalar text");
  return {};
}

std::size_t Value::size() const {
  if (!shared_) return 0;
  if (kind_ == Kind::list) return static_cast<const ListNode*>(payload_.node)->items.size();
  if (kind_ == Kind::map) return static_cast<const MapNode*>(payload_.node)->entries.size();
  return 0;
}

std::span<const Value> Value::items() const& {
  assert(kind_ == Kind::list);
  if (!shared_) return {};
  return static_cast<const ListNode*>(payload_.node)->items;
}

std::span<const Entry> Value::entries() const& {
  assert(kind_ == Kind::map);
  if (!shared_) return {};
  return static_cast<const MapNode*>(payload_.node)->entries;
}

Value::ListNode& Value::ownList() {
  assert(kind_ == Kind::list);
  writtenEmpty_ = false;
  if (!shared_) {
    payload_.node = new ListNode;
    shared_ = true;
  } else if (payload_.node->references > 1) {
    auto* copy = new ListNode;
    copy->items = static_cast<const ListNode*>(payload_.node)->items;
    --payload_.node->references;
    payload_.node = copy;
  }
  return static_cast<ListNode&>(*payload_.node);
}

Value::MapNode& Value::ownMap() {
  assert(kind_ == Kind::map);
  writtenEmpty_ = false;
  if (!shared_) {
    payload_.node = new MapNode;
    shared_ = true;
  } else if (payload_.node->references > 1) {
    auto* copy = new MapNode(static_cast<const MapNode&>(*payload_.node));
    --payload_.node->references;
    payload_.node = copy;
  }
  return static_cast<MapNode&>(*payload_.node);
}

void Value::push(Value item) { ownList().items.push_back(std::move(item)); }

void Value::setItem(std::size_t index, Value item) { ownList().items[index] = std::move(item); }

void Value::reserve(std::size_t count) {
  if (count == 0) return;
  if (kind_ == Kind::list) {
    ownList().items.reserve(count);
  } else {
    ownMap().entries.reserve(count);
  }
}

const Entry* Value::findEntry(std::string_view key) const {
  if (kind_ != Kind::map || !shared_) return nullptr;
  const auto& node = static_cast<const MapNode&>(*payload_.node);
  const auto position = node.position(key);
  return position == node.entries.size() ? nullptr : &node.entries[position];
}

const Value* Value::find(std::string_view key) const {
  const Entry* entry = findEntry(key);
  return entry == nullptr ? nullptr : &entry->value;
}

void Value::set(Value key, Value value) {
  auto& node = ownMap();
  const auto position = node.position(key.string());
  if (position < node.entries.size()) {
    node.entries[position].value = std::move(value);
  } else {
    node.add(std::move(key), std::move(value));
  }
}

void Value::append(Value key, Value value) {
  assert(find(key.string()) == nullptr);
  ownMap().add(std::move(key), std::move(value));
}

void Value::erase(std::string_view key) {
  if (findEntry(key) == nullptr) return;
  auto& node = ownMap();
  node.entries.erase(node.entries.begin() + static_cast<std::ptrdiff_t>(node.position(key)));
  node.index.clear();
}

Value& Value::at(std::string_view key) {
  auto& node = ownMap();
  const auto position = node.position(key);
  assert(position < node.entries.size());
  return node.entries[position].value;
}

Value& Value::at(std::size_t index) {
  if (kind_ == Kind::list) return ownList().items[index];
  return ownMap().entries[index].value;
}

bool operator==(const Value& a, const Value& b) {
  if (a.isNumber() && b.isNumber()) {
    if (a.isInteger() && b.isInteger()) return a.integer() == b.integer();
    return a.number() == b.number();
  }
  if (a.kind_ != b.kind_) return false;
  if (a.shared_ && b.shared_ && a.payload_.node == b.payload_.node) return true;
  switch (a.kind_) {
    case Value::Kind::null:
      return true;
    case Value::Kind::boolean:
      return a.payload_.boolean == b.payload_.boolean;
    case Value::Kind::string:
      return a.string() == b.string();
    case Value::Kind::list:
      return std::ranges::equal(a.items(), b.items());
    case Value::Kind::map: {
      if (a.size() != b.size()) return false;
      return std::ranges::all_of(a.entries(), [&](const Entry& entry) {
        const Value* other = b.find(entry.key.string());
        return other != nullptr && entry.value == *other;
      });
    }
    default:
      break;
  }
  return false;
}

std::string_view name(Value::Kind kind) {
  switch (kind) {
    case Value::Kind::null:
      return "null";
    case Value::Kind::boolean:
      return "boolean";
    case Value::Kind::integer:
      return "integer";
    case Value::Kind::number:
      return "number";
    case Value::Kind::string:
      return "string";
    case Value::Kind::list:
      return "list";
    case Value::Kind::map:
      break;
  }
  return "map";
}

std::string withArticle(Value::Kind kind) {
  if (kind == Value::Kind::null) return "null";
  return (kind == Value::Kind::integer ? "an " : "a ") + std::string(name(kind));
}

const Value* find(const Value& value, std::initializer_list<std::string_view> path) {
  const Value* at = &value;
  for (const auto key : path) {
    at = at->find(key);
    if (at == nullptr) return nullptr;
  }
  return at;
}

std::string_view findString(const Value& value, std::initializer_list<std::string_view> path) {
  const Value* found = find(value, path);
  return found != nullptr && found->isString() ? found->string() : std::string_view{};
}

}  // namespace aictl
