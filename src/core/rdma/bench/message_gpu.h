#pragma once

#include <memory>
#include <optional>
#include <string>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/gpu/topology.h"
#include "core/rdma/bench/message_memory.h"
#include "core/rdma/device.h"

namespace aictl::gpu::bench {
struct Place;
}

namespace aictl::rdma::bench {

/// How an RDMA device gets to the memory of a GPU.
enum class GpuWay : std::uint8_t {
  dmabuf,  ///< the GPU's driver gives a dma-buf of it, and the RDMA device's takes that
  peermem  ///< the kernel module nvidia_peermem finds out where it lies
};
/// `dmabuf`, `peermem`.
std::string_view name(GpuWay way);

/// The GPU whose memory messages lie in. The CUDA driver is opened in this very process, which has the queue
/// pairs, and not in a worker.
class MessageGpu {
 public:
  struct Facts {
    int number = 0;  ///< as CUDA counts
    std::string name;
    std::string pciAddress;
    gpu::Distance distance = gpu::Distance::unknown;  ///< from the RDMA device
    std::optional<PciLink> link;                      ///< the slowest between both but the RDMA device's own
    GpuWay way = GpuWay::dmabuf;
  };

  /// Opens the GPU of this number, or with none the one that is nearest to the RDMA device, and finds the way
  /// by a small piece of memory. `library` is a file in the place of the system's libcuda. ExitCode::notHere
  /// where there is no CUDA driver, no such GPU, or no way.
  static Result<std::unique_ptr<MessageGpu>> open(std::optional<int> number, const Device& device,
                                                  const Verbs& verbs, ibv_pd* domain,
                                                  const std::string& library = {});
  ~MessageGpu();
  MessageGpu(const MessageGpu&) = delete;
  MessageGpu& operator=(const MessageGpu&) = delete;

  const Facts& facts() const { return facts_; }
  /// So much of its memory, all 0. Throws a Failure.
  std::unique_ptr<MessageMemory> allocate(std::size_t bytes) const;

 private:
  struct Driver;
  MessageGpu();
  Result<Facts> choose(std::optional<int> number, const Device& device) const;
  Result<GpuWay> findWay(const Device& device, const Verbs& verbs, ibv_pd* domain) const;

  std::unique_ptr<Driver> driver_;
  Facts facts_;
};

/// Of these the one that is nearest to the device at that address of the bus; of those as near the first.
/// There is one at least.
std::size_t nearestOf(const std::vector<gpu::bench::Place>& places, const std::string& address,
                      const std::vector<node::PciDevice>& bus);

/// As a report has it.
Value gpuValue(const MessageGpu::Facts& facts);

}  // namespace aictl::rdma::bench
