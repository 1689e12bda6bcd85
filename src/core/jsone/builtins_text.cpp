// The built-in functions over texts.
#include "core/jsone/builtins.h"
#include "core/jsone/characters.h"
#include "core/jsone/number.h"

namespace aictl::jsone {

namespace {

Value made(const BuiltinCall& call, std::string_view text) {
  call.interpreter().make(text.size());
  return Value(text, call.origin());
}

std::string delimiterOf(const Value& value) {
  return value.isNumber() ? numberText(value) : std::string(value.string());
}

Value splitIntoCharacters(const BuiltinCall& call, std::string_view text) {
  call.interpreter().makeItems(2 * text.size());
  Value result = Value::list({}, call.origin());
  while (!text.empty()) {
    const auto size = firstCharacterSize(text);
    result.push(Value(text.substr(0, size), call.origin()));
    text.remove_prefix(size);
  }
  return result;
}

}  // namespace

Value lowercaseOf(const BuiltinCall& call) { return made(call, lowercase(call[0].string())); }
Value uppercaseOf(const BuiltinCall& call) { return made(call, uppercase(call[0].string())); }
Value strip(const BuiltinCall& call) { return made(call, stripRight(stripLeft(call[0].string()))); }
Value stripLeftOf(const BuiltinCall& call) { return made(call, stripLeft(call[0].string())); }
Value stripRightOf(const BuiltinCall& call) { return made(call, stripRight(call[0].string())); }

Value textOf(const BuiltinCall& call) {
  if (call[0].isString()) return call[0];
  return Value(call[0].scalarText(), call.origin());
}

Value numberOf(const BuiltinCall& call) {
  call.interpreter().look(call[0].string().size());
  if (auto result = readNumber(call[0].string(), call.origin())) return *result;
  call.fail("number: '" + std::string(characters(call[0].string(), 0, 60)) + "' is no number");
}

Value split(const BuiltinCall& call) {
  auto text = call[0].string();
  const std::string delimiter = delimiterOf(call[1]);
  if (delimiter.empty()) return splitIntoCharacters(call, text);
  Value result = Value::list({}, call.origin());
  while (true) {
    const auto end = text.find(delimiter);
    call.interpreter().makeItems(1);
    result.push(made(call, text.substr(0, end)));
    if (end == std::string_view::npos) return result;
    text.remove_prefix(end + delimiter.size());
  }
}

Value join(const BuiltinCall& call) {
  const std::string separator = delimiterOf(call[1]);
  std::string result;
  for (std::size_t i = 0; i < call[0].size(); ++i) {
    const std::size_t before = result.size();
    const Value& item = call[0][i];
    const Type type = call.interpreter().type(item);
    if (type == Type::array || type == Type::object || type == Type::function) call.refuse();
    if (i > 0) result += separator;
    if (type != Type::null) result += item.scalarText();
    call.interpreter().make(result.size() - before);
  }
  return Value(result, call.origin());
}

}  // namespace aictl::jsone
