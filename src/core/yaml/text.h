#pragma once

#include <cstddef>
#include <string_view>

namespace aictl::yaml {

/// The offset of the first byte of the line that the offset is on.
std::size_t lineStart(std::string_view text, std::size_t offset);

/// The line that the offset is on, without its end.
std::string_view lineAt(std::string_view text, std::size_t offset);

/// A line without the comment at its end and the blanks around it.
std::string_view withoutComment(std::string_view line);

/// The part of the text before the offset that has something in it and is nearest: the rest of a line,
/// without its comment. Empty where there is none.
std::string_view contentBefore(std::string_view text, std::size_t offset);

/// The offset behind the tags and anchors that stand before a node.
std::size_t skipProperties(std::string_view text, std::size_t offset);

/// The offset behind the quote that ends what the quote at the offset begins; npos where none does.
std::size_t quoteEnd(std::string_view text, std::size_t offset);

}  // namespace aictl::yaml
