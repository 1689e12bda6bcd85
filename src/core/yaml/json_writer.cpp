#include <fmt/format.h>

#include <cmath>
#include <iterator>

#include "core/base/number_text.h"
#include "core/yaml/json.h"
#include "core/yaml/utf8.h"

namespace aictl::yaml {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";  // U+FFFD

bool isDigit(char c) { return c >= '0' && c <= '9'; }

std::size_t digits(std::string_view text, std::size_t from) {
  std::size_t end = from;
  while (end < text.size() && isDigit(text[end])) ++end;
  return end - from;
}

/// RFC 8259, section 6.
bool isJsonNumber(std::string_view text) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  const std::size_t whole = digits(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return false;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const std::size_t fraction = digits(text, at + 1);
    if (fraction == 0) return false;
    at += 1 + fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t exponent = digits(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

class JsonWriter {
 public:
  explicit JsonWriter(int indent) : indent_(indent < 0 ? 0 : static_cast<std::size_t>(indent)) {}

  std::string take() { return std::move(out_); }

  void write(const Value& value) {
    switch (value.kind()) {
      case Value::Kind::null:
        out_ += "null";
        break;
      case Value::Kind::boolean:
        out_ += value.boolean() ? "true" : "false";
        break;
      case Value::Kind::integer:
        fmt::format_to(std::back_inserter(out_), "{}", value.integer());
        break;
      case Value::Kind::number:
        writeNumber(value);
        break;
      case Value::Kind::string:
        writeString(value.string());
        break;
      case Value::Kind::list:
        writeList(value);
        break;
      case Value::Kind::map:
        writeMap(value);
        break;
    }
  }

 private:
  void writeNumber(const Value& value) {
    const double number = value.number();
    if (!std::isfinite(number)) {
      out_ += "null";
      return;
    }
    const std::string text = value.scalarText();
    if (isJsonNumber(text)) {
      out_ += text;
      return;
    }
    out_ += numberText(number);
  }

  void writeString(std::string_view text) {
    out_ += '"';
    while (!text.empty()) {
      const std::size_t plain = plainBytes(text);
      out_ += text.substr(0, plain);
      text.remove_prefix(plain);
      if (!text.empty()) text.remove_prefix(writeCharacter(text));
    }
    out_ += '"';
  }

  /// How many bytes at the front stand for themselves.
  static std::size_t plainBytes(std::string_view text) {
    std::size_t count = 0;
    while (count < text.size()) {
      const auto byte = static_cast<unsigned char>(text[count]);
      if (byte < 0x20 || byte >= 0x80 || byte == '"' || byte == '\\') break;
      ++count;
    }
    return count;
  }

  std::size_t writeCharacter(std::string_view text) {
    const Character character = firstCharacter(text);
    switch (character.code) {
      case '"':
        out_ += "\\\"";
        break;
      case '\\':
        out_ += "\\\\";
        break;
      case '\b':
        out_ += "\\b";
        break;
      case '\f':
        out_ += "\\f";
        break;
      case '\n':
        out_ += "\\n";
        break;
      case '\r':
        out_ += "\\r";
        break;
      case '\t':
        out_ += "\\t";
        break;
      default:
        if (character.bytes == 0) {
          out_ += replacement;
          return 1;
        }
        if (character.code < 0x20) {
          fmt::format_to(std::back_inserter(out_), "\\u{:04x}", static_cast<std::uint32_t>(character.code));
        } else {
          out_ += text.substr(0, character.bytes);
        }
    }
    return character.bytes;
  }

  void writeList(const Value& list) {
    writeItems('[', list.items(), ']', [&](const Value& item) { write(item); });
  }

  void writeMap(const Value& map) {
    writeItems('{', map.entries(), '}', [&](const Entry& entry) {
      writeString(entry.key.string());
      out_ += indent_ == 0 ? ":" : ": ";
      write(entry.value);
    });
  }

  template <class Items, class WriteItem>
  void writeItems(char begin, const Items& items, char end, WriteItem writeItem) {
    out_ += begin;
    ++level_;
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_ += ',';
      first = false;
      newLine();
      writeItem(item);
    }
    --level_;
    if (!first) newLine();
    out_ += end;
  }

  void newLine() {
    if (indent_ == 0) return;
    out_ += '\n';
    out_.append(level_ * indent_, ' ');
  }

  std::size_t indent_;
  std::size_t level_ = 0;
  std::string out_;
};

}  // namespace

std::string writeJson(const Value& value, int indent) {
  JsonWriter writer(indent);
  writer.write(value);
  return writer.take();
}

}  // namespace aictl::yaml
