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
  std::uint16_t textSize;
  std::uint16_t nodeCount;
  std::uint16_t constantCount;
  std::uint16_t root;
};

// A node is written as its kind, what of the rest it has, and that. Numbers are of one byte, or all of two
// where one of them needs it: the built-in pack's nodes were a tenth of the program else.
enum Has : std::uint8_t {
  hasOperation = 1U << 0U,
  hasBuiltin = 1U << 1U,
  hasFirst = 1U << 2U,
  hasNext = 1U << 3U,
  hasNumber = 1U << 4U,  ///< constant or count: no node has both
  hasText = 1U << 5U,
  hasOwnBegin = 1U << 6U,  ///< its text does not begin where it does itself
  isWide = 1U << 7U
};

bool hasConstant(syntax::Node::Kind kind) {
  return kind == syntax::Node::Kind::constant || kind == syntax::Node::Kind::entry;
}

/// Texts and trees beyond this are not written.
constexpr std::size_t longest = 0xffff;

void writeNode(const syntax::Node& node, std::string& bytes) {
  unsigned has = 0;
  std::vector<std::uint32_t> numbers{node.offset};
  const auto add = [&](unsigned what, bool isThere, std::uint32_t number) {
    if (!isThere) return;
    has |= what;
    numbers.push_back(number);
  };
  add(hasBuiltin, node.builtin != syntax::Node::noBuiltin, node.builtin);
  add(hasFirst, node.first != syntax::none, node.first);
  add(hasNext, node.next != syntax::none, node.next);
  add(hasNumber, node.constant != 0 || node.count != 0, node.constant | node.count);
  add(hasText, node.textSize != 0, node.textSize);
  add(hasOwnBegin, node.textSize != 0 && node.textBegin != node.offset, node.textBegin);
  if (node.operation != TokenKind::end) has |= hasOperation;
  constexpr std::uint32_t narrow = 0xff;
  if (std::ranges::max(numbers) > narrow) has |= isWide;
  bytes += static_cast<char>(node.kind);
  bytes += static_cast<char>(has);
  if ((has & hasOperation) != 0) bytes += static_cast<char>(node.operation);
  for (const std::uint32_t number : numbers) {
    bytes += static_cast<char>(number & narrow);
    if ((has & isWide) != 0) bytes += static_cast<char>(number >> 8U);
  }
}

template <class T>
T read(const char* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof(T));
  return value;
}

/// Takes what a node has from the front of bytes.
template <class Number>
const char* readParts(const char* at, unsigned has, syntax::Node& node) {
  const auto number = [&at] {
    const auto value = read<Number>(at);
    at += sizeof(Number);
    return value;
  };
  node.offset = number();
  if ((has & hasBuiltin) != 0) node.builtin = number();
  if ((has & hasFirst) != 0) node.first = number();
  if ((has & hasNext) != 0) node.next = number();
  if ((has & hasNumber) != 0) (hasConstant(node.kind) ? node.constant : node.count) = number();
  if ((has & hasText) != 0) {
    node.textSize = number();
    node.textBegin = (has & hasOwnBegin) != 0 ? number() : node.offset;
  }
  return at;
}

/// Takes a node from the front of bytes.
const char* readNode(const char* at, syntax::Node& node) {
  node.kind = read<syntax::Node::Kind>(at);
  const auto has = read<std::uint8_t>(at + 1);
  at += 2;
  if ((has & hasOperation) != 0) node.operation = read<TokenKind>(at++);
  return (has & isWide) != 0 ? readParts<std::uint16_t>(at, has, node)
                             : readParts<std::uint8_t>(at, has, node);
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
    if (parsed.nodes.size() == 1 || std::max(text.size(), parsed.nodes.size()) > longest) return {};
    const auto narrow = [](std::size_t number) { return static_cast<std::uint16_t>(number); };
    std::string bytes;
    write(Head{narrow(text.size()), narrow(parsed.nodes.size()), narrow(parsed.constants.size()),
               narrow(parsed.root)},
          bytes);
    bytes += text;
    for (const syntax::Node& node : parsed.nodes) writeNode(node, bytes);
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
  std::vector<Word> slots(std::bit_ceil(places.size() * 3 / 2 + 1));
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
    const char* bytes = text.data() + text.size();
    for (Word i = 0; i < head.nodeCount; ++i) {
      syntax::Node& node = result.nodes.emplace_back();
      bytes = readNode(bytes, node);
      if (!hasConstant(node.kind)) continue;
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
