#pragma once

#include <optional>
#include <string_view>

#include "core/base/value.h"

namespace aictl::yaml {

/// The number (kind integer or number) that a text is in YAML 1.2's core schema, none where it is none; but
/// `0400` is octal, as in YAML 1.1.
/// Integers that are not in plain form, and all others, keep their text.
std::optional<Value> readNumber(std::string_view text, Origin origin);

/// Whether the text is one of the core schema's forms of null: `null`, `Null`, `NULL`, `~`, or nothing.
bool isNullText(std::string_view text);

/// The boolean that the text is in the core schema: `true`, `True`, `TRUE` and the same of `false`.
std::optional<bool> readBoolean(std::string_view text);

/// Whether some YAML reader (1.1 or 1.2, PyYAML, Go) takes the text, unquoted, for something else than the
/// string: `on`, `012`, `1_000`, `12:30:45`, `2001-01-01`, `~`, `<<`.
bool readersDiffer(std::string_view text);

/// The number in a form that all YAML readers read equal: its own text where it is such a one.
std::string numberText(const Value& number);

}  // namespace aictl::yaml
