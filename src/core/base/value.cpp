#include "core/base/value.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <cstring>
#include <limits>
#include <memory>
#include <new>
#include <stdexcept>
#include <vector>

#include "core/base/key_index.h"
#include "core/base/number_text.h"
#include "core/base/small_memory.h"

namespace aictl {

struct Value::ScalarNode : Node {
  explicit ScalarNode(std::string_view written) : text(written) {}

  union {
    bool boolean;
    std::int64_t integer;
    double number;
  };
  std::string text;
};

Value::MapNode::~MapNode() = default;

std::size_t Value::MapNode::position(std::string_view key) const {
  constexpr std::size_t linear = 12;
  const std::span<const Entry> entries{content<const Entry>(*this), size};
  if (size <= linear) {
    for (std::size_t i = 0; i < size; ++i) {
      if (entries[i].key.string() == key) return i;
    }
    return size;
  }
  if (!index) {
    index = std::make_unique<KeyIndex>();
    index->add(entries);
  }
  return index->find(entries, key);
}

namespace {

constexpr double exactLimit = 9007199254740992.0;  // 2^53: whole doubles below are exact

}  // namespace

Value::Value(double number, Origin origin) : origin_(origin) {
  if (std::abs(number) <= exactLimit && std::trunc(number) == number) {
    kind_ = Kind::integer;
    payload_.integer = static_cast<std::int64_t>(number);
    return;
  }
  *this = numberWithText(number, numberText(number), origin);
}

Value::Value(std::string_view string, Origin origin) : origin_(origin), kind_(Kind::string) {
  payload_.borrowed = "";
  if (string.empty()) return;
  auto* node = new (smallMemory.take(sizeof(Node) + string.size())) Node;
  node->size = string.size();
  std::memcpy(content<char>(*node), string.data(), string.size());
  payload_.node = node;
  shared_ = true;
}

Value Value::borrowed(std::string_view string, Origin origin) {
  if (string.size() > std::numeric_limits<std::uint32_t>::max()) return {string, origin};
  Value value;
  value.kind_ = Kind::string;
  value.payload_.borrowed = string.data();
  value.borrowedSize_ = static_cast<std::uint32_t>(string.size());
  value.origin_ = origin;
  return value;
}

Value Value::withNode(Kind kind, std::unique_ptr<ScalarNode> node, Origin origin) {
  Value value;
  value.payload_.node = node.release();
  value.shared_ = true;
  value.kind_ = kind;
  value.origin_ = origin;
  return value;
}

Value Value::booleanWithText(bool boolean, std::string_view text, Origin origin) {
  auto node = std::make_unique<ScalarNode>(text);
  node->boolean = boolean;
  return withNode(Kind::boolean, std::move(node), origin);
}

Value Value::integerWithText(std::int64_t integer, std::string_view text, Origin origin) {
  auto node = std::make_unique<ScalarNode>(text);
  node->integer = integer;
  return withNode(Kind::integer, std::move(node), origin);
}

Value Value::numberWithText(double number, std::string_view text, Origin origin) {
  auto node = std::make_unique<ScalarNode>(text);
  node->number = number;
  return withNode(Kind::number, std::move(node), origin);
}

Value Value::list(std::initializer_list<Value> items, Origin origin) {
  Value value;
  value.kind_ = Kind::list;
  value.origin_ = origin;
  value.reserve(items.size());
  for (const Value& item : items) value.push(item);
  return value;
}

Value Value::map(std::initializer_list<std::pair<std::string_view, Value>> entries, Origin origin) {
  Value value;
  value.kind_ = Kind::map;
  value.origin_ = origin;
  value.reserve(entries.size());
  for (const auto& [key, content] : entries) value.set(Value(key), content);
  return value;
}

template <class Item, class Head>
void Value::destroyNode(Head* node) {
  std::destroy_n(content<Item>(*node), node->size);
  const std::size_t bytes = sizeof(Head) + node->capacity * sizeof(Item);
  node->~Head();
  smallMemory.giveBack(node, bytes);
}

// What is inside of a list or map that goes may go with it, and so on. Templates can make that as deep as
// they like, so beyond some depth what goes waits until the outermost is done.
void Value::destroy(Node* node, Kind kind) {
  constexpr std::size_t deepest = 100;
  thread_local std::size_t depth = 0;
  thread_local std::vector<std::pair<Node*, Kind>>* waiting =
      nullptr;  // no destructor: values go at exit too
  if (kind == Kind::string) {
    smallMemory.giveBack(node, sizeof(Node) + node->size);
    return;
  }
  if (kind != Kind::list && kind != Kind::map) {
    delete static_cast<ScalarNode*>(node);
    return;
  }
  if (depth == deepest) {
    if (waiting == nullptr) waiting = new std::vector<std::pair<Node*, Kind>>;
    waiting->emplace_back(node, kind);
    return;
  }
  ++depth;
  if (kind == Kind::list) {
    destroyNode<Value>(static_cast<ListNode*>(node));
  } else {
    destroyNode<Entry>(static_cast<MapNode*>(node));
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

bool Value::boolean() const {
  assert(kind_ == Kind::boolean);
  return shared_ ? static_cast<const ScalarNode*>(payload_.node)->boolean : payload_.boolean;
}

std::int64_t Value::integer() const {
  assert(kind_ == Kind::integer);
  return shared_ ? static_cast<const ScalarNode*>(payload_.node)->integer : payload_.integer;
}

double Value::number() const {
  assert(isNumber());
  if (kind_ == Kind::integer) return static_cast<double>(integer());
  return static_cast<const ScalarNode*>(payload_.node)->number;
}

std::string Value::scalarText() const {
  switch (kind_) {
    case Kind::null:
      return "null";
    case Kind::boolean:
      if (!shared_) return payload_.boolean ? "true" : "false";
      return static_cast<const ScalarNode*>(payload_.node)->text;
    case Kind::integer:
      if (!shared_) return std::to_string(payload_.integer);
      [[fallthrough]];
    case Kind::number:
      return static_cast<const ScalarNode*>(payload_.node)->text;
    case Kind::string:
      return std::string(string());
    case Kind::list:
    case Kind::map:
      break;
  }
  assert(false && "a list or map has no scalar text");
  return {};
}

template <class Head, class Item>
Head& Value::own(std::size_t room) {
  writtenEmpty_ = false;
  auto* old = shared_ ? static_cast<Head*>(payload_.node) : nullptr;
  const std::size_t size = old == nullptr ? 0 : old->size;
  const bool isOwn = old != nullptr && old->references == 1;
  if (isOwn) old->extent = {};
  if (isOwn && room <= old->capacity) return *old;
  room = std::max(room, size);
  if (room > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a list or map is too large");
  auto* made = new (smallMemory.take(sizeof(Head) + room * sizeof(Item))) Head;
  made->capacity = static_cast<std::uint32_t>(room);
  made->size = size;
  if (isOwn) {
    std::uninitialized_move_n(content<Item>(*old), size, content<Item>(*made));
    destroyNode<Item>(old);
  } else if (old != nullptr) {
    std::uninitialized_copy_n(content<Item>(*old), size, content<Item>(*made));
    --old->references;
  }
  payload_.node = made;
  shared_ = true;
  return *made;
}

template <class Head, class Item>
Head& Value::ownWithOneMore() {
  constexpr std::size_t fewest = 4;
  writtenEmpty_ = false;
  if (shared_ && payload_.node->references == 1 && payload_.node->size < payload_.node->capacity) {
    auto& own = static_cast<Head&>(*payload_.node);
    own.extent = {};
    return own;
  }
  return own<Head, Item>(std::max(fewest, 2 * size()));
}

Value::Extent Value::extent(std::uint32_t mostLevels) const {
  constexpr std::uint64_t most = std::numeric_limits<std::uint32_t>::max();
  std::uint64_t bytes = sizeof(Value) + (kind_ == Kind::string ? string().size() : 0);
  if (size() == 0) return {static_cast<std::uint32_t>(std::min(bytes, most)), 0};
  const auto& node = static_cast<const ListNode&>(*payload_.node);
  if (node.extent.bytes != 0) return node.extent;
  std::uint32_t levels = 1;
  // One that is too deep ends the search: what is shared inside is not looked at again and again.
  const auto add = [&](const Value& value) {
    if (levels > mostLevels) return;
    const Extent inner = value.extent(mostLevels - 1);
    bytes += inner.bytes;
    levels = std::max(levels, inner.levels + 1);
  };
  if (kind_ == Kind::list) {
    for (const Value& item : items()) add(item);
  } else {
    for (const Entry& entry : entries()) {
      bytes += sizeof(Value) + entry.key.string().size();
      add(entry.value);
    }
  }
  const Extent found{static_cast<std::uint32_t>(std::min(bytes, most)), levels};
  if (levels <= mostLevels) node.extent = found;
  return found;
}

void Value::push(Value item) {
  assert(kind_ == Kind::list);
  auto& node = ownWithOneMore<ListNode, Value>();
  new (content<Value>(node) + node.size) Value(std::move(item));
  ++node.size;
}

void Value::setItem(std::size_t index, Value item) { at(index) = std::move(item); }

void Value::reserve(std::size_t count) {
  assert(kind_ == Kind::list || kind_ == Kind::map);
  if (count == 0) return;
  if (kind_ == Kind::list) {
    own<ListNode, Value>(count);
  } else {
    own<MapNode, Entry>(count);
  }
}

const Entry* Value::findEntry(std::string_view key) const {
  if (kind_ != Kind::map || !shared_) return nullptr;
  const auto& node = static_cast<const MapNode&>(*payload_.node);
  const auto position = node.position(key);
  return position == node.size ? nullptr : content<const Entry>(node) + position;
}

const Value* Value::find(std::string_view key) const {
  const Entry* entry = findEntry(key);
  return entry == nullptr ? nullptr : &entry->value;
}

void Value::set(Value key, Value value) {
  if (const Entry* known = findEntry(key.string())) {
    at(static_cast<std::size_t>(known - entries().data())) = std::move(value);
  } else {
    addEntry(std::move(key), std::move(value));
  }
}

void Value::append(Value key, Value value) {
  assert(find(key.string()) == nullptr);
  addEntry(std::move(key), std::move(value));
}

void Value::addEntry(Value&& key, Value&& value) {
  assert(kind_ == Kind::map);
  auto& node = ownWithOneMore<MapNode, Entry>();
  new (content<Entry>(node) + node.size) Entry{std::move(key), std::move(value)};
  ++node.size;
  if (node.index) node.index->add({content<const Entry>(node), node.size});
}

void Value::erase(std::string_view key) {
  if (findEntry(key) == nullptr) return;
  auto& node = own<MapNode, Entry>(0);
  Entry* erased = content<Entry>(node) + node.position(key);
  Entry* end = content<Entry>(node) + node.size;
  std::move(erased + 1, end, erased);
  std::destroy_at(end - 1);
  --node.size;
  node.index.reset();
}

Value& Value::at(std::string_view key) {
  const Entry* entry = findEntry(key);
  assert(entry != nullptr);
  return at(static_cast<std::size_t>(entry - entries().data()));
}

Value& Value::at(std::size_t index) {
  assert(index < size());
  if (kind_ == Kind::list) return content<Value>(own<ListNode, Value>(0))[index];
  return content<Entry>(own<MapNode, Entry>(0))[index].value;
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
      return a.boolean() == b.boolean();
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
