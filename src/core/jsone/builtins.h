#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/jsone/interpreter.h"

namespace aictl::jsone {

struct BuiltinCall {
  Site site;
  std::span<const Value> arguments;
  std::string_view name;

  Interpreter& interpreter() const { return site.interpreter; }
  Origin origin() const { return site.origin(); }
  const Value& operator[](std::size_t index) const { return arguments[index]; }
  /// Throws the BuiltinError of arguments that the built-in cannot take.
  [[noreturn]] void refuse(std::string_view detail = {}) const;
  [[noreturn]] void fail(std::string message) const;
};

/// A built-in function: a row of the table in builtins.cpp, and its function.
struct Builtin {
  /// Sets of types, by bits; no bit: no such parameter.
  enum Types : std::uint8_t {
    none = 0,
    null = 1,
    boolean = 2,
    integer = 4,
    number = 8,
    string = 16,
    array = 32,
    object = 64,
    function = 128,
    any = 255
  };

  std::string_view name;
  std::array<std::uint8_t, 3> parameters{};
  std::uint8_t rest = none;  ///< of arguments after them; then `fewest` counts, else all have to be there
  std::size_t fewest = 0;
  Value (*invoke)(const BuiltinCall&) = nullptr;
};

/// The built-in of that name, nullptr where there is none.
const Builtin* findBuiltin(std::string_view name);

/// A built-in's number, and the built-in of that number.
std::uint16_t number(const Builtin& builtin);
const Builtin& builtin(std::uint16_t number);

/// Calls it. Throws BuiltinError where the arguments are not such as it takes.
Value callBuiltin(const Builtin& builtin, Site site, std::span<const Value> arguments);

// Texts: builtins_text.cpp.
Value lowercaseOf(const BuiltinCall&);
Value uppercaseOf(const BuiltinCall&);
Value textOf(const BuiltinCall&);
Value numberOf(const BuiltinCall&);
Value strip(const BuiltinCall&);
Value stripLeftOf(const BuiltinCall&);
Value stripRightOf(const BuiltinCall&);
Value split(const BuiltinCall&);
Value join(const BuiltinCall&);

}  // namespace aictl::jsone
