#include "core/rdma/device_value.h"

#include "core/rdma/gid.h"

namespace aictl::rdma {
namespace {

Value textOrNull(const std::string& text) { return text.empty() ? Value() : Value(text); }

template <class T>
Value valueOrNull(const std::optional<T>& value) {
  return value ? Value(*value) : Value();
}

Value gidValue(const Gid& gid) {
  return Value::map({{"index", Value(gid.index)},
                     {"gid", Value(gid.address)},
                     {"address", Value(shortAddress(gid.address))},
                     {"type", textOrNull(gid.type)},
                     {"netdev", textOrNull(gid.netdev)}});
}

Value portValue(const Port& port) {
  Value gids = Value::list();
  for (const Gid& gid : port.gids) gids.push(gidValue(gid));
  const Gid* gid = chooseGid(port);
  return Value::map({{"port", Value(port.number)},
                     {"state", textOrNull(port.state)},
                     {"physicalState", textOrNull(port.physicalState)},
                     {"linkLayer", textOrNull(port.linkLayer)},
                     {"rate", textOrNull(port.rate)},
                     {"gigabitsPerSecond", valueOrNull(port.gigabits)},
                     {"netdev", textOrNull(port.netdev)},
                     {"mtu", valueOrNull(port.mtu)},
                     {"lid", valueOrNull(port.lid)},
                     {"smLid", valueOrNull(port.smLid)},
                     {"gid", gid == nullptr ? Value() : Value(gid->index)},
                     {"gids", std::move(gids)},
                     {"counters", countersValue(port.counters)}});
}

}  // namespace

Value linkValue(const std::optional<PciLink>& link) {
  if (!link) return {};
  return Value::map({{"address", Value(link->address)},
                     {"generation", valueOrNull(link->generation)},
                     {"generationMaximum", valueOrNull(link->generationMaximum)},
                     {"width", valueOrNull(link->width)},
                     {"widthMaximum", valueOrNull(link->widthMaximum)}});
}

Value countersValue(const Counters& counters) {
  Value map = Value::map();
  for (const auto& [name, count] : counters) map.set(Value(name), Value(count));
  return map;
}

Value deviceValue(const Device& device) {
  Value ports = Value::list();
  for (const Port& port : device.ports) ports.push(portValue(port));
  Value accelerators = Value::list();
  for (const std::string& address : device.nearestAccelerators) accelerators.push(Value(address));
  return Value::map({{"name", Value(device.name)},
                     {"driver", textOrNull(device.driver)},
                     {"software", Value(device.isSoftware())},
                     {"verbsNode", textOrNull(device.verbsNode)},
                     {"firmware", textOrNull(device.firmware)},
                     {"board", textOrNull(device.board)},
                     {"guid", textOrNull(device.guid)},
                     {"numaNode", valueOrNull(device.numaNode)},
                     {"pci", linkValue(device.pci)},
                     {"nearestAccelerators", std::move(accelerators)},
                     {"ports", std::move(ports)}});
}

}  // namespace aictl::rdma
