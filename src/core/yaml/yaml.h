#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/finding.h"
#include "core/base/value.h"

namespace aictl::yaml {

/// What reading is bounded by; beyond is a finding, never a crash or a hang.
struct Limits {
  std::size_t bytes = 10U << 20U;  ///< size of the text
  std::size_t depth = 200;         ///< lists and maps inside each other
  std::size_t values = 1'000'000;  ///< values after aliases are expanded ("billion laughs")
};

/// Reads all documents of a YAML (or JSON) text, with an origin on every key and value. `file` is the number
/// of the text in Sources. Faults (syntax, duplicate keys, bounds, not UTF-8 …) are added to `findings`, each
/// with its place, a hundred at most; then the result holds the documents before the fault (none where the
/// fault is of size or characters). An empty text has no documents; `---` with nothing after it is a null
/// document. Lists and maps that are written empty are marked (Value::writtenEmpty).
///
/// Types are those of YAML 1.2's core schema, but `0400` is octal as in YAML 1.1; numbers keep their text.
/// Keys are strings: others become their text. Merge keys (`<<`) are taken in. An alias has its own place,
/// what is inside of it that of the anchor; a null that is not written has the place of its key or dash.
std::vector<Value> read(std::string_view text, std::uint16_t file, Findings& findings,
                        const Limits& limits = {});

/// Reads a text that has to hold one document; none is null, a second one is a finding.
Value readDocument(std::string_view text, std::uint16_t file, Findings& findings, const Limits& limits = {});

/// Reads a scalar as YAML 1.2's core schema would read it unquoted: `4` is an integer, `on` a string.
Value readScalar(std::string_view text, Origin origin);

/// One document as YAML in the style a person would write: block style, order kept, two spaces a level,
/// lists not indented below their key's column by more than that, long text as block scalars, strings
/// quoted where any reader (YAML 1.1 ones too) would take them for something else. Ends with a line end.
/// YAML readers of any kind read it back equal.
std::string write(const Value& value);

/// Several documents, with `---` between them.
std::string write(std::span<const Value> documents);

/// A line of written YAML and where it came from: the origin of its value (or of its key).
struct Line {
  std::string text;
  Origin origin;
};

/// What `write` gives, line by line.
std::vector<Line> writeLines(const Value& value);

/// One value as it stands in a line of YAML (flow style), for messages and flags: `[a, b]`, `{a: 1}`.
std::string writeInline(const Value& value);

}  // namespace aictl::yaml
