#include "core/jsone/canonical_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/jsone/level.h"
#include "core/jsone/number.h"

namespace aictl::jsone {

namespace {

void writeString(std::string_view text, std::string& out) {
  out += '"';
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\b':
        out += "\\b";
        break;
      case '\f':
        out += "\\f";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned>(c));
        } else {
          out += c;
        }
    }
  }
  out += '"';
}

class Writer {
 public:
  explicit Writer(Interpreter& interpreter) : interpreter_(interpreter) {}

  std::string text(const Value& value) {
    write(value);
    return std::move(out_);
  }

 private:
  void write(const Value& value) {
    const std::size_t before = out_.size();
    if (value.isString()) {
      writeString(value.string(), out_);
    } else if (value.isList()) {
      return writeList(value);
    } else if (value.isMap()) {
      return writeMap(value);
    } else if (value.isBoolean()) {
      out_ += value.boolean() ? "true" : "false";
    } else if (value.isNull()) {
      out_ += "null";
    } else {
      out_ += std::isfinite(value.number()) ? numberText(value) : "null";
    }
    interpreter_.make(out_.size() - before + 1);
  }

  void writeList(const Value& list) {
    const Interpreter::Level level(interpreter_);
    char before = '[';
    for (const Value& item : list.items()) {
      out_ += before;
      before = ',';
      write(item);
    }
    out_ += list.empty() ? "[]" : "]";
  }

  void writeMap(const Value& map) {
    const Interpreter::Level level(interpreter_);
    std::vector<const Entry*> entries;
    for (const Entry& entry : map.entries()) entries.push_back(&entry);
    std::ranges::sort(entries, {}, [](const Entry* entry) { return entry->key.string(); });
    char before = '{';
    for (const Entry* entry : entries) {
      out_ += before;
      before = ',';
      writeString(entry->key.string(), out_);
      interpreter_.make(entry->key.string().size() + 4);
      out_ += ':';
      write(entry->value);
    }
    out_ += map.empty() ? "{}" : "}";
  }

  Interpreter& interpreter_;
  std::string out_;
};

}  // namespace

std::string jsonString(std::string_view text) {
  std::string result;
  writeString(text, result);
  return result;
}

std::string canonicalJson(Interpreter& interpreter, const Value& value) {
  return Writer(interpreter).text(value);
}

}  // namespace aictl::jsone
