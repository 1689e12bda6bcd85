#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace aictl::node {

/// Whether the kernel has the module, loaded or built in with parameters.
bool hasModule(const std::string& root, const std::string& name);

/// The version that a module says it has; "" for none.
std::string moduleVersion(const std::string& root, const std::string& name);

/// The CPUs of a NUMA node as the kernel lists them (`0-31,64-95`); "" where there is no such node.
std::string cpusOfNode(const std::string& root, std::int64_t node);

/// How much memory this process may lock.
struct LockedMemory {
  std::optional<std::int64_t> bytes;  ///< none: as much as it wants
};
/// None where the limit cannot be read.
std::optional<LockedMemory> lockedMemory(const std::string& root);

/// Huge pages of one size.
struct HugePages {
  std::int64_t bytes = 0;  ///< of a page
  std::int64_t total = 0;
  std::int64_t free = 0;
};
std::vector<HugePages> hugePages(const std::string& root);

}  // namespace aictl::node
