// The bounds of an evaluation: depth, steps and size.
#include <fmt/format.h>

#include <algorithm>

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

void Interpreter::measure(const Value& value) {
  const auto mostLevels =
      static_cast<std::uint32_t>(std::min<std::size_t>(evaluation_.limits_.depth, UINT32_MAX));
  const auto [bytes, levels] = value.extent(mostLevels);
  if (bytes > evaluation_.limits_.size) failSize();
  if (levels > mostLevels) failDepth();
  look(bytes);
}

}  // namespace aictl::jsone
