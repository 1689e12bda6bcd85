#include "core/report/html.h"

#include "core/report/markup.h"

namespace aictl::report {
namespace {

constexpr std::string_view style = R"css(
:root { color-scheme: light dark; --line: #8884; --ink: #222; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #ddd; --paper: #1b1b1f; } }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 64rem;
       margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); white-space: nowrap; }
svg { max-width: 100%; height: auto; } svg text { fill: var(--ink); font: 12px system-ui, sans-serif; }
)css";

}  // namespace

std::string table(const std::vector<std::vector<std::string>>& rows) {
  std::string text = "<table>\n";
  bool isHeading = true;
  for (const auto& row : rows) {
    text += "<tr>";
    for (const std::string& cell : row)
      text.append(isHeading ? "<th>" : "<td>").append(escaped(cell)).append(isHeading ? "</th>" : "</td>");
    text += "</tr>\n";
    isHeading = false;
  }
  return text + "</table>\n";
}

std::string page(std::string_view title, std::string_view body) {
  const std::string name = escaped(title);
  std::string text = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + name;
  text.append("</title>\n<style>").append(style).append("</style>\n</head>\n<body>\n<h1>").append(name);
  return text.append("</h1>\n").append(body).append("</body>\n</html>\n");
}

}  // namespace aictl::report
