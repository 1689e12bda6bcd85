#include "core/rdma/bench/registered_memory.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <cerrno>

namespace aictl::rdma::bench {

RegisteredMemory::RegisteredMemory(VerbsPort& port, std::size_t bytes, int access)
    : port_(port), bytes_(bytes) {
  void* memory =
      ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
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
