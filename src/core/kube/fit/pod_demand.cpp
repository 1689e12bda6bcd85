#include "core/kube/fit/pod_demand.h"

#include <array>
#include <span>
#include <string_view>

namespace aictl::kube {
namespace {

/// Of the two maps of `resources`, which is asked for.
enum class Side { requests, limits };

std::span<const Value> listOf(const Value& map, std::string_view key) {
  const Value* list = map.find(key);
  return list != nullptr && list->isList() ? list->items() : std::span<const Value>();
}

Amounts askedFor(const Value& holder, Side side) {
  const Value* limits = find(holder, {"resources", "limits"});
  Amounts amounts = limits != nullptr ? amountsOf(*limits) : Amounts();
  if (side == Side::limits) return amounts;
  const Value* requests = find(holder, {"resources", "requests"});
  if (requests == nullptr) return amounts;
  for (const auto& [resource, value] : amountsOf(*requests)) amounts[resource] = value;
  return amounts;
}

bool isSidecar(const Value& initContainer) {
  return findString(initContainer, {"restartPolicy"}) == "Always";
}

/// What the containers ask for together, at the moment when that is most.
Amounts ofContainers(const Value& spec, Side side) {
  Amounts running;
  for (const Value& container : listOf(spec, "containers")) add(running, askedFor(container, side));
  Amounts most;
  Amounts sidecars;
  for (const Value& container : listOf(spec, "initContainers")) {
    const Amounts own = askedFor(container, side);
    if (isSidecar(container)) {
      add(sidecars, own);
      raise(most, sidecars);
      continue;
    }
    Amounts together = sidecars;
    add(together, own);
    raise(most, together);
  }
  add(running, sidecars);
  raise(running, most);
  return running;
}

/// What a pod may ask for as a whole.
bool isOfWholePod(std::string_view resource) {
  return resource == "cpu" || resource == "memory" || resource.starts_with("hugepages-");
}

Amounts demandOf(const Value& spec, Side side) {
  Amounts demand = ofContainers(spec, side);
  for (const auto& [resource, value] : askedFor(spec, side)) {
    if (isOfWholePod(resource)) demand[resource] = value;
  }
  if (const Value* overhead = spec.find("overhead")) {
    for (const auto& [resource, value] : amountsOf(*overhead)) {
      // A limit that is not there stays so.
      if (side == Side::requests || amount(demand, resource) != 0) add(demand, {{resource, value}});
    }
  }
  std::erase_if(demand, [](const auto& entry) { return entry.second == 0; });
  return demand;
}

}  // namespace

Value podSpecOf(const Value& podOrTemplate) {
  if (const Value* spec = podOrTemplate.find("spec"); spec != nullptr && spec->isMap()) return *spec;
  return podOrTemplate.isMap() && podOrTemplate.find("metadata") == nullptr ? podOrTemplate : Value();
}

Amounts podDemand(const Value& podOrTemplate) {
  Amounts demand = demandOf(podSpecOf(podOrTemplate), Side::requests);
  demand["pods"] = 1;
  return demand;
}

Amounts podLimits(const Value& podOrTemplate) { return demandOf(podSpecOf(podOrTemplate), Side::limits); }

}  // namespace aictl::kube
