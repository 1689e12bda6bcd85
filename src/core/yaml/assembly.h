#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/base/value.h"
#include "core/yaml/report.h"
#include "core/yaml/yaml.h"

namespace aictl::yaml {

/// Puts the Values of one text together: lists and maps, keys that must not repeat, anchors, merge keys, and
/// the bounds of depth and number.
class Assembly {
 public:
  Assembly(const Limits& limits, Report& report) : limits_(limits), report_(report) {}

  void beginDocument();
  Value takeDocument() { return std::move(root_); }

  /// An empty list or map; what is added goes into it until it ends. `anchor` is yaml-cpp's number, 0 for
  /// none.
  void begin(Value empty, std::size_t anchor);
  void end();
  void add(Value scalar, std::size_t anchor);
  void addAlias(std::size_t anchor, std::string_view name, Origin origin);

  /// Whether what comes next is a key of a map.
  bool expectsKey() const { return !frames_.empty() && frames_.back().expectsKey(); }
  void addKey(Value key, std::size_t anchor);
  /// The key `<<`, unquoted: the maps under it are taken in.
  void addMergeKey(Value key);
  /// In place of a key that is wrong; the value under it is left out.
  void addNoKey();
  /// The key whose value comes next.
  const Value& key() const { return frames_.back().key; }

 private:
  /// A value with what its copies cost: how many values it is, and how many levels of lists and maps.
  struct Node {
    Value value;
    std::uint64_t count = 1;
    std::size_t levels = 0;
  };

  /// A list or map that has not ended.
  struct Frame {
    Node node;
    std::size_t anchor = 0;
    enum class Next : std::uint8_t { item, key, value, merge, nothing } next = Next::item;
    bool inKey = false;  ///< it is a key, wrongly, or stands in one
    Value key;
    std::vector<Value> merges;

    bool expectsKey() const { return next == Next::key; }
  };

  struct Anchor {
    Node node;
    bool complete = false;
  };

  Anchor& anchor(std::size_t number);
  void define(std::size_t number, const Node& node);
  void put(Node node);
  void refuseKey(const Value& key);
  void putEntry(Frame& frame, Value value);
  void putMerge(Frame& frame, const Value& value);
  void count(std::uint64_t values, Origin origin);

  const Limits& limits_;
  Report& report_;
  std::vector<Frame> frames_;
  std::vector<Anchor> anchors_;
  Value root_;
  std::uint64_t total_ = 0;
};

}  // namespace aictl::yaml
