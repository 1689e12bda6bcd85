#pragma once

#include <string>
#include <string_view>

namespace aictl::schema {

/// A regular expression of JSON Schema (ECMA-262) in the words of PCRE2, where they differ: `\u0041`,
/// `\u{1F600}`, and the long names of Unicode categories (`\p{Letter}`).
std::string expression(std::string_view pattern);

}  // namespace aictl::schema
