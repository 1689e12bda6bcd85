#include "core/pack/encoding.h"

#include <bit>
#include <cstring>

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

Tag tagOf(const Value& value) {
  switch (value.kind()) {
    case Value::Kind::null:
      return Tag::null;
    case Value::Kind::boolean:
      return value.boolean() ? Tag::booleanTrue : Tag::booleanFalse;
    case Value::Kind::integer:
      return value.identity() == nullptr ? Tag::integer : Tag::integerWithText;
    case Value::Kind::number:
      return Tag::number;
    case Value::Kind::string:
      return Tag::string;
    case Value::Kind::list:
      return value.writtenEmpty() ? Tag::listWritten : Tag::list;
    case Value::Kind::map:
      break;
  }
  return value.writtenEmpty() ? Tag::mapWritten : Tag::map;
}

Value decodeMap(std::string_view& bytes, std::uint16_t file, Origin origin) {
  Value map = Value::map({}, origin);
  const auto count = decodeCount(bytes);
  map.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    Value key = decode(bytes, file);
    map.set(std::move(key), decode(bytes, file));
  }
  return map;
}

Value decodeList(std::string_view& bytes, std::uint16_t file, Origin origin) {
  Value list = Value::list({}, origin);
  const auto count = decodeCount(bytes);
  list.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) list.push(decode(bytes, file));
  return list;
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

void encode(const Value& value, std::string& bytes) {
  const Tag tag = tagOf(value);
  bytes += static_cast<char>(tag);
  encodeCount(value.origin().line, bytes);
  encodeCount(value.origin().column, bytes);
  switch (tag) {
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
    case Tag::string:
      encodeText(value.string(), bytes);
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

Value decode(std::string_view& bytes, std::uint16_t file) {
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
    case Tag::list:
      return decodeList(bytes, file, origin);
    case Tag::map:
      return decodeMap(bytes, file, origin);
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

}  // namespace aictl::pack
