#include "core/rdma/bench/message_gpu.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>

#include "core/base/file.h"
#include "core/gpu/bench/driver.h"
#include "core/rdma/bench/gpu_link.h"
#include "core/rdma/bench/gpu_memory.h"
#include "core/rdma/device_value.h"

namespace aictl::rdma::bench {
namespace {

namespace cuda = gpu::cuda;
using gpu::bench::Place;

Failure notHere(std::string message, std::string remedy = {}) {
  return {ExitCode::notHere,
          Finding{.rule = "gpu", .message = std::move(message), .remedy = std::move(remedy)}};
}

Failure failureOf(const gpu::Outcome& outcome) {
  if (outcome.kind == gpu::Outcome::Kind::noLibrary)
    return notHere("there is no CUDA driver here (libcuda.so.1), and so no memory of a GPU for messages",
                   "install NVIDIA's driver; into a container its runtime brings it, where "
                   "NVIDIA_DRIVER_CAPABILITIES has compute");
  return notHere(outcome.message, outcome.remedy);
}

const node::PciDevice* find(const std::vector<node::PciDevice>& bus, const std::string& address) {
  const auto found = std::ranges::find(bus, address, &node::PciDevice::address);
  return found == bus.end() ? nullptr : &*found;
}

gpu::Distance distance(const std::string& a, const std::string& b, const std::vector<node::PciDevice>& bus) {
  const node::PciDevice* const first = find(bus, a);
  const node::PciDevice* const second = find(bus, b);
  return first == nullptr || second == nullptr ? gpu::Distance::unknown
                                               : gpu::distanceBetween(*first, *second);
}

std::string addressOf(const Device& device) { return device.pci ? device.pci->address : std::string(); }

std::string nameOf(const cuda::Api& api, cuda::Device device) {
  std::array<char, 256> text{};
  if (!api.name || api.name(text.data(), static_cast<int>(text.size() - 1), device) != cuda::success)
    return "a GPU";
  return gpu::textOf(text);
}

/// Why a small piece of the GPU's memory cannot be registered in this way; "" where it can.
std::string whyNot(const gpu::bench::Gpu& gpu, const Verbs& verbs, ibv_pd* domain, GpuWay way) {
  try {
    const auto piece = gpuMemory(gpu, 1, way);
    ibv_mr* const region =
        piece->registerWith(verbs, domain, IBV_ACCESS_LOCAL_WRITE | IBV_ACCESS_REMOTE_WRITE);
    if (region == nullptr) return systemMessage(errno);
    verbs.dereg_mr(region);
    return {};
  } catch (const Failure& failure) {
    return failure.findings.front().message;
  }
}

}  // namespace

std::string_view name(GpuWay way) { return way == GpuWay::dmabuf ? "dmabuf" : "peermem"; }

struct MessageGpu::Driver {
  explicit Driver(const std::string& path) : library(path, cuda::libraries), api(library) {}

  gpu::Library library;
  cuda::Api api;
  std::optional<gpu::bench::Gpu> gpu;
};

MessageGpu::MessageGpu() = default;
MessageGpu::~MessageGpu() = default;

Result<std::unique_ptr<MessageGpu>> MessageGpu::open(std::optional<int> number, const Device& device,
                                                     const Verbs& verbs, ibv_pd* domain,
                                                     const std::string& library) {
  // mlx5 puts what is small into the completion, and copies it from there by itself, which faults where the
  // buffer is a GPU's. It looks at this whenever it makes a queue pair (rdma-core, providers/mlx5/verbs.c,
  // use_scatter_to_cqe); perftest sets it as well.
  ::setenv("MLX5_SCATTER_TO_CQE", "0", 1);
  std::unique_ptr<MessageGpu> one(new MessageGpu());
  one->driver_ = std::make_unique<Driver>(library);
  const cuda::Api& api = one->driver_->api;
  auto outcome = gpu::unusable(one->driver_->library,
                               gpu::firstMissing(api.init, api.count, api.device, api.pciBusId, api.wait,
                                                 api.setContext, api.allocate, api.free));
  if (!outcome) outcome = gpu::bench::start(api);
  if (outcome) return failureOf(*outcome);
  try {
    auto facts = one->choose(number, device);
    if (!facts) return facts.failure();
    one->facts_ = *std::move(facts);
    const auto way = one->findWay(device, verbs, domain);
    if (!way) return way.failure();
    one->facts_.way = *way;
  } catch (const gpu::bench::Fault& fault) {
    return notHere("the GPU cannot be opened: " + fault.message, "'aictl gpu check' looks at it");
  }
  return one;
}

Result<MessageGpu::Facts> MessageGpu::choose(std::optional<int> number, const Device& device) const {
  const cuda::Api& api = driver_->api;
  const auto all = gpu::bench::places(api);
  const auto count = static_cast<int>(all.size());
  if (count == 0)
    return notHere("CUDA has no GPU here", "see whether CUDA_VISIBLE_DEVICES hides it, and 'aictl gpu list'");
  if (number && *number >= count) {
    return notHere(
        fmt::format("CUDA has no GPU {}: it counts {} from 0 on", *number, count),
        "'aictl gpu list' shows those of the machine; CUDA_VISIBLE_DEVICES may hide some from CUDA");
  }
  const auto bus = node::pciDevices("");
  const std::size_t place =
      number ? static_cast<std::size_t>(*number) : nearestOf(all, addressOf(device), bus);
  driver_->gpu.emplace(api, all[place].device);
  Facts facts{.number = static_cast<int>(place),
              .name = nameOf(api, all[place].device),
              .pciAddress = all[place].pciAddress};
  const node::PciDevice* const its = find(bus, facts.pciAddress);
  const node::PciDevice* const other = find(bus, addressOf(device));
  if (its == nullptr || other == nullptr) return facts;
  facts.distance = gpu::distanceBetween(*its, *other);
  facts.link = linkBetween(*its, *other, bus);
  return facts;
}

Result<GpuWay> MessageGpu::findWay(const Device& device, const Verbs& verbs, ibv_pd* domain) const {
  std::string noDmabuf = whyNoDmabuf(*driver_->gpu, verbs);
  if (noDmabuf.empty()) noDmabuf = whyNot(*driver_->gpu, verbs, domain, GpuWay::dmabuf);
  if (noDmabuf.empty()) return GpuWay::dmabuf;
  const std::string noPeermem = whyNot(*driver_->gpu, verbs, domain, GpuWay::peermem);
  if (noPeermem.empty()) return GpuWay::peermem;
  // NVIDIA GPU Operator, "GPUDirect RDMA and GPUDirect Storage": what each way takes.
  return notHere(
      fmt::format("{} does not reach the memory of {} ({}): by dma-buf: {}; by peermem: {}", device.name,
                  facts_.name, facts_.pciAddress, noDmabuf, noPeermem),
      "load the kernel module nvidia_peermem, which comes with NVIDIA's driver from 470 on; a dma-buf takes "
      "its "
      "open kernel modules (from 515 on, GPUs from Turing on), Linux 5.12 and an RDMA driver that knows it");
}

std::unique_ptr<MessageMemory> MessageGpu::allocate(std::size_t bytes) const {
  return gpuMemory(*driver_->gpu, bytes, facts_.way);
}

std::size_t nearestOf(const std::vector<Place>& places, const std::string& address,
                      const std::vector<node::PciDevice>& bus) {
  const auto nearest = std::ranges::min_element(
      places, {}, [&](const Place& place) { return distance(place.pciAddress, address, bus); });
  return static_cast<std::size_t>(nearest - places.begin());
}

Value gpuValue(const MessageGpu::Facts& facts) {
  return Value::map(
      {{"number", Value(facts.number)},
       {"name", Value(facts.name)},
       {"pciAddress", Value(facts.pciAddress)},
       {"distance", facts.distance == gpu::Distance::unknown ? Value() : Value(gpu::name(facts.distance))},
       {"link", linkValue(facts.link)},
       {"registration", Value(name(facts.way))}});
}

}  // namespace aictl::rdma::bench
