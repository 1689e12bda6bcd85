#include <fmt/format.h>
#include <linux/mman.h>
#include <sys/mman.h>

#include <bit>
#include <cerrno>
#include <cstring>

#include "core/node/kernel.h"
#include "core/rdma/bench/message_memory.h"
#include "core/rdma/bench/verbs_port.h"

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

class HostMemory : public MessageMemory {
 public:
  explicit HostMemory(const Mapping& mapping) : bytes_(mapping.bytes) {
    void* memory = ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE | mapping.flags, -1, 0);
    if (memory == MAP_FAILED) throw verbsFailure(fmt::format("{} bytes for messages", bytes_), errno);
    begin_ = static_cast<std::byte*>(memory);
  }
  ~HostMemory() override { ::munmap(begin_, bytes_); }

  std::byte* begin() const override { return begin_; }
  std::size_t bytes() const override { return bytes_; }
  ibv_mr* registerWith(const Verbs& verbs, ibv_pd* domain, int access) override {
    return verbs.reg_mr(domain, begin_, bytes_, access);
  }
  void write(std::size_t offset, std::span<const std::byte> from) override {
    std::memcpy(begin_ + offset, from.data(), from.size());
  }
  void read(std::size_t offset, std::span<std::byte> into) const override {
    std::memcpy(into.data(), begin_ + offset, into.size());
  }

 private:
  std::size_t bytes_;
  std::byte* begin_ = nullptr;
};

}  // namespace

std::unique_ptr<MessageMemory> hostMemory(std::size_t bytes, Memory kind) {
  return std::make_unique<HostMemory>(kind == Memory::hugePages ? hugeMapping(bytes) : Mapping{bytes});
}

}  // namespace aictl::rdma::bench
