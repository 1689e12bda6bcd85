#include "core/rdma/bench/gpu_memory.h"

#include <unistd.h>

#include <cerrno>

#include "core/base/result.h"

namespace aictl::rdma::bench {
namespace {

using gpu::bench::call;

/// What GPUs lay out memory by; a piece that others are to reach takes whole ones.
constexpr std::size_t gpuPage = 64U << 10U;

std::size_t wholePages(std::size_t bytes) { return (bytes + gpuPage - 1) / gpuPage * gpuPage; }

/// Calls of the driver, whose Fault becomes a Failure.
template <class Work>
void withDriver(const Work& work) {
  try {
    work();
  } catch (const gpu::bench::Fault& fault) {
    throw Failure(ExitCode::noAnswer,
                  Finding{.rule = "gpu", .message = "the memory of the GPU: " + fault.message});
  }
}

class GpuMemory : public MessageMemory {
 public:
  GpuMemory(const gpu::bench::Gpu& gpu, std::size_t bytes, GpuWay way)
      : gpu_(gpu), way_(way), memory_(gpu, wholePages(bytes)) {
    memory_.fill(0);
    gpu_.wait();
  }
  ~GpuMemory() override { gpu_.api.setContext(gpu_.context); }

  std::byte* begin() const override {
    return reinterpret_cast<std::byte*>(memory_.address);  // NOLINT(performance-no-int-to-ptr)
  }
  std::size_t bytes() const override { return memory_.bytes; }
  ibv_mr* registerWith(const Verbs& verbs, ibv_pd* domain, int access) override {
    if (way_ == GpuWay::peermem) return verbs.reg_mr(domain, begin(), bytes(), access);
    ibv_mr* region = nullptr;
    withDriver([&] { region = byDmabuf(verbs, domain, access); });
    return region;
  }
  void write(std::size_t offset, std::span<const std::byte> from) override {
    withDriver([&] {
      gpu_.makeCurrent();
      call(gpu_.api, gpu_.api.copyToDevice, memory_.address + offset, static_cast<const void*>(from.data()),
           from.size(), gpu_.stream);
      gpu_.wait();
    });
  }
  void read(std::size_t offset, std::span<std::byte> into) const override {
    withDriver([&] {
      gpu_.makeCurrent();
      call(gpu_.api, gpu_.api.copyToHost, static_cast<void*>(into.data()), memory_.address + offset,
           into.size(), gpu_.stream);
      gpu_.wait();
    });
  }

 private:
  /// CUDA gives a dma-buf of whole pages of the host; the piece begins somewhere in the first of them.
  ibv_mr* byDmabuf(const Verbs& verbs, ibv_pd* domain, int access) const {
    const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
    const std::size_t offset = memory_.address % page;
    const std::size_t whole = (offset + memory_.bytes + page - 1) / page * page;
    int descriptor = -1;
    gpu_.makeCurrent();
    call(gpu_.api, gpu_.api.handleOfRange, static_cast<void*>(&descriptor), memory_.address - offset, whole,
         gpu::cuda::dmaBufDescriptor, 0ULL);
    ibv_mr* const region =
        verbs.reg_dmabuf_mr(domain, offset, memory_.bytes, memory_.address, descriptor, access);
    const int error = errno;
    ::close(descriptor);  // a region that was made holds the dma-buf itself
    errno = error;
    return region;
  }

  const gpu::bench::Gpu& gpu_;
  GpuWay way_;
  gpu::bench::DeviceMemory memory_;
};

}  // namespace

std::unique_ptr<MessageMemory> gpuMemory(const gpu::bench::Gpu& gpu, std::size_t bytes, GpuWay way) {
  std::unique_ptr<MessageMemory> memory;
  withDriver([&] {
    gpu.makeCurrent();
    memory = std::make_unique<GpuMemory>(gpu, bytes, way);
  });
  return memory;
}

std::string whyNoDmabuf(const gpu::bench::Gpu& gpu, const Verbs& verbs) {
  if (verbs.reg_dmabuf_mr == nullptr) return "libibverbs is older than 34";
  int isGiven = 0;
  if (!gpu.api.handleOfRange ||
      gpu.api.attribute(&isGiven, gpu::cuda::dmaBufSupported, gpu.device) != gpu::cuda::success ||
      isGiven == 0)
    return "the GPU's driver gives none";
  return {};
}

}  // namespace aictl::rdma::bench
