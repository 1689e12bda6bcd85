#pragma once

#include <cstddef>
#include <string_view>

namespace aictl {

/// The columns that a terminal shows a text in: CJK characters take two, combining ones and control
/// characters none, a byte that is no UTF-8 one.
std::size_t displayWidth(std::string_view text);

/// As much of a text as a terminal shows in so many columns.
std::string_view firstColumns(std::string_view text, std::size_t columns);

/// The first so many characters of a text, or all of it where it has less.
std::string_view firstCharacters(std::string_view text, std::size_t count);

}  // namespace aictl
