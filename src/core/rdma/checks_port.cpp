#include <fmt/format.h>

#include <algorithm>

#include "core/node/attribute.h"
#include "core/rdma/checks.h"
#include "core/rdma/gid.h"

namespace aictl::rdma::checks {
namespace {

std::string nameOf(const Device& device, const Port& port) {
  return device.ports.size() == 1 ? device.name : fmt::format("{}:{}", device.name, port.number);
}

bool isActive(const Port& port) { return port.state == "ACTIVE"; }

/// Looks at all ports that are up; `look` gives an observation without its device, or none.
template <class Look>
Observations eachActivePort(const Machine& machine, Look look) {
  Observations all;
  for (const Device& device : machine.devices) {
    for (const Port& port : device.ports) {
      if (!isActive(port)) continue;
      std::optional<Observation> observation = look(device, port);
      if (!observation) continue;
      observation->device = nameOf(device, port);
      all.push_back(*std::move(observation));
    }
  }
  return all;
}

bool hasInterface(const Machine& machine, const std::string& netdev) {
  return !node::namesIn(machine.root + "/sys/class/net/" + netdev).empty();
}

}  // namespace

Observations portState(const Machine& machine) {
  Observations all;
  for (const Device& device : machine.devices) {
    const bool isAnyActive = std::ranges::any_of(device.ports, isActive);
    for (const Port& port : device.ports) {
      Observation observation{.device = nameOf(device, port)};
      observation.evidence = fmt::format("{}, {}, {}", port.state, port.linkLayer, port.rate);
      if (!isActive(port)) {
        observation.verdict = isAnyActive ? Verdict::warn : Verdict::fail;
        observation.evidence = fmt::format("its state is {}, physically {}", port.state, port.physicalState);
        observation.remedy =
            port.isEthernet()
                ? "bring its network interface up ('ip link set … up'), and look at cable and switch"
                : "look at its cable and at the subnet manager";
      }
      all.push_back(std::move(observation));
    }
  }
  return all;
}

Observations subnetManager(const Machine& machine) {
  Observations all;
  for (const Device& device : machine.devices) {
    for (const Port& port : device.ports) {
      if (port.isEthernet() || !port.smLid) continue;
      Observation observation{.device = nameOf(device, port),
                              .evidence = fmt::format("the subnet manager is at LID {}", *port.smLid)};
      if (*port.smLid == 0) {
        observation.verdict = Verdict::fail;
        observation.evidence = "the InfiniBand network has no subnet manager: no port of it becomes active";
        observation.remedy = "start opensm on one node, or the one of a switch";
      }
      all.push_back(std::move(observation));
    }
  }
  return all;
}

Observations gid(const Machine& machine) {
  return eachActivePort(
      machine, [](const Device& /*device*/, const Port& port) -> std::optional<Observation> {
        const Gid* gid = chooseGid(port);
        if (gid == nullptr) {
          return Observation{
              .verdict = Verdict::fail,
              .evidence = "its GID table is empty: no queue pair can be connected (RTR fails)",
              .remedy =
                  "give its network interface an address; in a pod, a secondary network (macvlan, "
                  "SR-IOV, host-device) of this device"};
        }
        const std::string chosen = fmt::format("index {} is {}{}{}", gid->index, shortAddress(gid->address),
                                               gid->type.empty() ? "" : ", ", gid->type);
        if (!port.isEthernet()) return Observation{.evidence = chosen};
        if (gid->type != "RoCE v2") {
          return Observation{.verdict = Verdict::warn,
                             .evidence = chosen + ": it has no RoCE v2, so its packets pass no router",
                             .remedy = "give its network interface an IP address"};
        }
        if (isLinkLocal(gid->address)) {
          return Observation{
              .verdict = Verdict::warn,
              .evidence = chosen + ": it holds only on this link, so routed nodes are not reached",
              .remedy =
                  "give its network interface an IP address; in a pod, look at the ipam of its network"};
        }
        return Observation{.evidence = chosen};
      });
}

Observations interface(const Machine& machine) {
  return eachActivePort(
      machine, [&](const Device& /*device*/, const Port& port) -> std::optional<Observation> {
        if (!port.isEthernet()) return std::nullopt;
        if (!port.netdev.empty() && hasInterface(machine, port.netdev))
          return Observation{.evidence = "its network interface is " + port.netdev};
        return Observation{.verdict = Verdict::fail,
                           .evidence =
                               "its network interface is not in this network namespace: rdma_cm fails "
                               "(RDMA_CM_EVENT_ADDR_ERROR)",
                           .remedy = "give the pod a secondary network of this device, or hostNetwork"};
      });
}

Observations mtu(const Machine& machine) {
  return eachActivePort(
      machine, [](const Device& /*device*/, const Port& port) -> std::optional<Observation> {
        if (!port.isEthernet() || !port.mtu) return std::nullopt;
        constexpr std::int64_t large = 4096;
        const std::string evidence = fmt::format("packets of {} carry {} bytes", port.netdev, *port.mtu);
        if (*port.mtu >= large) return Observation{.evidence = evidence};
        return Observation{
            .verdict = Verdict::warn,
            .evidence = evidence + ", and 4096 are possible",
            .remedy =
                "set the MTU of the interface and of all switches on the way to 4200 or more, such as 9000"};
      });
}

Observations counters(const Machine& machine) {
  return eachActivePort(
      machine, [](const Device& /*device*/, const Port& port) -> std::optional<Observation> {
        if (port.counters.empty())
          return Observation{.verdict = Verdict::skipped, .evidence = "it shows no counters"};
        std::vector<std::string> grown;
        for (const auto& [name, count] : port.counters) {
          if (count > 0 && countsFaults(name)) grown.push_back(fmt::format("{} {}", name, count));
        }
        if (grown.empty())
          return Observation{.evidence = "no errors, discards or retries since the driver was loaded"};
        return Observation{
            .verdict = Verdict::warn,
            .evidence = fmt::format("since the driver was loaded: {}", fmt::join(grown, ", ")),
            .remedy = "look whether they grow: a cable, drops without flow control, or slow receivers"};
      });
}

Observations flowControl(const Machine& machine) {
  return eachActivePort(machine, [](const Device& device, const Port& port) -> std::optional<Observation> {
    if (!port.isEthernet() || device.isSoftware()) return std::nullopt;
    return Observation{
        .verdict = Verdict::skipped,
        .evidence = "the kernel's files do not show priority flow control",
        .remedy = "'dcb pfc show dev " + port.netdev + "', and the same class on the switches"};
  });
}

}  // namespace aictl::rdma::checks
