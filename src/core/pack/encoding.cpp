#include "core/pack/encoding.h"

#include <algorithm>
#include <bit>

namespace aictl::pack {
namespace {

enum class Tag : std::uint8_t {
  null,
  booleanFalse,
  booleanTrue,
  integer,
  integerWithText,
  number,
  string,
  sharedString,
  list,
  listWritten,
  map,
  mapWritten
};

// The head of a value is one number of 32 bits: tag, column and line. A place that is too far away for that
// stands behind it.
constexpr unsigned tagBits = 4;
constexpr unsigned columnBits = 10;
constexpr unsigned lineShift = tagBits + columnBits;
constexpr std::uint32_t lineBehind = (1U << (32 - lineShift)) - 1;
constexpr std::size_t headBytes = 4;

void encodeHead(Tag tag, Origin origin, std::string& bytes) {
  const bool fits = origin.line < lineBehind && origin.column < (1U << columnBits);
  std::uint32_t head = static_cast<std::uint32_t>(tag);
  head |= fits ? std::uint32_t{origin.column} << tagBits | origin.line << lineShift : lineBehind << lineShift;
  for (std::size_t i = 0; i < headBytes; ++i) bytes += static_cast<char>(head >> (8 * i) & 0xFFU);
  if (fits) return;
  encodeCount(origin.line, bytes);
  encodeCount(origin.column, bytes);
}

/// The tag of a value that is no string.
Tag tagOf(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::boolean:
      return value.boolean() ? Tag::booleanTrue : Tag::booleanFalse;
    case Value::Kind::integer:
      return value.identity() == nullptr ? Tag::integer : Tag::integerWithText;
    case Value::Kind::number:
      return Tag::number;
    case Value::Kind::list:
      return value.writtenEmpty() ? Tag::listWritten : Tag::list;
    case Value::Kind::map:
      return value.writtenEmpty() ? Tag::mapWritten : Tag::map;
    default:
      return Tag::null;
  }
}

/// Takes what stands at the front of the bytes, which are trusted.
struct Cursor {
  const char* at;
  const char* table = nullptr;
  std::uint16_t file = 0;

  std::uint8_t byte() { return static_cast<std::uint8_t>(*at++); }

  std::uint64_t count() {
    std::uint64_t count = byte();
    if (count < 0x80U) return count;
    count &= 0x7FU;
    for (unsigned shift = 7;; shift += 7) {
      const std::uint64_t next = byte();
      count |= (next & 0x7FU) << shift;
      if (next < 0x80U) return count;
    }
  }

  std::string_view text() {
    const auto size = count();
    const char* begin = at;
    at += size;
    return {begin, size};
  }

  std::string_view sharedText() {
    const auto offset = count();
    return {table + offset, count()};
  }

  std::uint32_t head() {
    const auto byte = [begin = at](std::size_t i) {
      return std::uint32_t{static_cast<std::uint8_t>(begin[i])};
    };
    at += headBytes;
    return byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U;
  }

  Origin origin(std::uint32_t head) {
    const std::uint32_t line = head >> lineShift;
    if (line != lineBehind)
      return {line, static_cast<std::uint16_t>(head >> tagBits & ((1U << columnBits) - 1)), file};
    const auto farLine = static_cast<std::uint32_t>(count());
    return {farLine, static_cast<std::uint16_t>(count()), file};
  }

  Value value() {
    const std::uint32_t head = this->head();
    const Origin origin = this->origin(head);
    switch (static_cast<Tag>(head & ((1U << tagBits) - 1))) {
      case Tag::booleanFalse:
        return {false, origin};
      case Tag::booleanTrue:
        return {true, origin};
      case Tag::integer:
        return {static_cast<std::int64_t>(count()), origin};
      case Tag::integerWithText: {
        const auto integer = static_cast<std::int64_t>(count());
        return Value::integerWithText(integer, text(), origin);
      }
      case Tag::number: {
        const auto number = std::bit_cast<double>(count());
        return Value::numberWithText(number, text(), origin);
      }
      case Tag::string:
        return Value::borrowed(text(), origin);
      case Tag::sharedString:
        return Value::borrowed(sharedText(), origin);
      case Tag::list:
        return list(origin);
      case Tag::listWritten:
        return writtenEmpty(Value::list({}, origin));
      case Tag::map:
        return map(origin);
      case Tag::mapWritten:
        return writtenEmpty(Value::map({}, origin));
      case Tag::null:
        break;
    }
    return {nullptr, origin};
  }

  static Value writtenEmpty(Value empty) {
    empty.setWrittenEmpty(true);
    return empty;
  }

  Value list(Origin origin) {
    Value list = Value::list({}, origin);
    const auto size = count();
    list.reserve(size);
    for (std::uint64_t i = 0; i < size; ++i) list.push(value());
    return list;
  }

  Value map(Origin origin) {
    Value map = Value::map({}, origin);
    const auto size = count();
    map.reserve(size);
    for (std::uint64_t i = 0; i < size; ++i) {
      Value key = value();
      map.append(std::move(key), value());
    }
    return map;
  }
};

}  // namespace

void encodeCount(std::uint64_t count, std::string& bytes) {
  while (count >= 0x80U) {
    bytes += static_cast<char>((count & 0x7FU) | 0x80U);
    count >>= 7U;
  }
  bytes += static_cast<char>(count);
}

void encodeText(std::string_view text, std::string& bytes) {
  encodeCount(text.size(), bytes);
  bytes += text;
}

std::uint64_t decodeCount(std::string_view& bytes) {
  Cursor cursor{bytes.data()};
  const std::uint64_t count = cursor.count();
  bytes.remove_prefix(static_cast<std::size_t>(cursor.at - bytes.data()));
  return count;
}

Encoder::Encoder(const std::vector<Value>& values) {
  std::unordered_map<std::string, std::size_t> uses;
  for (const Value& value : values) count(value, uses);
  std::vector<std::string> shared;
  for (const auto& [text, times] : uses) {
    if (times > 1) shared.push_back(text);
  }
  // The most used have the shortest offsets; what is used alike has an order too, since builds are to be
  // alike.
  std::ranges::sort(shared, [&](const std::string& a, const std::string& b) {
    return uses[a] != uses[b] ? uses[a] > uses[b] : a < b;
  });
  for (const std::string& text : shared) {
    offsets_.emplace(text, table_.size());
    table_ += text;
  }
}

void Encoder::count(const Value& value, std::unordered_map<std::string, std::size_t>& uses) const {
  if (value.isString()) {
    ++uses[std::string(value.string())];
  } else if (value.isList()) {
    for (const Value& item : value.items()) count(item, uses);
  } else if (value.isMap()) {
    for (const Entry& entry : value.entries()) {
      count(entry.key, uses);
      count(entry.value, uses);
    }
  }
}

void Encoder::encodeTable(std::string& bytes) const { encodeText(table_, bytes); }

void Encoder::encode(const Value& value, std::string& bytes) const {
  if (!value.isString()) {
    encodeHead(tagOf(value), value.origin(), bytes);
    encodeContent(value, bytes);
    return;
  }
  const auto offset = offsets_.find(std::string(value.string()));
  if (offset == offsets_.end()) {
    encodeHead(Tag::string, value.origin(), bytes);
    encodeText(value.string(), bytes);
  } else {
    encodeHead(Tag::sharedString, value.origin(), bytes);
    encodeCount(offset->second, bytes);
    encodeCount(value.string().size(), bytes);
  }
}

void Encoder::encodeContent(const Value& value, std::string& bytes) const {
  switch (tagOf(value)) {
    case Tag::integer:
      encodeCount(static_cast<std::uint64_t>(value.integer()), bytes);
      break;
    case Tag::integerWithText:
      encodeCount(static_cast<std::uint64_t>(value.integer()), bytes);
      encodeText(value.scalarText(), bytes);
      break;
    case Tag::number:
      encodeCount(std::bit_cast<std::uint64_t>(value.number()), bytes);
      encodeText(value.scalarText(), bytes);
      break;
    case Tag::list:
      encodeCount(value.size(), bytes);
      for (const Value& item : value.items()) encode(item, bytes);
      break;
    case Tag::map:
      encodeCount(value.size(), bytes);
      for (const Entry& entry : value.entries()) {
        encode(entry.key, bytes);
        encode(entry.value, bytes);
      }
      break;
    default:
      break;
  }
}

Decoder::Decoder(std::string_view& bytes) {
  Cursor cursor{bytes.data()};
  table_ = cursor.text();
  bytes.remove_prefix(static_cast<std::size_t>(cursor.at - bytes.data()));
}

Value Decoder::decode(std::string_view& bytes, std::uint16_t file) const {
  Cursor cursor{bytes.data(), table_.data(), file};
  Value value = cursor.value();
  bytes.remove_prefix(static_cast<std::size_t>(cursor.at - bytes.data()));
  return value;
}

}  // namespace aictl::pack
