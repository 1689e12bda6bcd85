#include <fmt/format.h>

#include <charconv>

#include "core/base/nearest.h"
#include "core/gpu/check.h"

namespace aictl::gpu {
namespace {

Failure fault(std::string message, std::string remedy) {
  return {ExitCode::badInput,
          Finding{.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)}};
}

std::optional<double> whole(std::string_view text) {
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// `gen5x16`, or one of the two: `gen5`, `x16`
bool readPcie(std::string_view text, Expectations& expectations) {
  const std::size_t x = text.find('x');
  std::string_view generation = text.substr(0, x);
  if (!generation.empty()) {
    if (!generation.starts_with("gen")) return false;
    expectations.pcieGeneration = whole(generation.substr(3));
    if (!expectations.pcieGeneration) return false;
  }
  if (x == std::string_view::npos) return !generation.empty();
  expectations.pcieWidth = whole(text.substr(x + 1));
  return expectations.pcieWidth.has_value();
}

bool take(std::string_view key, std::string_view value, Expectations& expectations) {
  const auto number = [&](std::optional<double>& field) {
    field = whole(value);
    return field.has_value();
  };
  if (key == "gpus") return number(expectations.gpus);
  if (key == "nvlinks") return number(expectations.nvlinks);
  if (key == "pcie") return readPcie(value, expectations);
  if (key == "model") expectations.model = value;
  if (key == "driver") expectations.driver = value;
  return !value.empty();
}

}  // namespace

Result<Expectations> readExpectations(std::string_view text) {
  static const std::vector<std::string> keys{"gpus", "model", "pcie", "nvlinks", "driver"};
  Expectations expectations;
  while (!text.empty()) {
    const std::string_view part = text.substr(0, text.find(','));
    text.remove_prefix(std::min(part.size() + 1, text.size()));
    const std::size_t equals = part.find('=');
    const std::string key(part.substr(0, equals));
    if (std::ranges::find(keys, key) == keys.end()) {
      const std::string meant = didYouMean(key, keys);
      return fault(fmt::format("'{}' is nothing that can be expected", key),
                   meant.empty() ? fmt::format("it is {}", fmt::join(keys, ", ")) : meant);
    }
    if (equals == std::string_view::npos || !take(key, part.substr(equals + 1), expectations)) {
      return fault(fmt::format("'{}' says nothing of {}", part, key),
                   "write it as in gpus=8,model=H100,pcie=gen5x16,nvlinks=18,driver=550");
    }
  }
  return expectations;
}

}  // namespace aictl::gpu
