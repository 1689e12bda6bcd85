#pragma once

#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/origin.h"

namespace aictl {

class KeyIndex;
struct Entry;

/// The one data type: null, bool, integer, number, string, list or map, with the place it came from.
///
/// Copies are cheap: strings, lists and maps are shared and copied when one of the sharers changes them.
/// A Value and those that share with it belong to one thread. Maps keep the order of insertion and have no
/// key twice. Reading a value as a kind that it is not is a fault of the program (assertion).
class Value {
 public:
  enum class Kind : std::uint8_t {
    null,
    boolean,
    integer,
    number,
    string,
    list,
    map
  };  // lists and maps last

  Value() = default;
  Value(std::nullptr_t, Origin origin = {}) : origin_(origin) {}  // NOLINT(google-explicit-constructor)
  Value(std::same_as<bool> auto boolean, Origin origin = {})      // NOLINT(google-explicit-constructor)
      : payload_{.boolean = boolean}, origin_(origin), kind_(Kind::boolean) {}
  template <std::integral T>
  requires(!std::same_as<T, bool>)
      Value(T integer, Origin origin = {})  // NOLINT(google-explicit-constructor)
      : payload_{.integer = static_cast<std::int64_t>(integer)}, origin_(origin), kind_(Kind::integer) {}
  /// The number's text is the shortest that reads back equal; a whole number within the exact range of a
  /// double (2^53) becomes an integer.
  Value(double number, Origin origin = {});            // NOLINT(google-explicit-constructor)
  Value(std::string_view string, Origin origin = {});  // NOLINT(google-explicit-constructor)
  Value(const char* string, Origin origin = {}) : Value(std::string_view(string), origin) {}         // NOLINT
  Value(const std::string& string, Origin origin = {}) : Value(std::string_view(string), origin) {}  // NOLINT

  /// A string whose bytes stay where they are as long as the program runs: they are not copied.
  static Value borrowed(std::string_view string, Origin origin = {});
  /// A boolean that was not written in its plain form (`True`, `FALSE`): it keeps its text.
  static Value booleanWithText(bool boolean, std::string_view text, Origin origin = {});
  /// An integer that was not written in its plain form (`012`, `+5`, `0x1F`): it keeps its text.
  static Value integerWithText(std::int64_t integer, std::string_view text, Origin origin = {});
  /// A number (not whole, or beyond int64) that keeps its text.
  static Value numberWithText(double number, std::string_view text, Origin origin = {});
  static Value list(std::initializer_list<Value> items = {}, Origin origin = {});
  static Value map(std::initializer_list<std::pair<std::string_view, Value>> entries = {},
                   Origin origin = {});

  Value(const Value& other)
      : payload_(other.payload_),
        origin_(other.origin_),
        kind_(other.kind_),
        shared_(other.shared_),
        writtenEmpty_(other.writtenEmpty_),
        borrowedSize_(other.borrowedSize_) {
    if (shared_) ++payload_.node->references;
  }
  Value(Value&& other) noexcept
      : payload_(other.payload_),
        origin_(other.origin_),
        kind_(other.kind_),
        shared_(other.shared_),
        writtenEmpty_(other.writtenEmpty_),
        borrowedSize_(other.borrowedSize_) {
    other.shared_ = false;
    other.kind_ = Kind::null;
  }
  Value& operator=(Value other) noexcept {
    std::swap(payload_, other.payload_);
    std::swap(origin_, other.origin_);
    std::swap(kind_, other.kind_);
    std::swap(shared_, other.shared_);
    std::swap(writtenEmpty_, other.writtenEmpty_);
    std::swap(borrowedSize_, other.borrowedSize_);
    return *this;
  }
  ~Value() {
    if (shared_) release();
  }

  Kind kind() const { return kind_; }
  bool isNull() const { return kind_ == Kind::null; }
  bool isBoolean() const { return kind_ == Kind::boolean; }
  bool isInteger() const { return kind_ == Kind::integer; }
  bool isNumber() const { return kind_ == Kind::integer || kind_ == Kind::number; }
  bool isString() const { return kind_ == Kind::string; }
  bool isList() const { return kind_ == Kind::list; }
  bool isMap() const { return kind_ == Kind::map; }

  Origin origin() const { return origin_; }
  void setOrigin(Origin origin) { origin_ = origin; }
  /// This value with another place; its inside keeps its own.
  Value withOrigin(Origin origin) const {
    Value copy = *this;
    copy.origin_ = origin;
    return copy;
  }

  bool boolean() const;
  std::int64_t integer() const;
  double number() const;             ///< of an integer too
  std::string_view string() const {  ///< good as long as a Value that shares the string
    assert(kind_ == Kind::string);
    if (!shared_) return {payload_.borrowed, borrowedSize_};
    return {content<const char>(*payload_.node), payload_.node->size};
  }

  /// What a person would write for a scalar: the string itself, the text of a number or boolean as it was
  /// written, `null`. Not for lists and maps.
  std::string scalarText() const;

  /// Items of a list or entries of a map; 0 for all else.
  std::size_t size() const { return shared_ && kind_ >= Kind::list ? payload_.node->size : 0; }
  bool empty() const { return size() == 0; }

  /// Whether a person wrote this empty list or map (`emptyDir: {}`): such a one stays in a manifest, one
  /// that came out empty vanishes. Readers mark what they read empty; a change of the inside unmarks.
  bool writtenEmpty() const { return writtenEmpty_; }
  void setWrittenEmpty(bool written) { writtenEmpty_ = written; }

  /// What the value is when all that is shared inside is written out; beyond the largest number, that one.
  struct Extent {
    std::uint32_t bytes = 0;   ///< of Values and their texts
    std::uint32_t levels = 0;  ///< of lists and maps that are not empty
  };
  /// Found out once for a list or map that does not change. Looks at no more than so many levels, and gives
  /// one more where there are more.
  Extent extent(std::uint32_t mostLevels) const;

  // Lists
  std::span<const Value> items() const&;
  std::span<const Value> items() const&& = delete;  // those of a temporary are gone with it
  const Value& operator[](std::size_t index) const { return items()[index]; }
  void push(Value item);
  void setItem(std::size_t index, Value item);
  void reserve(std::size_t count);

  // Maps
  std::span<const Entry> entries() const&;
  std::span<const Entry> entries() const&& = delete;
  const Value* find(std::string_view key) const;  ///< nullptr where there is no such key (or no map)
  const Entry* findEntry(std::string_view key) const;
  /// Adds the key at the end, or replaces the value of a key that is there (its place and origin stay).
  void set(Value key, Value value);
  /// Adds a key that is known not to be there yet.
  void append(Value key, Value value);
  void erase(std::string_view key);
  /// The value under the key, for changing it; it must be there.
  Value& at(std::string_view key);
  /// For changing the value at a position of a map (its key stays) or list.
  Value& at(std::size_t index);

  /// Deep equality. Origins, the order of keys and the texts of scalars do not count: 1 equals 1.0.
  friend bool operator==(const Value& a, const Value& b);

  /// The address of what is shared, as a key for caches that hold a copy; nullptr where nothing is.
  const void* identity() const { return shared_ ? payload_.node : nullptr; }

 private:
  // What is shared is one piece of memory: a head, and behind it the characters, items or entries.
  struct Node {
    std::uint32_t references = 1;
    std::uint32_t capacity = 0;  ///< of a list or map, in items or entries
    std::size_t size = 0;        ///< in characters, items or entries
  };
  struct ScalarNode;
  struct ListNode : Node {
    mutable Extent extent;  ///< 0 bytes: not known
  };
  struct MapNode : ListNode {
    mutable std::unique_ptr<KeyIndex> index;  ///< where a linear search would cost more

    ~MapNode();
    std::size_t position(std::string_view key) const;
  };
  template <class T, class Head>
  static T* content(Head& head) {
    return reinterpret_cast<T*>(&head + 1);
  }
  union Payload {
    bool boolean;
    std::int64_t integer;
    const char* borrowed;
    Node* node;
  };

  void release() {
    if (--payload_.node->references == 0) destroy(payload_.node, kind_);
  }
  static void destroy(Node* node, Kind kind);
  template <class Item, class Head>
  static void destroyNode(Head* node);
  static Value withNode(Kind kind, std::unique_ptr<ScalarNode> node, Origin origin);
  void addEntry(Value&& key, Value&& value);
  // A list's or map's node that nobody shares, with room for so many items or entries.
  template <class Head, class Item>
  Head& own(std::size_t room);
  template <class Head, class Item>
  Head& ownWithOneMore();

  Payload payload_{.integer = 0};
  Origin origin_;
  Kind kind_ = Kind::null;
  bool shared_ = false;  ///< payload_ holds a counted node
  bool writtenEmpty_ = false;
  std::uint32_t borrowedSize_ = 0;  ///< of a string that is not shared
};

/// A key of a map (a string with its own origin) and its value.
struct Entry {
  Value key;
  Value value;
};

inline std::span<const Value> Value::items() const& {
  assert(kind_ == Kind::list);
  if (!shared_) return {};
  const auto& node = static_cast<const ListNode&>(*payload_.node);
  return {content<const Value>(node), node.size};
}

inline std::span<const Entry> Value::entries() const& {
  assert(kind_ == Kind::map);
  if (!shared_) return {};
  const auto& node = static_cast<const MapNode&>(*payload_.node);
  return {content<const Entry>(node), node.size};
}

/// `null`, `boolean`, `integer`, `number`, `string`, `list`, `map`.
std::string_view name(Value::Kind kind);

/// With its article, for sentences: `a map`, `an integer`, `null`.
std::string withArticle(Value::Kind kind);

/// The value at the end of a path of keys, nullptr where it ends before.
const Value* find(const Value& value, std::initializer_list<std::string_view> path);

/// The string at the end of a path, "" where there is none.
std::string_view findString(const Value& value, std::initializer_list<std::string_view> path);

}  // namespace aictl
