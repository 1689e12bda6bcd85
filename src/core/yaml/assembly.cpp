#include "core/yaml/assembly.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/yaml/place.h"

namespace aictl::yaml {
namespace {

/// The map with the keys of others: first theirs, in their order, then what is left of its own. Its own
/// values win, then those of the first that has the key.
Value merged(const Value& own, const std::vector<Value>& others) {
  Value result = Value::map({}, own.origin());
  for (const Value& other : others) {
    for (const Entry& entry : other.entries()) {
      if (result.find(entry.key.string()) != nullptr) continue;
      const Entry* over = own.findEntry(entry.key.string());
      const Entry& taken = over != nullptr ? *over : entry;
      result.set(taken.key, taken.value);
    }
  }
  for (const Entry& entry : own.entries()) result.set(entry.key, entry.value);
  return result;
}

}  // namespace

void Assembly::beginDocument() {
  frames_.clear();
  anchors_.clear();
  root_ = Value();
}

void Assembly::count(std::uint64_t values, Origin origin) {
  total_ += values;
  if (total_ <= limits_.values) return;
  report_.stop("yaml-bounds", origin,
               fmt::format("the text has more than {} values with its aliases expanded", limits_.values),
               "split it, or use fewer aliases");
}

void Assembly::begin(Value empty, std::size_t anchorNumber) {
  if (frames_.size() >= limits_.depth) {
    report_.stop("yaml-bounds", empty.origin(),
                 fmt::format("lists and maps are nested deeper than {} levels", limits_.depth), {});
  }
  const bool inKey = expectsKey() || (!frames_.empty() && frames_.back().inKey);
  count(1, empty.origin());
  if (anchorNumber != 0) anchor(anchorNumber);  // known from here on, and not complete
  Frame frame;
  frame.next = empty.isMap() ? Frame::Next::key : Frame::Next::item;
  frame.node = {std::move(empty), 1, 1};
  frame.anchor = anchorNumber;
  frame.inKey = inKey;
  frames_.push_back(std::move(frame));
}

void Assembly::end() {
  Frame frame = std::move(frames_.back());
  frames_.pop_back();
  Value& value = frame.node.value;
  if (!frame.merges.empty()) value = merged(value, frame.merges);
  if (value.empty()) value.setWrittenEmpty(true);
  if (frame.anchor != 0) define(frame.anchor, frame.node);
  put(std::move(frame.node));
}

void Assembly::add(Value scalar, std::size_t anchorNumber) {
  count(1, scalar.origin());
  Node node{std::move(scalar)};
  if (anchorNumber != 0) define(anchorNumber, node);
  put(std::move(node));
}

void Assembly::addAlias(std::size_t number, std::string_view name, Origin origin) {
  const Anchor& anchor = this->anchor(number);
  if (!anchor.complete) {
    report_.stop("yaml-alias", origin,
                 fmt::format("'*{0}' stands inside of what '&{0}' names, so that it contains itself", name),
                 {});
  }
  Node node{anchor.node.value.withOrigin(origin), anchor.node.count, anchor.node.levels};
  count(node.count, origin);
  if (frames_.size() + node.levels > limits_.depth) {
    report_.stop(
        "yaml-bounds", origin,
        fmt::format("with its aliases expanded, the text is nested deeper than {} levels", limits_.depth),
        {});
  }
  if (!expectsKey()) {
    put(std::move(node));
  } else if (node.value.isList() || node.value.isMap()) {
    report_.add("yaml-key", origin,
                fmt::format("'*{}' is a {}; a key has to be text", name, aictl::name(node.value.kind())),
                "quote it if it is meant as text");
    addNoKey();
  } else {
    addKey(Value(node.value.scalarText(), origin), 0);
  }
}

void Assembly::addKey(Value key, std::size_t anchorNumber) {
  if (anchorNumber != 0) define(anchorNumber, Node{key});
  Frame& frame = frames_.back();
  frame.key = std::move(key);
  frame.next = Frame::Next::value;
}

void Assembly::addMergeKey(Value key) {
  addKey(std::move(key), 0);
  Frame& frame = frames_.back();
  if (!frame.merges.empty()) {
    report_.add("duplicate-key", frame.key.origin(), "'<<' stands in this map a second time",
                "name all maps in one list: '<<: [*a, *b]'");
  }
  frame.next = Frame::Next::merge;
}

void Assembly::addNoKey() {
  frames_.back().key = Value();
  frames_.back().next = Frame::Next::nothing;
}

Assembly::Anchor& Assembly::anchor(std::size_t number) {
  if (anchors_.size() <= number) anchors_.resize(number + 1);
  return anchors_[number];
}

void Assembly::define(std::size_t number, const Node& node) { anchor(number) = {node, true}; }

void Assembly::put(Node node) {
  if (frames_.empty()) {
    root_ = std::move(node.value);
    return;
  }
  Frame& frame = frames_.back();
  frame.node.count += node.count;
  frame.node.levels = std::max(frame.node.levels, node.levels + 1);
  switch (frame.next) {
    case Frame::Next::item:
      frame.node.value.push(std::move(node.value));
      return;
    case Frame::Next::key:
      refuseKey(node.value);
      return;
    case Frame::Next::value:
      putEntry(frame, std::move(node.value));
      break;
    case Frame::Next::merge:
      putMerge(frame, node.value);
      break;
    case Frame::Next::nothing:
      break;
  }
  frame.next = Frame::Next::key;
}

/// A list or map as a key; what stands in one that is wrong is not told as well.
void Assembly::refuseKey(const Value& key) {
  if (!frames_.back().inKey) {
    report_.add("yaml-key", key.origin(),
                fmt::format("a {} stands where a key is expected; a key has to be text", name(key.kind())),
                "quote it if it is meant as text");
  }
  addNoKey();
}

void Assembly::putEntry(Frame& frame, Value value) {
  Value& map = frame.node.value;
  const std::size_t size = map.size();
  map.set(frame.key, std::move(value));
  if (map.size() != size) return;
  const Origin first = map.findEntry(frame.key.string())->key.origin();
  report_.add("duplicate-key", frame.key.origin(),
              fmt::format("key '{}' stands in this map a second time; the first is at {}", frame.key.string(),
                          words(first)),
              "remove one of them");
}

void Assembly::putMerge(Frame& frame, const Value& value) {
  const auto take = [&](const Value& map) {
    if (map.isMap()) {
      frame.merges.push_back(map);
    } else {
      report_.add("yaml-merge", map.origin(), fmt::format("'<<' takes in maps; found {}", name(map.kind())),
                  "name a map, or a list of maps; quote the key if it is meant as text");
    }
  };
  if (value.isList()) {
    for (const Value& item : value.items()) take(item);
  } else {
    take(value);
  }
}

}  // namespace aictl::yaml
