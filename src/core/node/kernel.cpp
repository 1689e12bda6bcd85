#include "core/node/kernel.h"

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "core/node/attribute.h"

namespace aictl::node {
namespace {

std::optional<std::int64_t> integer(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end == text.data()) return std::nullopt;
  return number;
}

}  // namespace

bool hasModule(const std::string& root, const std::string& name) {
  std::error_code error;
  return std::filesystem::is_directory(root + "/sys/module/" + name, error);
}

std::string moduleVersion(const std::string& root, const std::string& name) {
  return attribute(root + "/sys/module/" + name + "/version");
}

std::string cpusOfNode(const std::string& root, std::int64_t node) {
  return attribute(root + "/sys/devices/system/node/node" + std::to_string(node) + "/cpulist");
}

std::optional<LockedMemory> lockedMemory(const std::string& root) {
  const std::string limits = attribute(root + "/proc/self/limits");
  constexpr std::string_view name = "Max locked memory";
  const std::size_t at = limits.find(name);
  if (at == std::string::npos) return std::nullopt;
  std::string_view rest = std::string_view(limits).substr(at + name.size());
  rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
  if (rest.starts_with("unlimited")) return LockedMemory{};
  const auto bytes = integer(rest);
  if (!bytes) return std::nullopt;
  return LockedMemory{bytes};
}

std::vector<HugePages> hugePages(const std::string& root) {
  const std::string folder = root + "/sys/kernel/mm/hugepages/";
  constexpr std::string_view prefix = "hugepages-";
  constexpr std::int64_t kibi = 1024;
  std::vector<HugePages> all;
  for (const std::string& name : namesIn(folder)) {
    if (!name.starts_with(prefix)) continue;
    const auto size = integer(std::string_view(name).substr(prefix.size()));
    if (!size) continue;
    all.push_back({.bytes = *size * kibi,
                   .total = integerAttribute(folder + name + "/nr_hugepages").value_or(0),
                   .free = integerAttribute(folder + name + "/free_hugepages").value_or(0)});
  }
  std::ranges::sort(all, {}, &HugePages::bytes);
  return all;
}

}  // namespace aictl::node
