// Messages in the memory of a GPU, with the stand-in for the CUDA driver and verbs that say what they were
// asked.

#include <fcntl.h>

#include <cerrno>
#include <cstdlib>

#include "catch.h"
#include "core/gpu/bench/driver.h"
#include "core/rdma/bench/message_gpu.h"

using namespace aictl;
using namespace aictl::rdma::bench;

namespace {

/// What was registered, and how.
struct Asked {
  std::string way;
  std::uint64_t offset = 0;
  std::uint64_t address = 0;
  std::size_t bytes = 0;
  int descriptor = -1;
  bool isOpen = false;
};
Asked asked;
ibv_mr region{};

ibv_mr* takeAddress(ibv_pd*, void* address, std::size_t bytes, int) {
  asked = {.way = "peermem", .address = reinterpret_cast<std::uint64_t>(address), .bytes = bytes};
  return &region;
}
ibv_mr* refuseAddress(ibv_pd*, void*, std::size_t, int) {
  errno = EFAULT;
  return nullptr;
}
ibv_mr* takeDmabuf(ibv_pd*, std::uint64_t offset, std::size_t bytes, std::uint64_t address, int descriptor,
                   int) {
  asked = {"dmabuf", offset, address, bytes, descriptor, ::fcntl(descriptor, F_GETFD) >= 0};
  return &region;
}
ibv_mr* refuseDmabuf(ibv_pd*, std::uint64_t, std::size_t, std::uint64_t, int, int) {
  errno = EOPNOTSUPP;
  return nullptr;
}
int forget(ibv_mr*) { return 0; }

Verbs verbs(bool takesDmabuf, bool takesAddress) {
  Verbs verbs;
  // verbs.h makes a macro of the plain name with arguments.
  verbs.reg_mr = takesAddress ? takeAddress : refuseAddress;
  verbs.reg_dmabuf_mr = takesDmabuf ? takeDmabuf : refuseDmabuf;
  verbs.dereg_mr = forget;
  return verbs;
}

Result<std::unique_ptr<MessageGpu>> opened(const std::string& settings, const Verbs& verbs,
                                           std::optional<int> number = 0,
                                           const std::string& library = "libstandin_cuda.so") {
  ::setenv("STANDIN", ("prints=0," + settings).c_str(), 1);
  rdma::Device device;
  device.name = "mlx5_0";
  return MessageGpu::open(number, device, verbs, nullptr, AICTL_STANDINS "/" + library);
}

Finding refusal(const Result<std::unique_ptr<MessageGpu>>& gpu) {
  REQUIRE_FALSE(gpu);
  CHECK(gpu.failure().code == ExitCode::notHere);
  return gpu.failure().findings.at(0);
}

std::vector<std::byte> bytesOf(std::string_view text) {
  const auto* begin = reinterpret_cast<const std::byte*>(text.data());
  return {begin, begin + text.size()};
}

node::PciDevice onBus(const std::string& address, std::vector<std::string> path, std::int64_t numaNode) {
  node::PciDevice device;
  device.address = address;
  device.numaNode = numaNode;
  path.push_back(address);
  device.path = std::move(path);
  return device;
}

}  // namespace

TEST_CASE("a dma-buf is taken where the GPU's driver gives one and the RDMA device's takes it") {
  const Verbs both = verbs(true, true);
  const auto gpu = opened("dmabuf=1", both);
  REQUIRE(gpu);
  CHECK((*gpu)->facts().way == GpuWay::dmabuf);
  const auto memory = (*gpu)->allocate(100'000);
  REQUIRE(memory->registerWith(both, nullptr, 0) == &region);
  CHECK(asked.way == "dmabuf");
  CHECK(asked.isOpen);
  CHECK(::fcntl(asked.descriptor, F_GETFD) < 0);  // nobody has a use for it any more
  CHECK(asked.address == reinterpret_cast<std::uint64_t>(memory->begin()));
  CHECK(asked.offset == asked.address % 4096);
  CHECK(asked.bytes == memory->bytes());
  CHECK(asked.bytes >= 100'000);
}

TEST_CASE("without a dma-buf the address itself is registered, whichever side has none") {
  CHECK((*opened("dmabuf=0", verbs(true, true)))->facts().way == GpuWay::peermem);
  CHECK((*opened("dmabuf=1", verbs(false, true)))->facts().way == GpuWay::peermem);
  CHECK((*opened("dmabuf=1,at=handle,fault=801", verbs(true, true)))->facts().way == GpuWay::peermem);
  Verbs old = verbs(true, true);
  old.reg_dmabuf_mr = nullptr;
  CHECK((*opened("dmabuf=1", old))->facts().way == GpuWay::peermem);
  CHECK((*opened("", verbs(true, true), 0, "libstandin_cuda_old.so"))->facts().way == GpuWay::peermem);
}

TEST_CASE("where neither way is open both reasons are told, with what either takes") {
  const Finding finding = refusal(opened("dmabuf=1", verbs(false, false)));
  CHECK(finding.message ==
        "mlx5_0 does not reach the memory of NVIDIA H100 80GB HBM3 (0000:1b:00.0): by dma-buf: Operation not "
        "supported; by peermem: Bad address");
  CHECK(finding.remedy.find("nvidia_peermem") != std::string::npos);
  CHECK(finding.remedy.find("Linux 5.12") != std::string::npos);
  CHECK(refusal(opened("dmabuf=0", verbs(true, false))).message.find("the GPU's driver gives none") !=
        std::string::npos);
}

TEST_CASE("a GPU that CUDA does not count, and a driver that does not start, are told in words") {
  CHECK(refusal(opened("", verbs(true, true), 7)).message == "CUDA has no GPU 7: it counts 2 from 0 on");
  CHECK(refusal(opened("at=init,fault=100", verbs(true, true))).message ==
        "the CUDA driver cannot start: no CUDA-capable device is detected");
  CHECK(refusal(opened("cuda_devices=0", verbs(true, true), std::nullopt)).message == "CUDA has no GPU here");
  CHECK(refusal(opened("", verbs(true, true), 0, "libstandin_nothing.so")).message.find("has no cuInit") !=
        std::string::npos);
}

TEST_CASE("the memory of a GPU is 0 at first, and gives back what was written into it") {
  const auto gpu = opened("", verbs(true, true));
  REQUIRE(gpu);
  const auto memory = (*gpu)->allocate(5000);
  std::vector<std::byte> read(10, std::byte{1});
  memory->read(4990, read);
  CHECK(read == std::vector<std::byte>(10));
  memory->write(4992, bytesOf("abc"));
  memory->read(4990, read);
  CHECK(read == bytesOf(std::string_view("\0\0abc\0\0\0\0\0", 10)));
}

TEST_CASE("memory that the GPU does not have is told with the driver's words") {
  const auto gpu = opened("memory=1000000", verbs(true, true));
  REQUIRE(gpu);
  try {
    (*gpu)->allocate(2'000'000);
    FAIL("it was given");
  } catch (const Failure& failure) {
    CHECK(failure.findings.at(0).message == "the memory of the GPU: cuMemAlloc_v2: out of memory");
  }
}

TEST_CASE("of GPUs the one that is nearest to the RDMA device is chosen, of those as near the first") {
  const std::vector<node::PciDevice> bus{
      onBus("0000:1a:00.0", {"pci0000:10", "0000:10:01.0"}, 0),
      onBus("0000:5a:00.0", {"pci0000:50", "0000:50:01.0", "0000:51:00.0", "0000:52:01.0"}, 1),
      onBus("0000:5b:00.0", {"pci0000:50", "0000:50:01.0", "0000:51:00.0", "0000:52:02.0"}, 1),
      onBus("0000:5c:00.0", {"pci0000:50", "0000:50:01.0", "0000:51:00.0", "0000:52:03.0"}, 1)};
  const std::vector<gpu::bench::Place> places{{0, "0000:1a:00.0"}, {1, "0000:5a:00.0"}, {2, "0000:5b:00.0"}};
  CHECK(nearestOf(places, "0000:5c:00.0", bus) == 1);
  CHECK(nearestOf(places, "", bus) == 0);
}
