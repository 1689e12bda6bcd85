#include "core/jsone/syntax_trees.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <set>
#include <vector>

#include "core/jsone/parser.h"

namespace aictl::jsone {

namespace {

// What is written: the count of slots, a power of two; the slots, each 0 or one more than a place in the
// trees; the trees, each a head, the text of the expression and its nodes. A text is looked for from the slot
// of its hash on.
static_assert(std::endian::native == std::endian::little, "the build and the program read bytes alike");

using Word = std::uint32_t;

struct Head {
  Word textSize;
  Word nodeCount;
  Word constantCount;
  Word root;
};

/// A node in half the bytes: the built-in pack's are a tenth of the program.
struct StoredNode {
  syntax::Node::Kind kind;
  TokenKind operation;
  std::uint16_t builtin;
  std::uint16_t offset;
  std::uint16_t first;
  std::uint16_t next;
  std::uint16_t number;  ///< constant or count: no node has both
  std::uint16_t textBegin;
  std::uint16_t textSize;
};

constexpr std::uint16_t storedNone = ~std::uint16_t{0};

StoredNode stored(const syntax::Node& node) {
  const auto narrow = [](std::uint32_t number) { return static_cast<std::uint16_t>(number); };
  static_assert(static_cast<std::uint16_t>(syntax::none) == storedNone);
  return {node.kind,
          node.operation,
          node.builtin,
          narrow(node.offset),
          narrow(node.first),
          narrow(node.next),
          narrow(node.constant | node.count),
          narrow(node.textBegin),
          narrow(node.textSize)};
}

syntax::Node restored(const StoredNode& stored) {
  using Kind = syntax::Node::Kind;
  const auto index = [](std::uint16_t number) { return number == storedNone ? syntax::none : number; };
  const bool hasConstant = stored.kind == Kind::constant || stored.kind == Kind::entry;
  return {.kind = stored.kind,
          .operation = stored.operation,
          .builtin = stored.builtin,
          .offset = stored.offset,
          .first = index(stored.first),
          .next = index(stored.next),
          .constant = hasConstant ? stored.number : 0U,
          .count = hasConstant ? 0U : stored.number,
          .textBegin = stored.textBegin,
          .textSize = stored.textSize};
}

template <class T>
T read(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

template <class T>
void write(const T& value, std::string& bytes) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof(T));
}

// Of the size, the beginning, the middle and the end: expressions that agree in these are rare.
std::uint64_t hashOf(std::string_view text) {
  constexpr std::uint64_t factor = 0x9E37'79B9'7F4A'7C15;
  std::uint64_t hash = text.size();
  const auto mix = [&](std::uint64_t word) {
    hash = (hash ^ word) * factor;
    hash ^= hash >> 32U;
  };
  constexpr std::size_t step = sizeof(std::uint64_t);
  if (text.size() < step) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), text.size());
    mix(word);
    return hash;
  }
  for (const std::size_t at : {std::size_t{0}, (text.size() - step) / 2, text.size() - step}) {
    mix(read<std::uint64_t>(text.data() + at));
  }
  return hash;
}

/// The tree of a text, "" where it is no expression or one that is not worth it.
std::string encodeTree(const std::string& text) {
  try {
    const auto parsed = parseExpression(Value(text));
    if (parsed.nodes.size() == 1 || std::max(text.size(), parsed.nodes.size()) >= storedNone) return {};
    std::string bytes;
    write(Head{static_cast<Word>(text.size()), static_cast<Word>(parsed.nodes.size()),
               static_cast<Word>(parsed.constants.size()), parsed.root},
          bytes);
    bytes += text;
    for (const syntax::Node& node : parsed.nodes) write(stored(node), bytes);
    return bytes;
  } catch (const SyntaxError&) {
    return {};
  }
}

void addTexts(const Value& value, std::set<std::string>& texts) {
  if (value.isString()) {
    texts.emplace(value.string());
  } else if (value.isList()) {
    for (const Value& item : value.items()) addTexts(item, texts);
  } else if (value.isMap()) {
    for (const Entry& entry : value.entries()) {
      addTexts(entry.key, texts);
      addTexts(entry.value, texts);
    }
  }
}

}  // namespace

std::string encodeTrees(std::span<const Value> values) {
  std::set<std::string> texts;
  for (const Value& value : values) addTexts(value, texts);
  std::string trees;
  std::vector<std::pair<std::uint64_t, Word>> places;  // by hash
  for (const std::string& text : texts) {
    const std::string tree = encodeTree(text);
    if (tree.empty()) continue;
    places.emplace_back(hashOf(text), static_cast<Word>(trees.size()));
    trees += tree;
  }
  std::vector<Word> slots(std::bit_ceil(2 * places.size() + 1));
  for (const auto& [hash, place] : places) {
    std::size_t at = hash & (slots.size() - 1);
    while (slots[at] != 0) at = (at + 1) & (slots.size() - 1);
    slots[at] = place + 1;
  }
  std::string bytes;
  write(static_cast<Word>(slots.size()), bytes);
  for (const Word slot : slots) write(slot, bytes);
  return bytes + trees;
}

SyntaxTrees::SyntaxTrees(std::string_view bytes)
    : slots_(bytes.substr(sizeof(Word), read<Word>(bytes.data()) * sizeof(Word))),
      trees_(bytes.substr(sizeof(Word) + slots_.size())) {}

std::optional<ParsedExpression> SyntaxTrees::find(const Value& source) const {
  const auto wanted = source.string();
  const std::size_t mask = slots_.size() / sizeof(Word) - 1;
  for (std::size_t at = hashOf(wanted) & mask;; at = (at + 1) & mask) {
    const auto slot = read<Word>(slots_.data() + at * sizeof(Word));
    if (slot == 0) return std::nullopt;
    const char* tree = trees_.data() + slot - 1;
    const auto head = read<Head>(tree);
    const std::string_view text(tree + sizeof(Head), head.textSize);
    if (text != wanted) continue;

    ParsedExpression result{source, {}, {}, head.root};
    result.nodes.reserve(head.nodeCount);
    result.constants.reserve(head.constantCount);
    const char* nodes = text.data() + text.size();
    for (Word i = 0; i < head.nodeCount; ++i) {
      const syntax::Node& node =
          result.nodes.emplace_back(restored(read<StoredNode>(nodes + i * sizeof(StoredNode))));
      if (node.kind != syntax::Node::Kind::constant && node.kind != syntax::Node::Kind::entry) continue;
      const auto constant = text.substr(node.textBegin, node.textSize);
      result.constants.push_back(*constantOf(node.operation, constant, source.origin(), Value::borrowed));
    }
    return result;
  }
}

ParsedExpression parseExpression(const Value& source, const SyntaxTrees* trees) {
  if (trees != nullptr) {
    if (auto known = trees->find(source)) return std::move(*known);
  }
  return parseExpression(source);
}

}  // namespace aictl::jsone
