#include "core/kube/fit/host_ports.h"

#include <algorithm>
#include <string_view>

namespace aictl::kube {
namespace {

constexpr std::string_view everyAddress = "0.0.0.0";

bool contend(const HostPort& a, const HostPort& b) {
  return a.port == b.port && a.protocol == b.protocol &&
         (a.address == b.address || a.address == everyAddress || b.address == everyAddress);
}

std::int64_t numberAt(const Value& port, std::string_view key) {
  const Value* number = port.find(key);
  return number != nullptr && number->isInteger() ? number->integer() : 0;
}

std::string textOr(const Value& port, std::string_view key, std::string_view otherwise) {
  const std::string_view text = findString(port, {key});
  return std::string(text.empty() ? otherwise : text);
}

}  // namespace

std::vector<HostPort> hostPortsOf(const Value& podSpec) {
  std::vector<HostPort> found;
  const Value* network = podSpec.find("hostNetwork");
  const bool ofNode = network != nullptr && network->isBoolean() && network->boolean();
  const Value* containers = podSpec.find("containers");
  if (containers == nullptr || !containers->isList()) return found;
  for (const Value& container : containers->items()) {
    const Value* ports = container.find("ports");
    if (ports == nullptr || !ports->isList()) continue;
    for (const Value& port : ports->items()) {
      std::int64_t number = numberAt(port, "hostPort");
      if (number == 0 && ofNode) number = numberAt(port, "containerPort");
      if (number <= 0) continue;
      found.push_back({textOr(port, "hostIP", everyAddress), textOr(port, "protocol", "TCP"), number});
    }
  }
  return found;
}

const HostPort* portInUse(std::span<const HostPort> wanted, std::span<const HostPort> taken) {
  for (const HostPort& port : wanted) {
    if (std::ranges::any_of(taken, [&](const HostPort& other) { return contend(port, other); })) return &port;
  }
  return nullptr;
}

}  // namespace aictl::kube
