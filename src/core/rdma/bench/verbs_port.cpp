#include "core/rdma/bench/verbs_port.h"

#include <fmt/format.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>

#include "core/base/file.h"
#include "core/rdma/device_file.h"
#include "core/rdma/gid.h"

namespace aictl::rdma::bench {
namespace {

Failure notHere(std::string message, std::string remedy = {}) {
  return {ExitCode::notHere,
          Finding{.rule = "rdma", .message = std::move(message), .remedy = std::move(remedy)}};
}

/// `mlx5_0` or `mlx5_0:1`, or anything where nothing was chosen.
bool isMeant(const std::string& choice, const Device& device, const Port& port) {
  return choice.empty() || choice == device.name || choice == fmt::format("{}:{}", device.name, port.number);
}

Result<ChosenPort> withGid(const Device& device, const Port& port, const PortChoice& choice) {
  const std::optional<int>& index = choice.gidIndex;
  const std::string place = fmt::format("{} port {}", device.name, port.number);
  if (!index) {
    const Gid* gid = chooseGid(port);
    if (gid == nullptr) {
      return notHere(place + " has no GID: its table is empty",
                     "give its network interface an address; in a pod, a secondary network of this device");
    }
    return ChosenPort{device, port, gid->index, choice.memory, choice.gpu};
  }
  if (std::ranges::find(port.gids, *index, &Gid::index) == port.gids.end())
    return notHere(fmt::format("{} has no GID at index {}", place, *index),
                   "'aictl rdma list -o wide' shows those it has");
  return ChosenPort{device, port, *index, choice.memory, choice.gpu};
}

std::string remedyFor(int error) {
  switch (error) {
    case ENOMEM: {
      rlimit limit{};
      if (::getrlimit(RLIMIT_MEMLOCK, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return {};
      return fmt::format(
          "this process may lock {} KiB of memory: 'ulimit -l unlimited', or the capability IPC_LOCK "
          "in a pod; or measure smaller messages with a smaller --depth",
          limit.rlim_cur >> 10U);
    }
    case EACCES:
    case EPERM:
      return "the files of /dev/infiniband have to be readable and writable; in a pod, ask for the device's "
             "resource";
    case ETIMEDOUT:
    case EHOSTUNREACH:
    case ENETUNREACH:
      return "the other side's address is not reached from this GID's: check the network, or choose with "
             "--gid-index";
    default:
      return {};
  }
}

}  // namespace

Failure verbsFailure(std::string what, int error) {
  return {ExitCode::noAnswer,
          Finding{.rule = "rdma",
                  .message = fmt::format("{}: {}", what,
                                         error == ENOMEM ? "not enough memory" : systemMessage(error)),
                  .remedy = remedyFor(error)}};
}

Failure deviceFailure(const std::string& file, std::string what, int error) {
  if (auto fault = deviceFileFault("", file)) return {ExitCode::notHere, *std::move(fault)};
  return verbsFailure(std::move(what), error);
}

Result<ChosenPort> choosePort(const std::vector<Device>& devices, const PortChoice& choice) {
  if (devices.empty()) return notHere("this machine has no RDMA device");
  const Port* down = nullptr;
  const Device* downDevice = nullptr;
  for (const Device& device : devices) {
    for (const Port& port : device.ports) {
      if (!isMeant(choice.device, device, port)) continue;
      if (port.state == "ACTIVE") return withGid(device, port, choice);
      downDevice = &device;
      down = &port;
    }
  }
  if (down == nullptr)
    return notHere(fmt::format("there is no RDMA device '{}'", choice.device),
                   "'aictl rdma list' shows those there are");
  return notHere(fmt::format("{} port {} is {}", downDevice->name, down->number, down->state),
                 "look at its cable, its switch, and its network interface ('ip link')");
}

Result<std::unique_ptr<VerbsPort>> VerbsPort::open(ChosenPort chosen) {
  const auto library = openVerbs();
  if (!library) return library.failure();
  std::unique_ptr<VerbsPort> port(new VerbsPort());
  port->verbs_ = *library;
  port->chosen_ = std::move(chosen);
  const Verbs& verbs = **library;
  const std::string& name = port->chosen_.device.name;
  int count = 0;
  ibv_device** const list = verbs.get_device_list(&count);
  if (list == nullptr) return verbsFailure("RDMA devices cannot be listed", errno);
  ibv_device** const end = list + count;
  ibv_device** const found =
      std::find_if(list, end, [&](ibv_device* one) { return verbs.get_device_name(one) == name; });
  const int error = found == end                                              ? ENODEV
                    : (port->context_ = verbs.open_device(*found)) == nullptr ? errno
                                                                              : 0;
  verbs.free_device_list(list);
  const std::string& file = port->chosen_.device.verbsNode;
  if (error == ENODEV && !deviceFileFault("", file))
    return notHere(fmt::format("libibverbs does not know {}", name),
                   "install its provider (Debian: ibverbs-providers)");
  if (error != 0) return deviceFailure(file, fmt::format("{} cannot be opened", name), error);
  // The library's function fills what was there in its first version, which is all that is needed here.
  auto* attributes = reinterpret_cast<_compat_ibv_port_attr*>(&port->attributes_);
  int refused = verbs.query_port(port->context_, port->number(), attributes);
  if (refused == 0) refused = verbs.query_device(port->context_, &port->limits_);
  if (refused == 0)
    refused = verbs.query_gid(port->context_, port->number(), port->chosen_.gidIndex, &port->gid_);
  if (refused != 0)
    return verbsFailure(fmt::format("{} cannot be asked for its properties", name),
                        refused < 0 ? errno : refused);
  port->domain_ = verbs.alloc_pd(port->context_);
  if (port->domain_ == nullptr)
    return verbsFailure(fmt::format("{} gives no protection domain", name), errno);
  if (port->chosen_.memory != Memory::gpu) return port;
  auto gpu = MessageGpu::open(port->chosen_.gpuNumber, port->chosen_.device, verbs, port->domain_);
  if (!gpu) return gpu.failure();
  port->gpu_ = *std::move(gpu);
  port->chosen_.gpu = port->gpu_->facts();
  return port;
}

VerbsPort::~VerbsPort() {
  if (domain_ != nullptr) verbs_->dealloc_pd(domain_);
  if (context_ != nullptr) verbs_->close_device(context_);
}

}  // namespace aictl::rdma::bench
