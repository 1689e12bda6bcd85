#include "core/rdma/bench/registered_memory.h"

#include <fmt/format.h>

#include <cerrno>

namespace aictl::rdma::bench {
namespace {

std::unique_ptr<MessageMemory> memoryOf(const VerbsPort& port, std::size_t bytes) {
  return port.gpu() == nullptr ? hostMemory(bytes, port.chosen().memory) : port.gpu()->allocate(bytes);
}

}  // namespace

RegisteredMemory::RegisteredMemory(VerbsPort& port, std::size_t bytes, int access)
    : port_(port),
      memory_(memoryOf(port, bytes)),
      begin_(memory_->begin()),
      region_(memory_->registerWith(port.verbs(), port.domain(), IBV_ACCESS_LOCAL_WRITE | access)) {
  if (region_ != nullptr) return;
  const int error = errno;
  Failure failure =
      verbsFailure(fmt::format("{} KiB of {}memory cannot be registered with the device",
                               memory_->bytes() >> 10U, port.gpu() == nullptr ? "" : "a GPU's "),
                   error);
  if (port.gpu() != nullptr)
    failure.findings.front().remedy =
        "measure smaller messages, or with a smaller --depth: a GPU shows the bus as much as its BAR1 holds "
        "('nvidia-smi -q -d MEMORY')";
  throw failure;
}

RegisteredMemory::~RegisteredMemory() { port_.verbs().dereg_mr(region_); }

}  // namespace aictl::rdma::bench
