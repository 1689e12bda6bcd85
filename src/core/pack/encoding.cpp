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

void encodeText(std::string_view text, std::string& bytes) {
  encodeCount(text.size(), bytes);
  bytes += text;
}

std::string_view decodeText(std::string_view& bytes) {
  const auto size = decodeCount(bytes);
  const auto text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return text;
}

void encodeHead(Tag tag, Origin origin, std::string& bytes) {
  bytes += static_cast<char>(tag);
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

}  // namespace

void encodeCount(std::uint64_t count, std::string& bytes) {
  while (count >= 0x80U) {
    bytes += static_cast<char>((count & 0x7FU) | 0x80U);
    count >>= 7U;
  }
  bytes += static_cast<char>(count);
}

std::uint64_t decodeCount(std::string_view& bytes) {
  std::uint64_t count = 0;
  unsigned shift = 0;
  std::size_t used = 0;
  while (true) {
    const auto byte = static_cast<unsigned char>(bytes[used++]);
    count |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
    if (byte < 0x80U) break;
    shift += 7;
  }
  bytes.remove_prefix(used);
  return count;
}

Encoder::Encoder(const std::vector<Value>& values) {
  std::unordered_map<std::string, std::size_t> uses;
  for (const Value& value : values) count(value, uses);
  for (const auto& [text, times] : uses) {
    if (times > 1) table_.push_back(text);
  }
  // The most used have the shortest numbers; what is used alike has an order too, since builds are to be
  // alike.
  std::ranges::sort(table_, [&](const std::string& a, const std::string& b) {
    return uses[a] != uses[b] ? uses[a] > uses[b] : a < b;
  });
  for (std::size_t i = 0; i < table_.size(); ++i) numbers_.emplace(table_[i], i);
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

void Encoder::encodeTable(std::string& bytes) const {
  encodeCount(table_.size(), bytes);
  for (const std::string& text : table_) encodeText(text, bytes);
}

void Encoder::encode(const Value& value, std::string& bytes) const {
  if (!value.isString()) {
    encodeHead(tagOf(value), value.origin(), bytes);
    encodeContent(value, bytes);
    return;
  }
  const auto number = numbers_.find(std::string(value.string()));
  if (number == numbers_.end()) {
    encodeHead(Tag::string, value.origin(), bytes);
    encodeText(value.string(), bytes);
  } else {
    encodeHead(Tag::sharedString, value.origin(), bytes);
    encodeCount(number->second, bytes);
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

Decoder::Decoder(std::string_view& bytes) : table_(decodeCount(bytes)) {
  for (Shared& shared : table_) shared.text = decodeText(bytes);
}

Value Decoder::decode(std::string_view& bytes, std::uint16_t file) {
  const auto tag = static_cast<Tag>(bytes.front());
  bytes.remove_prefix(1);
  Origin origin;
  origin.line = static_cast<std::uint32_t>(decodeCount(bytes));
  origin.column = static_cast<std::uint16_t>(decodeCount(bytes));
  origin.file = file;
  switch (tag) {
    case Tag::booleanFalse:
      return {false, origin};
    case Tag::booleanTrue:
      return {true, origin};
    case Tag::integer:
      return {static_cast<std::int64_t>(decodeCount(bytes)), origin};
    case Tag::integerWithText: {
      const auto integer = static_cast<std::int64_t>(decodeCount(bytes));
      return Value::integerWithText(integer, decodeText(bytes), origin);
    }
    case Tag::number: {
      const auto number = std::bit_cast<double>(decodeCount(bytes));
      return Value::numberWithText(number, decodeText(bytes), origin);
    }
    case Tag::string:
      return {decodeText(bytes), origin};
    case Tag::sharedString:
      return decodeShared(bytes, origin);
    case Tag::list:
      return decodeList(bytes, origin);
    case Tag::map:
      return decodeMap(bytes, origin);
    case Tag::listWritten:
    case Tag::mapWritten: {
      Value empty = tag == Tag::listWritten ? Value::list({}, origin) : Value::map({}, origin);
      empty.setWrittenEmpty(true);
      return empty;
    }
    case Tag::null:
      break;
  }
  return {nullptr, origin};
}

Value Decoder::decodeShared(std::string_view& bytes, Origin origin) {
  Shared& shared = table_[decodeCount(bytes)];
  if (shared.value.isNull()) shared.value = Value(shared.text);
  return shared.value.withOrigin(origin);
}

Value Decoder::decodeMap(std::string_view& bytes, Origin origin) {
  Value map = Value::map({}, origin);
  const auto count = decodeCount(bytes);
  map.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    Value key = decode(bytes, origin.file);
    map.append(std::move(key), decode(bytes, origin.file));
  }
  return map;
}

Value Decoder::decodeList(std::string_view& bytes, Origin origin) {
  Value list = Value::list({}, origin);
  const auto count = decodeCount(bytes);
  list.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) list.push(decode(bytes, origin.file));
  return list;
}

}  // namespace aictl::pack
