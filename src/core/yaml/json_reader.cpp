#include <fmt/format.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <vector>

#include "core/yaml/json.h"
#include "core/yaml/report.h"

namespace aictl::yaml {
namespace {

/// Makes a Value of nlohmann's events; its parser keeps its own state on the heap, so depth is no danger to
/// it, but is to those who walk the Value.
class JsonEvents : public nlohmann::json_sax<nlohmann::json> {
 public:
  explicit JsonEvents(std::size_t depth) : depth_(depth) {}

  Value takeResult() { return std::move(root_); }
  const std::string& fault() const { return fault_; }

  bool null() override { return add(Value()); }
  bool boolean(bool value) override { return add(Value(value)); }
  bool number_integer(number_integer_t value) override { return add(Value(value)); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value <= static_cast<number_unsigned_t>(std::numeric_limits<std::int64_t>::max()))
      return add(Value(value));
    return add(Value::numberWithText(static_cast<double>(value), std::to_string(value)));
  }
  bool number_float(number_float_t value, const string_t& text) override {
    return add(Value::numberWithText(value, text));
  }
  bool string(string_t& text) override { return add(Value(text)); }
  bool binary(binary_t& /*bytes*/) override { return false; }  // not in JSON text

  bool start_object(std::size_t /*size*/) override { return begin(Value::map()); }
  bool start_array(std::size_t /*size*/) override { return begin(Value::list()); }
  bool end_object() override { return end(); }
  bool end_array() override { return end(); }
  bool key(string_t& text) override {
    open_.back().key = Value(text);
    return true;
  }

  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& exception) override {
    fault_ = fmt::format("not JSON at byte {}: {}", position, words(exception));
    return false;
  }

 private:
  struct Open {
    Value value;
    Value key;
  };

  /// What nlohmann says, up to where it would quote the text.
  static std::string words(const nlohmann::detail::exception& exception) {
    constexpr int numberOverflow = 406;
    if (exception.id == numberOverflow) return "a number is too large";
    std::string_view message = exception.what();
    message = message.substr(0, message.find("; last read"));
    constexpr std::string_view prefix = "syntax error ";
    const auto start = message.find(prefix);
    return std::string(start == std::string_view::npos ? "syntax error"
                                                       : message.substr(start + prefix.size()));
  }

  bool begin(Value empty) {
    if (open_.size() >= depth_) {
      fault_ = fmt::format("objects and arrays are nested deeper than {} levels", depth_);
      return false;
    }
    open_.push_back({std::move(empty), {}});
    return true;
  }

  bool end() {
    Value value = std::move(open_.back().value);
    open_.pop_back();
    if (value.empty()) value.setWrittenEmpty(true);
    return add(std::move(value));
  }

  bool add(Value value) {
    if (open_.empty()) {
      root_ = std::move(value);
    } else if (Open& open = open_.back(); open.value.isList()) {
      open.value.push(std::move(value));
    } else {
      open.value.set(std::move(open.key), std::move(value));
    }
    return true;
  }

  std::size_t depth_;
  std::vector<Open> open_;
  Value root_;
  std::string fault_;
};

}  // namespace

Result<Value> readJson(std::string_view text, std::size_t depth) {
  JsonEvents events(depth);
  if (nlohmann::json::sax_parse(text.begin(), text.end(), &events)) return events.takeResult();
  return Failure(ExitCode::badInput, Report::make("json-syntax", {}, events.fault(), {}));
}

}  // namespace aictl::yaml
