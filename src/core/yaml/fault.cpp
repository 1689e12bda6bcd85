#include "core/yaml/fault.h"

#include <fmt/format.h>
#include <yaml-cpp/exceptions.h>

#include <algorithm>
#include <array>

#include "core/yaml/place.h"
#include "core/yaml/report.h"
#include "core/yaml/text.h"
#include "core/yaml/utf8.h"

namespace aictl::yaml {
namespace {

namespace Messages = YAML::ErrorMsg;

/// Words for a message of yaml-cpp that needs nothing but other words.
struct Words {
  std::string_view message;  // its beginning
  std::string_view words;
  std::string_view remedy;
};

/// The words for a message; nothing where the table has none.
const Words* wordsFor(std::string_view message) {
  static const std::array table = std::to_array<Words>({
      {Messages::BAD_FILE, "lists and maps are nested too deep", ""},
      {Messages::MAP_KEY, "'?' is not allowed here",
       "write 'key: value'; quote the text if '?' is part of it"},
      {Messages::INVALID_HEX, "an escape has a character that is no hexadecimal digit",
       "write \\x with 2 digits, \\u with 4 or \\U with 8"},
      {Messages::INVALID_UNICODE, "an escape stands for no character",
       "write the character itself, or \\U with its 8 digits instead of two \\u"},
      {Messages::ALIAS_NOT_FOUND, "'*' begins the name of an anchor, but no name follows",
       "quote the text if '*' is part of it"},
      {Messages::ANCHOR_NOT_FOUND, "'&' begins the name of an anchor, but no name follows",
       "quote the text if '&' is part of it"},
      {Messages::CHAR_IN_ALIAS, "the name after '*' has a character that is not allowed",
       "quote the text if '*' is part of it"},
      {Messages::CHAR_IN_ANCHOR, "the name after '&' has a character that is not allowed",
       "quote the text if '&' is part of it"},
      {Messages::ZERO_INDENT_IN_BLOCK, "the indentation after '|' or '>' is 0; expected 1 to 9", ""},
      {Messages::CHAR_IN_BLOCK, "text follows '|' or '>' on its line; expected it on the lines below",
       "begin the text on the next line, or quote it"},
      {Messages::MULTIPLE_TAGS, "a value has two tags", "remove one of them"},
      {Messages::MULTIPLE_ANCHORS, "a value has two anchors", "remove one of them"},
      {Messages::CHAR_IN_TAG_HANDLE, "a tag has a character that is not allowed",
       "quote the text if '!' is part of it"},
      {Messages::TAG_WITH_NO_SUFFIX, "a tag has no name", "quote the text if '!' is part of it"},
      {Messages::END_OF_VERBATIM_TAG, "the tag that '!<' begins has no '>'",
       "quote the text if '!' is part of it"},
      {Messages::YAML_DIRECTIVE_ARGS, "the directive %YAML needs one version", "remove the directive"},
      {Messages::YAML_VERSION, "the directive %YAML has a version that is none", "remove the directive"},
      {Messages::YAML_MAJOR_VERSION, "this YAML version is not known; expected 1.2", "remove the directive"},
      {Messages::REPEATED_YAML_DIRECTIVE, "the directive %YAML stands here a second time",
       "remove one of them"},
      {Messages::TAG_DIRECTIVE_ARGS, "the directive %TAG needs a handle and a prefix",
       "remove the directive"},
      {Messages::REPEATED_TAG_DIRECTIVE, "the directive %TAG defines a handle a second time",
       "remove one of them"},
  });
  const auto* found =
      std::ranges::find_if(table, [&](const Words& entry) { return message.starts_with(entry.message); });
  return found == table.end() ? nullptr : found;
}

/// The fault's place in the text, and what stands there.
struct Spot {
  const Progress& progress;
  std::size_t offset;
  bool atEnd;             // of the text
  std::string_view line;  // the whole line
  std::string_view rest;  // from the offset
  std::size_t column;     // in bytes, from 0
  bool beginsLine;        // nothing but blanks before

  Finding finding(std::string message, std::string remedy) const {
    return at(offset, std::move(message), std::move(remedy));
  }
  Finding at(std::size_t place, std::string message, std::string remedy) const {
    return syntaxFinding(placeAt(progress.text, place, progress.file), std::move(message), std::move(remedy));
  }
};

Spot spotAt(std::size_t offset, const Progress& progress) {
  const std::string_view text = progress.text;
  offset = std::min(offset, text.size());
  const bool atEnd = text.find_first_not_of(" \t\r\n", offset) == std::string_view::npos;
  if (atEnd && !text.empty()) {  // the place that a person looks at is that of the last character
    offset = std::min(text.find_last_not_of(" \t\r\n"), text.size() - 1);
    while (offset > 0 && isContinuation(text[offset])) --offset;
  }
  const std::size_t start = lineStart(text, offset);
  const std::string_view line = lineAt(text, offset);
  const std::size_t column = std::min(offset - start, line.size());
  const bool beginsLine = line.substr(0, column).find_first_not_of(" \t") == std::string_view::npos;
  return {progress, offset, atEnd, line, line.substr(column), column, beginsLine};
}

/// What stands at the spot, for a message: the rest of the line, shortened.
std::string found(const Spot& spot) {
  if (spot.atEnd) return "the end of the text";
  constexpr std::size_t longest = 30;
  std::string_view rest = withoutComment(spot.rest);
  if (rest.size() <= longest) return fmt::format("'{}'", rest);
  std::size_t end = longest;
  while (end > 0 && isContinuation(rest[end])) --end;
  return fmt::format("'{}…'", rest.substr(0, end));
}

/// A line such as `replicas:3` has its colon where a space is missing.
bool lacksSpaceAfterColon(std::string_view rest) {
  const auto colon = rest.find(':');
  if (colon == std::string_view::npos || colon == 0 || colon + 1 == rest.size()) return false;
  return rest.substr(0, colon).find_first_of(" \t\"'") == std::string_view::npos;
}

/// Whether a quoted text that began lines above ends on the spot's line: then its quote, most likely, was
/// meant to end before.
std::optional<std::size_t> quoteFromAbove(const Spot& spot) {
  if (!spot.progress.scalar) return {};
  const std::string_view text = spot.progress.text;
  const std::size_t quote = skipProperties(text, *spot.progress.scalar);
  if (quote >= text.size() || (text[quote] != '"' && text[quote] != '\'')) return {};
  const std::size_t end = quoteEnd(text, quote);
  if (end == std::string_view::npos || end > spot.offset) return {};
  const std::string_view quoted = text.substr(quote, end - quote);
  if (quoted.find('\n') == std::string_view::npos || lineStart(text, end) != lineStart(text, spot.offset))
    return {};
  return quote;
}

std::string quoteRemedy(const Spot& spot, std::size_t quote) {
  return fmt::format("the quoted text before it begins at {}: is its closing quote missing?",
                     words(placeAt(spot.progress.text, quote, spot.progress.file)));
}

/// In a block map or list, something else than its next entry.
Finding notAnEntry(const Spot& spot, bool inMap) {
  const std::string_view expected = inMap ? "expected 'key: value'" : "expected '- ' and an item";
  if (const auto quote = quoteFromAbove(spot)) {
    return spot.finding(fmt::format("unexpected {} after a quoted text", found(spot)),
                        quoteRemedy(spot, *quote));
  }
  if (!spot.beginsLine) {
    return spot.finding(fmt::format("unexpected {} after the value", found(spot)),
                        "quote the value as a whole");
  }
  const auto& open = spot.progress.open;
  const bool fits = open.empty() || std::ranges::any_of(open, [&](const Progress::Open& o) {
                      return o.column == spot.column;
                    });
  if (!fits) {
    return spot.finding(fmt::format("the indentation of {} fits no line above it", found(spot)),
                        "indent it like the lines that it belongs to");
  }
  if (inMap && lacksSpaceAfterColon(spot.rest)) {
    return spot.finding(fmt::format("{}; found {}", expected, found(spot)), "put a space after the ':'");
  }
  if (inMap && spot.rest.starts_with("- ")) {
    return spot.finding(fmt::format("{}; found a list item", expected), "indent the list below its key");
  }
  if (!inMap && spot.rest.starts_with('-')) {
    return spot.finding(fmt::format("{}; found {}", expected, found(spot)), "put a space after the '-'");
  }
  return spot.finding(fmt::format("{}; found {}", expected, found(spot)),
                      inMap ? "put ': ' after the key; indent the line if it goes on the text above"
                            : "begin the line with '- ', or indent it like the lines that it belongs to");
}

/// Between brackets, something else than a comma or the end.
Finding notInBrackets(const Spot& spot) {
  const auto& open = spot.progress.open;
  const bool inMap = !open.empty() && open.back().isMap;
  const char begin = inMap ? '{' : '[';
  const char end = inMap ? '}' : ']';
  if (spot.atEnd && !open.empty()) {
    return spot.at(open.back().offset, fmt::format("'{}' is never closed", begin),
                   fmt::format("close it with '{}'; the text may be cut off", end));
  }
  const std::string opened =
      open.empty() ? std::string()
                   : fmt::format(" for the '{}' at {}", begin,
                                 words(placeAt(spot.progress.text, open.back().offset, spot.progress.file)));
  const auto quote = quoteFromAbove(spot);
  return spot.finding(fmt::format("expected ',' or '{}'{}; found {}", end, opened, found(spot)),
                      quote ? quoteRemedy(spot, *quote)
                            : "separate with ','; quote a text that has one of '[]{},?' or ': ' in it");
}

/// The line above the spot's, where it is one with the spot's indentation that has no key: yaml-cpp goes on
/// past it.
std::optional<std::size_t> lineWithoutKey(const Spot& spot) {
  const std::string_view text = spot.progress.text;
  const std::size_t start = lineStart(text, spot.offset);
  const std::string_view above = start == 0 ? std::string_view() : contentBefore(text, start - 1);
  if (above.empty() || above.ends_with(':') || above.find(": ") != std::string_view::npos) return {};
  const auto offset = static_cast<std::size_t>(above.data() - text.data());
  const std::size_t column = offset - lineStart(text, offset);
  const auto& open = spot.progress.open;
  const bool fits = open.empty() || std::ranges::any_of(open, [&](const Progress::Open& o) {
                      return o.isMap && o.column == column;
                    });
  return fits && column == spot.line.find_first_not_of(' ') ? std::optional(offset) : std::nullopt;
}

/// Whether the part of a line ends with a quote that has no beginning in it.
bool endsQuoteFromAbove(std::string_view before) {
  before = before.substr(0, before.find_last_not_of(' ') + 1);
  if (!before.ends_with('"') && !before.ends_with('\'')) return false;
  return std::ranges::count(before, before.back()) % 2 == 1;
}

/// A ':' where no key can have ended.
Finding notAKey(const Spot& spot) {
  if (const auto quote = quoteFromAbove(spot)) {
    return spot.finding("a quoted text of several lines cannot be a key", quoteRemedy(spot, *quote));
  }
  const std::string_view before = spot.line.substr(0, spot.column);
  if (endsQuoteFromAbove(before)) {
    return spot.finding("a quoted text of several lines cannot be a key",
                        "write the key on one line; is a closing quote missing above?");
  }
  if (before.starts_with("---")) {
    return spot.finding("a map cannot begin on the line of '---'", "begin it on the next line");
  }
  if (before.find(": ") != std::string_view::npos) {
    return spot.finding("a second ': ' on one line", "quote the value if ': ' is part of it");
  }
  constexpr std::size_t longestKey = 1024;
  if (before.size() > longestKey)
    return spot.finding("a key is longer than 1024 bytes", "write it as '? key' and ': value' on two lines");
  if (spot.beginsLine) return spot.finding("a key is missing before ':'", "write the key");
  if (const auto above = lineWithoutKey(spot)) return notAnEntry(spotAt(*above, spot.progress), true);
  return spot.finding("this key stands below a value that is complete, and is indented deeper",
                      "indent it like the key above; quote the text if it goes on the text above");
}

Finding notAnItem(const Spot& spot) {
  const auto& open = spot.progress.open;
  if (!open.empty() && open.back().inBrackets) {
    return spot.finding("'- ' does not begin an item in brackets",
                        "separate items with ','; quote the text if '-' is part of it");
  }
  return spot.finding("a list cannot begin here",
                      "begin it on the next line, below its key; quote the text if '- ' is part of it");
}

Finding notOpen(const Spot& spot) {
  const auto& open = spot.progress.open;
  const std::string_view mark = spot.rest.substr(0, 1);
  if (open.empty() || !open.back().inBrackets) {
    return spot.finding(fmt::format("'{}' closes nothing", mark),
                        "remove it; quote the text if it is part of it");
  }
  const char begin = open.back().isMap ? '{' : '[';
  return spot.finding(fmt::format("'{}' cannot close the '{}' at {}", mark, begin,
                                  words(placeAt(spot.progress.text, open.back().offset, spot.progress.file))),
                      fmt::format("close it with '{}'", open.back().isMap ? '}' : ']'));
}

Finding unknownAnchor(const Spot& spot) {
  std::string_view name = spot.rest;
  name = name.substr(0, name.find_first_of(" \t,[]{}", 1));
  const std::string_view remedy = name.ends_with(':')
                                      ? "put a space before the ':' after it"
                                      : "define it before with '&'; quote the text if '*' is part of it";
  return spot.finding(fmt::format("no anchor is there for '{}'", name), std::string(remedy));
}

Finding unknownToken(const Spot& spot) {
  std::string_view mark = spot.rest;
  mark = mark.substr(0, mark.empty() ? 0 : firstCharacter(mark).bytes);
  if (mark == "?") return spot.finding("'?' in a text between brackets", "quote the text");
  return spot.finding(fmt::format("a text cannot begin with '{}'", mark), "quote the text");
}

}  // namespace

Finding syntaxFinding(Origin origin, std::string message, std::string remedy) {
  return Report::make("yaml-syntax", origin, std::move(message), std::move(remedy));
}

std::optional<Finding> tabFault(std::string_view text, std::size_t start, std::uint16_t file) {
  const std::size_t end = text.find_first_not_of(' ', start);
  if (end >= text.size() || text[end] != '\t') return {};
  return syntaxFinding(placeAt(text, end, file), "a tab in the indentation", "indent with spaces");
}

std::optional<Finding> openQuoteFault(const Progress& progress) {
  if (!progress.scalar) return {};
  const std::string_view text = progress.text;
  const std::size_t quote = skipProperties(text, *progress.scalar);
  if (quote >= text.size() || (text[quote] != '"' && text[quote] != '\'')) return {};
  if (quoteEnd(text, quote) != std::string_view::npos) return {};
  return syntaxFinding(placeAt(text, quote, progress.file), "this quote is never closed",
                       "close it; the text may be cut off");
}

Finding syntaxFault(const YAML::Exception& exception, const Progress& progress) {
  if (auto quote = openQuoteFault(progress)) return *std::move(quote);
  const int position = exception.mark.is_null() ? static_cast<int>(progress.node) : exception.mark.pos;
  const Spot spot = spotAt(static_cast<std::size_t>(std::max(position, 0)), progress);
  const std::string_view message = exception.msg;
  const bool inBrackets = std::ranges::any_of(progress.open, &Progress::Open::inBrackets);
  if (!inBrackets) {
    if (auto tab = tabFault(progress.text, lineStart(progress.text, spot.offset), progress.file))
      return *std::move(tab);
  }
  if (message == Messages::TAB_IN_INDENTATION)
    return spot.finding("a tab in the indentation", "indent with spaces");
  if (message == Messages::END_OF_MAP) return notAnEntry(spot, true);
  if (message == Messages::END_OF_SEQ) return notAnEntry(spot, false);
  if (message == Messages::END_OF_MAP_FLOW || message == Messages::END_OF_SEQ_FLOW)
    return notInBrackets(spot);
  if (message == Messages::MAP_VALUE) return notAKey(spot);
  if (message == Messages::BLOCK_ENTRY) return notAnItem(spot);
  if (message == Messages::FLOW_END) return notOpen(spot);
  if (message == Messages::UNKNOWN_TOKEN) return unknownToken(spot);
  if (message.starts_with(std::string_view(Messages::UNKNOWN_ANCHOR).substr(0, 36)))
    return unknownAnchor(spot);
  if (message.starts_with(Messages::INVALID_ESCAPE)) {
    const auto backslash = progress.text.rfind('\\', spot.offset == 0 ? 0 : spot.offset - 1);
    return spot.at(std::min(backslash, spot.offset),
                   fmt::format("the escape '\\{}' is not known",
                               message.substr(std::string_view(Messages::INVALID_ESCAPE).size())),
                   "write \\\\ for a backslash, or use single quotes");
  }
  if (const Words* known = wordsFor(message))
    return spot.finding(std::string(known->words), std::string(known->remedy));
  return spot.finding(fmt::format("not YAML: {}", message), {});
}

}  // namespace aictl::yaml
