#include "core/pack/encoding.h"

#include <deque>
#include <limits>

#include "packing.h"
#include "unit/yaml/random_value.h"

using namespace aictl;
using packing::read;

namespace {

/// The values written with one table of strings, and read.
std::vector<Value> again(const std::vector<Value>& values, std::uint16_t file = 7) {
  const pack::Encoder encoder(values);
  static std::deque<std::string> stay;  // what is read borrows their strings
  std::string& bytes = stay.emplace_back();
  encoder.encodeTable(bytes);
  for (const Value& value : values) encoder.encode(value, bytes);
  std::string_view rest = bytes;
  const pack::Decoder decoder(rest);
  std::vector<Value> result;
  for (std::size_t i = 0; i < values.size(); ++i) result.push_back(decoder.decode(rest, file));
  CHECK(rest.empty());
  return result;
}

Value again(const Value& value, std::uint16_t file = 7) {
  return again(std::vector<Value>{value}, file).front();
}

/// Equal in all that a Value has: kinds, texts of numbers, order, places, marks of what was written empty.
bool same(const Value& a, const Value& b) {
  if (a.kind() != b.kind() || a.origin().line != b.origin().line || a.origin().column != b.origin().column)
    return false;
  if (a.writtenEmpty() != b.writtenEmpty() || a.size() != b.size()) return false;
  if (a.isList()) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same(a[i], b[i])) return false;
    }
    return true;
  }
  if (a.isMap()) {
    for (std::size_t i = 0; i < a.size(); ++i) {
      if (!same(a.entries()[i].key, b.entries()[i].key) || !same(a.entries()[i].value, b.entries()[i].value))
        return false;
    }
    return true;
  }
  return a.scalarText() == b.scalarText();
}

}  // namespace

TEST_CASE("each kind of value is read back as it was, with its text and place") {
  const Value value = read(
      "null: null\nbool: [true, false]\nint: [0, -1, 9223372036854775807, -9223372036854775808]\n"
      "written: [012, 0x1F, +5]\nnumber: [1.10, 1e3, -0.5, 1e400, .inf]\n"
      "text: ['', word, \"line\\nline\", 漢]\nempty: [[], {}]\n");
  CHECK(same(again(value), value));
}

TEST_CASE("what is read back has the file that it is read for") {
  const Value value = again(read("{a: [1]}"), 9);
  CHECK(packing::placeOf(value) == "9:1:1");
  CHECK(packing::placeOf(value.findEntry("a")->key) == "9:1:2");
  CHECK(packing::placeOf((*value.find("a"))[0]) == "9:1:6");
}

TEST_CASE("the largest line and column are read back") {
  const Origin far{std::numeric_limits<std::uint32_t>::max(), std::numeric_limits<std::uint16_t>::max(), 1};
  CHECK(again(Value(true, far)).origin() == Origin{far.line, far.column, 7});
}

TEST_CASE("counts of all sizes are read back") {
  for (unsigned bits = 0; bits < 64; ++bits) {
    for (const std::uint64_t count : {(std::uint64_t{1} << bits) - 1, std::uint64_t{1} << bits}) {
      std::string bytes;
      pack::encodeCount(count, bytes);
      std::string_view rest = bytes;
      CHECK(pack::decodeCount(rest) == count);
      CHECK(rest.empty());
    }
  }
}

TEST_CASE("values that stand behind each other are read one after the other") {
  const auto values = again({read("[1, 2]"), read("word"), read("{a: word}")});
  CHECK(values[0] == read("[1, 2]"));
  CHECK(values[1] == read("word"));
  CHECK(values[2] == read("{a: word}"));
}

TEST_CASE(
    "a string that occurs more than once is written once and never copied, and each value has its own "
    "place") {
  const Value value = again(read("[shared, alone, shared]"));
  CHECK(value[0].string().data() == value[2].string().data());
  CHECK(packing::placeOf(value[0]) == "7:1:2");
  CHECK(packing::placeOf(value[2]) == "7:1:17");
  std::string once;
  pack::Encoder({read("[a long string that occurs twice, other]")}).encodeTable(once);
  CHECK(once.size() == 1);
}

TEST_CASE("any value is read back as it was") {
  for (unsigned seed = 0; seed < 500; ++seed) {
    const Value value = RandomValues(seed).next();
    INFO(seed);
    CHECK(same(again(value), value));
    CHECK(same(again({value, value})[1], value));
  }
}
