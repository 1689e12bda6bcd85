#include "core/gpu/check.h"

#include <algorithm>

#include "core/gpu/checks.h"

namespace aictl::gpu {
namespace {

struct Row {
  std::string_view name;
  checks::Observations (*look)(const Machine& machine, const Expectations& expected);
};

constexpr auto table = std::to_array<Row>({
    {"driver", checks::driver},
    {"count", checks::count},
    {"model", checks::model},
    {"bus", checks::bus},
    {"lost", checks::lost},
    {"versions", checks::versions},
    {"persistence", checks::persistence},
    {"health", checks::health},
    {"recovery-action", checks::recoveryAction},
    {"ecc", checks::ecc},
    {"row-remapping", checks::rowRemapping},
    {"xid", checks::xid},
    {"sxid", checks::sxid},
    {"clocks", checks::clocks},
    {"temperature", checks::temperature},
    {"power-limit", checks::powerLimit},
    {"pcie", checks::pcie},
    {"pcie-replays", checks::pcieReplays},
    {"nvlink", checks::nvlink},
    {"fabric", checks::fabric},
    {"gpudirect", checks::gpudirect},
    {"access-control", checks::accessControl},
    {"iommu", checks::iommu},
    {"locked-memory", checks::lockedMemory},
    {"huge-pages", checks::hugePages},
});

}  // namespace

std::vector<Check> checkMachine(const Machine& machine, const Expectations& expectations) {
  std::vector<Check> all;
  for (const Row& row : table) {
    Check check{.name = std::string(row.name), .observations = row.look(machine, expectations)};
    if (!check.observations.empty()) all.push_back(std::move(check));
  }
  return all;
}

}  // namespace aictl::gpu
