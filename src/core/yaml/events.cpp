#include "core/yaml/events.h"

#include <fmt/format.h>
#include <yaml-cpp/mark.h>

#include <algorithm>

#include "core/yaml/scalar.h"
#include "core/yaml/text.h"
#include "core/yaml/utf8.h"

namespace aictl::yaml {
namespace {

constexpr std::string_view coreTags = "tag:yaml.org,2002:";

bool isPlain(std::string_view tag) { return tag == "?"; }

/// Whether a null is written at the offset, and not only implied by nothing being there.
bool nullIsWritten(std::string_view text, std::size_t offset) {
  const std::string_view rest = text.substr(skipProperties(text, offset));
  for (const std::string_view word : {"~", "null", "Null", "NULL"}) {
    if (!rest.starts_with(word)) continue;
    const std::string_view next = rest.substr(word.size(), 1);
    if (next.empty() || std::string_view(" \t\r\n,]}:").find(next) != std::string_view::npos) return true;
  }
  return false;
}

/// Whether `---` or `...` stands at the offset, at the beginning of a line and alone.
bool isMarker(std::string_view text, std::size_t offset, std::string_view marker) {
  if (lineStart(text, offset) != offset || !text.substr(offset).starts_with(marker)) return false;
  const std::string_view next = text.substr(offset + marker.size(), 1);
  return next.empty() || std::string_view(" \t\r\n").find(next) != std::string_view::npos;
}

/// The nearest line before the offset that has content, where it is not indented: what may be a directive
/// or the end of a document.
std::string_view lineBefore(std::string_view text, std::size_t offset) {
  const std::string_view content = contentBefore(text, offset);
  const auto begin = static_cast<std::size_t>(content.data() - text.data());
  return content.empty() || lineStart(text, begin) == begin ? content : std::string_view();
}

/// yaml-cpp gives the single bytes 0x85 and 0xA0 for `\N` and `\_`; the characters have two bytes.
std::string repairShortEscapes(std::string_view text) {
  std::string repaired;
  while (!text.empty()) {
    const Character character = firstCharacter(text);
    if (character.bytes == 0) {
      append(repaired, static_cast<unsigned char>(text.front()));
    } else {
      repaired += text.substr(0, character.bytes);
    }
    text.remove_prefix(std::max<std::size_t>(character.bytes, 1));
  }
  return repaired;
}

}  // namespace

Events::Events(std::string_view text, std::uint16_t file, const Limits& limits, const Inspection& inspection,
               Source& source, Report& report)
    : source_(source),
      report_(report),
      assembly_(limits, report),
      places_(text, file, inspection.ascii),
      shortEscapes_(inspection.shortEscapes) {
  progress_.text = text;
  progress_.file = file;
}

std::size_t Events::offsetOf(const YAML::Mark& mark) const {
  return std::min(static_cast<std::size_t>(std::max(mark.pos, 0)), progress_.text.size());
}

std::size_t Events::lineStartOf(const YAML::Mark& mark) const {
  const std::size_t offset = offsetOf(mark);
  return offset - std::min(static_cast<std::size_t>(mark.column), offset);
}

Origin Events::placeOf(const YAML::Mark& mark) {
  return places_.at(offsetOf(mark), static_cast<std::size_t>(mark.line) + 1, lineStartOf(mark));
}

/// Notes that something begins here, and gives its place.
Origin Events::begin(const YAML::Mark& mark) {
  source_.setCountToZero();
  progress_.node = offsetOf(mark);
  checkIndentation(lineStartOf(mark), mark.line);
  return placeOf(mark);
}

void Events::checkIndentation(std::size_t lineStart, int line) {
  if (line == checkedLine_) return;
  checkedLine_ = line;
  if (bracketDepth_ != 0) return;
  if (auto fault = tabFault(progress_.text, lineStart, progress_.file)) report_.stop(*std::move(fault));
}

void Events::OnDocumentStart(const YAML::Mark& mark) {
  const std::string_view text = progress_.text;
  const std::size_t offset = offsetOf(mark);
  const std::string_view before = lineBefore(text, lineStartOf(mark));
  const bool hasMarker = isMarker(text, offset, "---");
  documentStart_ = placeOf(mark);
  onlyEnds_ = isMarker(text, offset, "...");
  if (before.starts_with('%') && !hasMarker) {
    report_.stop(syntaxFinding(documentStart_, "expected '---' after the directive",
                               "put '---' on a line of its own before the document"));
  }
  const bool afterEnd = before == "..." && contentBefore(text, offset).data() == before.data();
  if (!firstDocument_ && !hasMarker && !afterEnd && !onlyEnds_) {
    report_.stop(syntaxFinding(documentStart_, "the document is complete before this text",
                               "quote the value if this belongs to it; a next document begins with '---'"));
  }
  if (before.starts_with("%YAML") && before.find("1.2") == std::string_view::npos) {
    Finding warning =
        Report::make("yaml-version", documentStart_,
                     fmt::format("'{}' is read as YAML 1.2, where yes, no, on and off are text", before),
                     "remove the directive");
    warning.severity = Severity::warning;
    report_.add(std::move(warning));
  }
  firstDocument_ = false;
  assembly_.beginDocument();
}

void Events::OnDocumentEnd() {
  if (auto fault = openQuoteFault(progress_)) report_.stop(*std::move(fault));
  Value document = assembly_.takeDocument();
  if (report_.errors() == 0 && !onlyEnds_) documents_.push_back(std::move(document));
}

void Events::finish() {
  if (!firstDocument_) return;
  const std::string_view text = progress_.text;
  if (!lineBefore(text, text.size()).starts_with('%')) return;
  report_.add(syntaxFinding(placeAt(text, text.size(), progress_.file), "no document follows the directive",
                            "remove the directive"));
}

void Events::OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const std::size_t offset = offsetOf(mark);
  if (nullIsWritten(progress_.text, offset)) {
    const Origin origin = begin(mark);
    progress_.scalar = offset;
    if (assembly_.expectsKey()) {
      assembly_.addKey(Value("null", origin), anchor);
    } else {
      assembly_.add(Value(nullptr, origin), anchor);
    }
    return;
  }
  source_.setCountToZero();
  const Origin origin = unwrittenNullPlace(mark, offset);
  if (assembly_.expectsKey()) {
    report_.add(
        syntaxFinding(origin, "a key is missing here", "write the key, or remove what stands in its place"));
    assembly_.addNoKey();
  } else {
    assembly_.add(Value(nullptr, origin), anchor);
  }
}

/// The offset behind a key that stands at the offset; npos where it goes on over several lines.
std::size_t Events::keyEnd(std::size_t offset, std::string_view key) const {
  const std::string_view rest = progress_.text.substr(offset);
  if (rest.starts_with('"') || rest.starts_with('\'')) return quoteEnd(progress_.text, offset);
  if (rest.starts_with(key)) return offset + key.size();
  return rest.starts_with('~') ? offset + 1 : std::string_view::npos;
}

/// Whether the key that was read last, and has no value, lacks the ':' that it needs: yaml-cpp takes any text
/// at the end for a key. In brackets, a text is a key without one, but `{a:1}` is no such text.
bool Events::lacksColon(std::string_view key) const {
  const std::string_view text = progress_.text;
  const std::size_t begin = std::min(skipProperties(text, progress_.node), text.size());
  const std::size_t end = keyEnd(begin, key);
  const std::size_t next = end < text.size() ? text.find_first_not_of(" \t", end) : end;
  if (next < text.size() && text[next] == ':') return false;
  const bool quoted = begin < text.size() && (text[begin] == '"' || text[begin] == '\'');
  if (progress_.open.back().inBrackets) return !quoted && key.find(':') != std::string_view::npos;
  return !contentBefore(text, progress_.node).ends_with('?');
}

void Events::complainOfColon(const Value& key) {
  const std::string_view text = key.string();
  const std::string_view remedy = text.find(':') != std::string_view::npos
                                      ? "put a space after the ':', or quote the text"
                                  : text.starts_with('-') ? "put a space after the '-', or write 'key: value'"
                                                          : "write 'key: value'; the text may be cut off";
  report_.add(
      syntaxFinding(key.origin(), fmt::format("expected ': ' after '{}'", text), std::string(remedy)));
}

/// yaml-cpp's mark of a null that is not written is that of what comes next, lines below maybe: take the key
/// or the dash that it belongs to.
Origin Events::unwrittenNullPlace(const YAML::Mark& mark, std::size_t offset) {
  if (progress_.open.empty()) return documentStart_;
  const Progress::Open& open = progress_.open.back();
  if (open.isMap && !assembly_.expectsKey() && assembly_.key().isString()) {
    const Value& key = assembly_.key();
    if (progress_.scalar == progress_.node && lacksColon(key.string())) complainOfColon(key);
    return key.origin();
  }
  if (!open.isMap && !open.inBrackets) return dashPlace(mark);
  const Origin origin = placeOf(mark);
  if (!open.isMap && progress_.text.substr(offset).starts_with(',')) {
    report_.add(syntaxFinding(origin, "an item is missing before ','", "remove the ',' or write null"));
  }
  return origin;
}

/// The place of the dash that begins the item before the mark.
Origin Events::dashPlace(const YAML::Mark& mark) {
  const std::string_view text = progress_.text;
  const std::string_view before = contentBefore(text, offsetOf(mark));
  if (!before.ends_with('-')) return placeOf(mark);
  const auto dash = static_cast<std::size_t>(before.data() - text.data()) + before.size() - 1;
  const auto linesBetween = std::ranges::count(text.substr(dash, offsetOf(mark) - dash), '\n');
  const auto line = mark.line + 1 - linesBetween;
  return places_.at(dash, static_cast<std::size_t>(line), lineStart(text, dash));
}

void Events::OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) {
  const Origin origin = begin(mark);
  const std::string_view rest = progress_.text.substr(progress_.node + 1);
  assembly_.addAlias(anchor, rest.substr(0, rest.find_first_of(" \t\r\n,[]{}")), origin);
}

void Events::OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                      const std::string& text) {
  const Origin origin = begin(mark);
  progress_.scalar = progress_.node;
  if (shortEscapes_ && !isPlain(tag)) {
    addScalar(tag, anchor, repairShortEscapes(text), origin);
  } else {
    addScalar(tag, anchor, text, origin);
  }
}

void Events::addScalar(const std::string& tag, YAML::anchor_t anchor, std::string_view text, Origin origin) {
  if (assembly_.expectsKey()) {
    addKey(tag, anchor, text, origin);
  } else {
    assembly_.add(isPlain(tag) ? readScalar(text, origin) : read(tag, text, origin), anchor);
  }
}

void Events::addKey(const std::string& tag, YAML::anchor_t anchor, std::string_view text, Origin origin) {
  if (isPlain(tag) && text == "<<") {
    assembly_.addMergeKey(Value(text, origin));
    return;
  }
  if (tag.size() > 1) read(tag, text, origin);  // its faults; a key is text in any case
  assembly_.addKey(Value(text, origin), anchor);
}

Value Events::read(const std::string& tag, std::string_view text, Origin origin) {
  std::string_view kind = tag;
  if (kind == "!") return Value(text, origin);
  if (!kind.starts_with(coreTags)) {
    refuseTag(tag, origin);
    return Value(text, origin);
  }
  kind.remove_prefix(coreTags.size());
  if (kind == "str") return Value(text, origin);
  Value value = readScalar(text, origin);
  if (kind == "null" && value.isNull()) return value;
  if (kind == "bool" && value.isBoolean()) return value;
  if (kind == "int" && value.isInteger()) return value;
  if (kind == "float" && value.isNumber())
    return Value::numberWithText(value.number(), value.scalarText(), origin);
  if (kind == "null" || kind == "bool" || kind == "int" || kind == "float") {
    report_.add("yaml-tag", origin, fmt::format("the tag !!{} does not fit '{}'", kind, text),
                "remove the tag, or correct the value");
  } else {
    refuseTag(tag, origin);
  }
  return value;
}

void Events::refuseTag(std::string_view tag, Origin origin) {
  const bool core = tag.starts_with(coreTags);
  const std::string written = core ? fmt::format("!!{}", tag.substr(coreTags.size())) : std::string(tag);
  report_.add(
      "yaml-tag", origin,
      fmt::format(
          "the tag {} does not fit here; known are !!str, !!int, !!float, !!bool, !!null, !!map and !!seq",
          written),
      "remove the tag; quote the value if '!' is part of it");
}

void Events::OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                             YAML::EmitterStyle::value style) {
  begin(Value::list(), mark, tag, anchor, style);
}

void Events::OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                        YAML::EmitterStyle::value style) {
  begin(Value::map(), mark, tag, anchor, style);
}

void Events::begin(Value empty, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                   YAML::EmitterStyle::value style) {
  const Origin origin = begin(mark);
  const bool inBrackets = style == YAML::EmitterStyle::Flow;
  if (tag.size() > 1 && tag != fmt::format("{}{}", coreTags, empty.isMap() ? "map" : "seq"))
    refuseTag(tag, origin);
  progress_.open.push_back(
      {progress_.node, static_cast<std::size_t>(mark.column), empty.isMap(), inBrackets});
  bracketDepth_ += inBrackets ? 1 : 0;
  empty.setOrigin(origin);
  assembly_.begin(std::move(empty), anchor);
}

void Events::end() {
  source_.setCountToZero();
  bracketDepth_ -= progress_.open.back().inBrackets ? 1 : 0;
  progress_.open.pop_back();
  assembly_.end();
}

}  // namespace aictl::yaml
