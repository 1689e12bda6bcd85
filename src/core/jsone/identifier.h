#pragma once

#include <string_view>
#include <vector>

namespace aictl::jsone {

/// Whether it is a letter or `_`, then letters, digits and `_` (all of ASCII).
bool isIdentifier(std::string_view text);

/// Whether it is a letter, then letters and digits.
bool isAlphanumericName(std::string_view text);

/// The variables of a key such as `each(x, i)`, with the given word before the parenthesis; none where the
/// key is not of that form.
std::vector<std::string_view> boundVariables(std::string_view key, std::string_view word);

}  // namespace aictl::jsone
