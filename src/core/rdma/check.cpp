#include "core/rdma/check.h"

#include "core/rdma/checks.h"

namespace aictl::rdma {
namespace {

struct Row {
  std::string_view name;
  checks::Observations (*look)(const Machine& machine);
};

constexpr auto table = std::to_array<Row>({
    {"port-state", checks::portState},
    {"subnet-manager", checks::subnetManager},
    {"gid", checks::gid},
    {"interface", checks::interface},
    {"mtu", checks::mtu},
    {"counters", checks::counters},
    {"flow-control", checks::flowControl},
    {"pcie", checks::pcie},
    {"access-control", checks::accessControl},
    {"numa", checks::numa},
    {"modules", checks::modules},
    {"device-files", checks::deviceFiles},
    {"locked-memory", checks::lockedMemory},
    {"nccl", checks::nccl},
});

}  // namespace

std::vector<Check> checkMachine(const Machine& machine) {
  std::vector<Check> all;
  for (const Row& row : table) {
    Check check{.name = std::string(row.name), .observations = row.look(machine)};
    if (!check.observations.empty()) all.push_back(std::move(check));
  }
  return all;
}

}  // namespace aictl::rdma
