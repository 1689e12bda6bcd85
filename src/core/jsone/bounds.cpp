// The bounds of an evaluation: depth, steps and size.
#include <fmt/format.h>

#include "core/jsone/interpreter.h"

namespace aictl::jsone {

namespace {

// 20000000 as 20,000,000.
std::string grouped(std::size_t number) {
  if (number < 1000) return std::to_string(number);
  return fmt::format("{},{:03}", grouped(number / 1000), number % 1000);
}

}  // namespace

void Interpreter::failSteps() const {
  fail("InterpreterError",
       fmt::format("the template needs more than {} steps", grouped(evaluation_.limits_.steps)), origin_);
}

void Interpreter::failDepth() const {
  fail("InterpreterError",
       fmt::format("the template nests more than {} deep", grouped(evaluation_.limits_.depth)), origin_);
}

void Interpreter::failSize() const {
  fail("InterpreterError",
       fmt::format("the template makes more than {} bytes", grouped(evaluation_.limits_.size)), origin_);
}

void Interpreter::make(std::size_t bytes) {
  if (bytes > evaluation_.limits_.size - evaluation_.size_) failSize();
  evaluation_.size_ += bytes;
}

void Interpreter::measure(const Value& value) { look(measured(value, 1, 0)); }

// `before` bytes were measured already: the sum over all of it counts, and ends the walk in time.
std::size_t Interpreter::measured(const Value& value, std::size_t depth, std::size_t before) {
  std::size_t bytes = before + sizeof(Value);
  if (value.isString()) bytes += value.string().size();
  if (bytes > evaluation_.limits_.size) failSize();
  if (value.empty()) return bytes;
  if (depth > evaluation_.limits_.depth) failDepth();
  if (value.isList()) {
    for (const Value& item : value.items()) bytes = measured(item, depth + 1, bytes);
  } else {
    for (const Entry& entry : value.entries()) {
      bytes = measured(entry.value, depth + 1, bytes + sizeof(Value) + entry.key.string().size());
    }
  }
  return bytes;
}

}  // namespace aictl::jsone
