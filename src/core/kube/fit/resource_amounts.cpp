#include "core/kube/fit/resource_amounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <vector>

#include "core/base/quantity.h"

namespace aictl::kube {
namespace {

constexpr std::int64_t thousand = 1000;

struct Unit {
  std::string_view text;
  std::int64_t bytes;
};
constexpr std::array<Unit, 5> units{{{"Pi", std::int64_t{1} << 50},
                                     {"Ti", std::int64_t{1} << 40},
                                     {"Gi", std::int64_t{1} << 30},
                                     {"Mi", std::int64_t{1} << 20},
                                     {"Ki", std::int64_t{1} << 10}}};

/// The resource that a name of a quota is about: `cpu` of `requests.cpu`.
std::string_view resourceOf(std::string_view name) {
  for (const std::string_view prefix : {"requests.", "limits."}) {
    if (name.starts_with(prefix)) return name.substr(prefix.size());
  }
  return name;
}

bool isCpu(std::string_view name) { return resourceOf(name) == "cpu"; }

bool isBytes(std::string_view name) {
  const std::string_view resource = resourceOf(name);
  return resource == "memory" || resource == "ephemeral-storage" || resource == "storage" ||
         resource.ends_with("/requests.storage") || resource.starts_with("hugepages-");
}

/// Rounded up, but for what the binary form of a decimal fraction has too much.
std::int64_t wholeNumber(double value) {
  constexpr double tolerance = 1e-12;
  const double rounded = std::ceil(value - std::abs(value) * tolerance);
  if (rounded >= 0x1p63) return std::numeric_limits<std::int64_t>::max();
  if (rounded <= -0x1p63) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(rounded);
}

/// Amounts come from anywhere: a sum that is too large stays the largest number.
std::int64_t sum(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_add_overflow(a, b, &result)) return result;
  return b > 0 ? std::numeric_limits<std::int64_t>::max() : std::numeric_limits<std::int64_t>::min();
}

std::int64_t product(std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  if (!__builtin_mul_overflow(a, b, &result)) return result;
  return (a > 0) == (b > 0) ? std::numeric_limits<std::int64_t>::max()
                            : std::numeric_limits<std::int64_t>::min();
}

std::string cpuText(std::int64_t amount) {
  return amount % thousand == 0 ? std::to_string(amount / thousand) : fmt::format("{}m", amount);
}

}  // namespace

std::optional<std::int64_t> amountOf(std::string_view resource, const Value& quantity) {
  if (!quantity.isString() && !quantity.isNumber()) return std::nullopt;
  const auto value =
      quantity.isString() ? aictl::quantity(quantity.string()) : std::optional(quantity.number());
  if (!value) return std::nullopt;
  return wholeNumber(isCpu(resource) ? *value * static_cast<double>(thousand) : *value);
}

Amounts amountsOf(const Value& quantities) {
  Amounts amounts;
  if (!quantities.isMap()) return amounts;
  for (const Entry& entry : quantities.entries()) {
    const std::string_view resource = entry.key.string();
    if (const auto value = amountOf(resource, entry.value)) amounts.emplace(resource, *value);
  }
  return amounts;
}

std::int64_t amount(const Amounts& amounts, std::string_view resource) {
  const auto found = amounts.find(resource);
  return found == amounts.end() ? 0 : found->second;
}

void add(Amounts& amounts, const Amounts& others, std::int64_t times) {
  for (const auto& [resource, value] : others) {
    std::int64_t& whole = amounts[resource];
    whole = sum(whole, product(value, times));
  }
}

void raise(Amounts& amounts, const Amounts& others) {
  for (const auto& [resource, value] : others) {
    const auto [known, isNew] = amounts.emplace(resource, value);
    if (!isNew) known->second = std::max(known->second, value);
  }
}

std::string quantityText(std::string_view resource, std::int64_t amount) {
  if (isCpu(resource)) return cpuText(amount);
  if (isBytes(resource) && amount != 0) {
    for (const Unit& unit : units) {
      if (amount % unit.bytes == 0) return fmt::format("{}{}", amount / unit.bytes, unit.text);
    }
  }
  return std::to_string(amount);
}

std::string amountText(std::string_view resource, std::int64_t amount) {
  if (!isBytes(resource)) return quantityText(resource, amount);
  for (const Unit& unit : units) {
    if (std::abs(static_cast<double>(amount)) < static_cast<double>(unit.bytes)) continue;
    std::string text = fmt::format("{:.2f}", static_cast<double>(amount) / static_cast<double>(unit.bytes));
    text.erase(text.find_last_not_of('0') + 1);
    if (text.ends_with('.')) text.pop_back();
    return text.append(unit.text);
  }
  return std::to_string(amount);
}

std::string amountsText(const Amounts& amounts) {
  std::vector<std::string> parts;
  for (const bool devices : {true, false}) {
    for (const auto& [resource, value] : amounts) {
      if (value == 0 || resource == "pods" || (resource.find('/') != std::string::npos) != devices) continue;
      parts.push_back(amountText(resource, value) + " " + resource);
    }
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

}  // namespace aictl::kube
