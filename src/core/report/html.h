#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Pages that need nothing beside themselves: no script, no font, no picture from elsewhere.
namespace aictl::report {

/// Rows of cells, the first of which are headings. Cells are texts, not HTML.
std::string table(const std::vector<std::vector<std::string>>& rows);

/// A whole page; the body is HTML, the title is not. It has a light and a dark look, as the reader's system.
std::string page(std::string_view title, std::string_view body);

}  // namespace aictl::report
