#include "core/rdma/bench/registered_memory.h"

#include <fmt/format.h>
#include <linux/mman.h>
#include <sys/mman.h>

#include <bit>
#include <cerrno>

#include "core/node/kernel.h"

namespace aictl::rdma::bench {
namespace {

/// What is to be mapped, and with which flags of mmap besides those of all memory.
struct Mapping {
  std::size_t bytes;
  int flags = 0;
};

/// Huge pages of the smallest size of which enough are free. Throws a Failure where there is none.
Mapping hugeMapping(std::size_t bytes) {
  const auto sizes = node::hugePages("");
  for (const node::HugePages& pages : sizes) {
    const auto size = static_cast<std::size_t>(pages.bytes);
    const std::size_t count = (bytes + size - 1) / size;
    if (count <= static_cast<std::size_t>(pages.free))
      return {count * size, MAP_HUGETLB | std::countr_zero(size) << MAP_HUGE_SHIFT};
  }
  Finding finding{.rule = "rdma", .message = "this machine has no huge pages"};
  if (!sizes.empty()) {
    const auto size = static_cast<std::size_t>(sizes.front().bytes);
    const std::size_t kibibytes = size >> 10U;
    const std::size_t count = (bytes + size - 1) / size;
    finding.message = fmt::format("huge pages of {} KiB: {} are needed for messages, and {} are free",
                                  kibibytes, count, sizes.front().free);
    finding.remedy = fmt::format(
        "write a larger number into /sys/kernel/mm/hugepages/hugepages-{}kB/nr_hugepages; in a pod, ask for "
        "hugepages-{}Mi; or measure without --huge-pages",
        kibibytes, kibibytes >> 10U);
  }
  throw Failure(ExitCode::notHere, std::move(finding));
}

}  // namespace

RegisteredMemory::RegisteredMemory(VerbsPort& port, std::size_t bytes, int access) : port_(port) {
  const Mapping mapping = port.chosen().pages == Pages::huge ? hugeMapping(bytes) : Mapping{bytes};
  bytes_ = mapping.bytes;
  void* memory = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE | mapping.flags, -1, 0);
  if (memory == MAP_FAILED) throw verbsFailure(fmt::format("{} bytes for messages", bytes_), errno);
  begin_ = static_cast<std::byte*>(memory);
  region_ = port_.verbs().reg_mr(port_.domain(), begin_, bytes_, IBV_ACCESS_LOCAL_WRITE | access);
  if (region_ != nullptr) return;
  const int error = errno;
  ::munmap(begin_, bytes_);
  throw verbsFailure(fmt::format("{} KiB of memory cannot be registered with the device", bytes_ >> 10U),
                     error);
}

RegisteredMemory::~RegisteredMemory() {
  port_.verbs().dereg_mr(region_);
  ::munmap(begin_, bytes_);
}

}  // namespace aictl::rdma::bench
