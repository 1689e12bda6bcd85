#include "core/report/html.h"
#include "core/report/markup.h"

#include "catch.h"

using namespace aictl::report;

TEST_CASE("a text does nothing in a page, whatever it holds") {
  CHECK(escaped("<script>alert(\"x\" & 'y')</script>") ==
        "&lt;script&gt;alert(&quot;x&quot; &amp; 'y')&lt;/script&gt;");
  CHECK(escaped(std::string("a\0b\x1b[31m", 8)) == "a b [31m");
}

TEST_CASE("the first row of a table has its headings") {
  CHECK(table({{"A", "B"}, {"1", "<2>"}}) ==
        "<table>\n<tr><th>A</th><th>B</th></tr>\n<tr><td>1</td><td>&lt;2&gt;</td></tr>\n</table>\n");
}

TEST_CASE("a page names nothing outside of itself") {
  const std::string text = page("T<b>", "<p>body</p>\n");
  CHECK(text.starts_with("<!doctype html>\n"));
  CHECK(text.find("<title>T&lt;b&gt;</title>") != std::string::npos);
  CHECK(text.find("<p>body</p>") != std::string::npos);
  for (const char* outside : {"http", "src=", "href=", "@import", "url("})
    CHECK(text.find(outside) == std::string::npos);
}
