#include <algorithm>
#include <span>

#include "core/yaml/scalar.h"
#include "core/yaml/style.h"
#include "core/yaml/yaml.h"

namespace aictl::yaml {
namespace {

constexpr std::size_t step = 2;           // spaces a level
constexpr std::size_t longestKey = 1000;  // bytes; readers take 1024 for a key on one line

void appendString(std::string& out, std::string_view text, Position position) {
  switch (styleFor(text, position)) {
    case Style::plain:
      out += text;
      break;
    case Style::singleQuoted:
      appendSingleQuoted(out, text);
      break;
    case Style::doubleQuoted:
    case Style::literal:
      appendDoubleQuoted(out, text);
      break;
  }
}

/// A scalar, or an empty list or map, on one line.
void appendScalar(std::string& out, const Value& value, Position position) {
  switch (value.kind()) {
    case Value::Kind::null:
      out += "null";
      break;
    case Value::Kind::boolean:
      out += value.boolean() ? "true" : "false";
      break;
    case Value::Kind::integer:
    case Value::Kind::number:
      out += numberText(value);
      break;
    case Value::Kind::string:
      appendString(out, value.string(), position);
      break;
    case Value::Kind::list:
      out += "[]";
      break;
    case Value::Kind::map:
      out += "{}";
      break;
  }
}

void appendInline(std::string& out, const Value& value) {
  if (value.empty()) {
    appendScalar(out, value, Position::brackets);
    return;
  }
  std::string_view separator;
  out += value.isMap() ? '{' : '[';
  if (value.isMap()) {
    for (const Entry& entry : value.entries()) {
      out += separator;
      appendString(out, entry.key.string(), Position::brackets);
      out += ": ";
      appendInline(out, entry.value);
      separator = ", ";
    }
  } else {
    for (const Value& item : value.items()) {
      out += separator;
      appendInline(out, item);
      separator = ", ";
    }
  }
  out += value.isMap() ? '}' : ']';
}

/// Writes block style. A list or map goes on in the line that a dash has begun, else begins its own.
class Writer {
 public:
  std::string takeText() { return std::move(out_); }
  /// Where each line of the text came from.
  std::vector<Origin> takeOrigins() { return std::move(origins_); }

  void document(const Value& value) {
    if (isBlock(value)) {
      node(value, {}, 0);
    } else {
      scalar(value, value.origin(), step);
    }
  }

  void separator() {
    out_ += "---";
    endLine({});
  }

 private:
  static bool isBlock(const Value& value) { return (value.isList() || value.isMap()) && !value.empty(); }
  static Origin either(Origin first, Origin second) { return first.known() ? first : second; }

  /// A value in the line that is begun, and in those after it; lists and maps stand at the column.
  void node(const Value& value, Origin fallback, std::size_t column) {
    if (isBlock(value)) {
      value.isMap() ? map(value, column) : list(value, column);
    } else {
      scalar(value, either(value.origin(), fallback), column);
    }
  }

  void map(const Value& map, std::size_t column) {
    for (const Entry& entry : map.entries()) {
      beginLine(column);
      const std::size_t start = out_.size();
      appendString(out_, entry.key.string(), Position::key);
      if (out_.size() - start > longestKey) {
        explicitEntry(entry, start, column);
      } else if (isBlock(entry.value)) {
        out_ += ':';
        endLine(either(entry.key.origin(), entry.value.origin()));
        node(entry.value, {}, entry.value.isList() ? column : column + step);
      } else {
        out_ += ": ";
        scalar(entry.value, either(entry.value.origin(), entry.key.origin()), column + step);
      }
    }
  }

  /// `? key` and `: value`, for a key that is written already, from `start`.
  void explicitEntry(const Entry& entry, std::size_t start, std::size_t column) {
    out_.insert(start, "? ");
    endLine(entry.key.origin());
    beginLine(column);
    out_ += ": ";
    node(entry.value, entry.key.origin(), column + step);
  }

  void list(const Value& list, std::size_t column) {
    for (const Value& item : list.items()) {
      beginLine(column);
      out_ += "- ";
      node(item, list.origin(), column + step);
    }
  }

  /// The rest of a line; a text of several lines goes on below, at the column.
  void scalar(const Value& value, Origin origin, std::size_t column) {
    if (value.isString() && styleFor(value.string(), Position::value) == Style::literal) {
      literal(value.string(), origin, column);
      return;
    }
    appendScalar(out_, value, Position::value);
    endLine(origin);
  }

  void literal(std::string_view text, Origin origin, std::size_t column) {
    out_ += '|';
    const char first = text[text.find_first_not_of('\n')];
    if (first == ' ' || first == '\t')
      out_ += static_cast<char>('0' + step);  // readers would take it for indentation
    if (!text.ends_with('\n')) out_ += '-';
    if (text.ends_with("\n\n")) out_ += '+';
    endLine(origin);
    while (!text.empty()) {
      const std::string_view line = text.substr(0, text.find('\n'));
      if (!line.empty()) beginLine(column);
      out_ += line;
      endLine(origin);
      text.remove_prefix(std::min(line.size() + 1, text.size()));
    }
  }

  void beginLine(std::size_t column) {
    if (!begun_) out_.append(column, ' ');
    begun_ = true;
  }

  void endLine(Origin origin) {
    out_ += '\n';
    origins_.push_back(origin);
    begun_ = false;
  }

  std::string out_;
  std::vector<Origin> origins_;
  bool begun_ = false;
};

}  // namespace

std::string write(const Value& value) { return write(std::span(&value, 1)); }

std::string write(std::span<const Value> documents) {
  Writer writer;
  for (const Value& document : documents) {
    if (&document != documents.data()) writer.separator();
    writer.document(document);
  }
  return writer.takeText();
}

std::vector<Line> writeLines(const Value& value) {
  Writer writer;
  writer.document(value);
  const std::string text = writer.takeText();
  std::vector<Line> lines;
  std::size_t start = 0;
  for (const Origin origin : writer.takeOrigins()) {
    const std::size_t end = text.find('\n', start);
    lines.push_back({text.substr(start, end - start), origin});
    start = end + 1;
  }
  return lines;
}

std::string writeInline(const Value& value) {
  std::string out;
  appendInline(out, value);
  return out;
}

}  // namespace aictl::yaml
