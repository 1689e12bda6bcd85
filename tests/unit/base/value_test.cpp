#include "core/base/value.h"

#include <limits>

#include "catch.h"

using aictl::Origin;
using aictl::Value;

TEST_CASE("a string that stays as long as the program is taken without a copy") {
  static constexpr std::string_view text = "app.kubernetes.io/name";
  const Value value = Value::borrowed(text, {3, 5, 1});
  CHECK(value.string().data() == text.data());
  CHECK(value == Value(text));
  CHECK(value.origin() == Origin{3, 5, 1});
  Value copy = value;
  const Value moved = std::move(copy);
  CHECK(moved.string() == text);
}

TEST_CASE("the extent of a value counts what is shared as often as it stands there, and follows changes") {
  CHECK(Value(1).extent(9).bytes == sizeof(Value));
  CHECK(Value("four").extent(9).bytes == sizeof(Value) + 4);
  Value list = Value::list({"four"});
  CHECK(list.extent(9).bytes == 2 * sizeof(Value) + 4);
  CHECK(list.extent(9).levels == 1);
  const Value map = Value::map({{"a", list}, {"b", list}});
  CHECK(map.extent(9).bytes == sizeof(Value) + 2 * (sizeof(Value) + 1 + 2 * sizeof(Value) + 4));
  CHECK(map.extent(9).levels == 2);
  list.push(1);
  CHECK(list.extent(9).bytes == 3 * sizeof(Value) + 4);
  list.at(std::size_t{0}) = Value("a longer text");
  CHECK(list.extent(9).bytes == 3 * sizeof(Value) + 13);
}

TEST_CASE("the extent of what doubles on each of many levels is found at once") {
  Value value = "text";
  for (int level = 0; level < 200; ++level) value = Value::list({value, value});
  CHECK(value.extent(100).levels == 101);
  CHECK(value.extent(200).levels == 200);
  CHECK(value.extent(200).bytes == std::numeric_limits<std::uint32_t>::max());
}

TEST_CASE("a copy of a map is not changed by a change of the original") {
  Value original = Value::map({{"a", 1}, {"b", Value::list({1, 2})}});
  const Value copy = original;
  original.set("a", 5);
  original.at("b").push(3);
  CHECK(copy == Value::map({{"a", 1}, {"b", Value::list({1, 2})}}));
  CHECK(original == Value::map({{"a", 5}, {"b", Value::list({1, 2, 3})}}));
}

TEST_CASE("a map keeps the order of insertion, also when a value is replaced") {
  Value map = Value::map({{"z", 1}, {"a", 2}, {"m", 3}});
  map.set("a", 9);
  std::string keys;
  for (const auto& entry : map.entries()) keys += entry.key.string();
  CHECK(keys == "zam");
}

TEST_CASE("a large map finds each of its keys, also after one was erased") {
  Value map = Value::map();
  for (int i = 0; i < 100; ++i) map.set(Value(std::to_string(i)), i);
  map.erase("50");
  CHECK(map.find("50") == nullptr);
  CHECK(map.find("99")->integer() == 99);
  CHECK(map.find("0")->integer() == 0);
  map.set("50", -1);
  CHECK(map.find("50")->integer() == -1);
  CHECK(map.size() == 100);
}

TEST_CASE("scalars are equal by their value, whatever their text") {
  CHECK(Value(1) == Value(1.0));
  CHECK(Value::numberWithText(1.1, "1.10") == Value(1.1));
  CHECK(Value::integerWithText(12, "012") == Value(12));
  CHECK(Value::booleanWithText(true, "TRUE") == Value(true));
  CHECK_FALSE(Value::booleanWithText(false, "False") == Value(true));
  CHECK_FALSE(Value(1) == Value("1"));
  CHECK_FALSE(Value(0) == Value(false));
}

TEST_CASE("a boolean keeps the text that it was written with") {
  CHECK(Value::booleanWithText(true, "True").scalarText() == "True");
  CHECK(Value::booleanWithText(true, "True").boolean());
  CHECK_FALSE(Value::booleanWithText(false, "FALSE").boolean());
  CHECK(Value(true).scalarText() == "true");
}

TEST_CASE("a number keeps the text that it was written with") {
  CHECK(Value::numberWithText(1.1, "1.10").scalarText() == "1.10");
  CHECK(Value::integerWithText(12, "012").scalarText() == "012");
  CHECK(Value(0.1).scalarText() == "0.1");
  CHECK(Value(3.0).scalarText() == "3");
}

TEST_CASE("maps are equal in any order, lists are not") {
  CHECK(Value::map({{"a", 1}, {"b", 2}}) == Value::map({{"b", 2}, {"a", 1}}));
  CHECK_FALSE(Value::list({1, 2}) == Value::list({2, 1}));
}

TEST_CASE("an empty map that a person wrote is told from one that came out empty") {
  Value map = Value::map();
  CHECK_FALSE(map.writtenEmpty());
  map.setWrittenEmpty(true);
  CHECK(Value(map).writtenEmpty());
  map.set("a", 1);
  CHECK_FALSE(map.writtenEmpty());
}

TEST_CASE("a value keeps its origin through copies and a change of its inside") {
  Value list = Value::list({1}, Origin{3, 7, 1});
  list.push(2);
  CHECK(list.origin() == Origin{3, 7, 1});
  CHECK(Value(list).origin() == Origin{3, 7, 1});
  CHECK(sizeof(Origin) == 8);
}

TEST_CASE("a list a million lists deep goes away without using up the stack") {
  Value value;
  for (int i = 0; i < 1'000'000; ++i) value = Value::list({std::move(value)});
  value = nullptr;
  CHECK(value.isNull());
}

TEST_CASE("a path leads into maps, and nowhere where it ends before") {
  const Value object = Value::map({{"metadata", Value::map({{"name", "x"}})}});
  CHECK(findString(object, {"metadata", "name"}) == "x");
  CHECK(find(object, {"metadata", "labels", "a"}) == nullptr);
  CHECK(find(object, {"metadata", "name", "a"}) == nullptr);
}
