#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "core/rdma/bench/verbs_library.h"

namespace aictl::rdma::bench {

/// What messages of RDMA lie in.
enum class Memory : std::uint8_t {
  ordinaryPages,
  hugePages,
  gpu  ///< the memory of a GPU, which CUDA gives
};

/// A piece of memory that messages lie in. Functions throw a Failure.
class MessageMemory {
 public:
  MessageMemory() = default;
  MessageMemory(const MessageMemory&) = delete;
  MessageMemory& operator=(const MessageMemory&) = delete;
  virtual ~MessageMemory() = default;

  /// Where it begins. What lies in the memory of a GPU is no place that this program can look at.
  virtual std::byte* begin() const = 0;
  virtual std::size_t bytes() const = 0;
  /// Makes it known to an RDMA device; nullptr with errno where that is refused. `access` is IBV_ACCESS_….
  virtual ibv_mr* registerWith(const Verbs& verbs, ibv_pd* domain, int access) = 0;

  virtual void write(std::size_t offset, std::span<const std::byte> from) = 0;
  virtual void read(std::size_t offset, std::span<std::byte> into) const = 0;
};

/// Memory of this machine, all 0, in ordinary or huge pages. Throws a Failure that says how many huge pages
/// are needed where too few are free.
std::unique_ptr<MessageMemory> hostMemory(std::size_t bytes, Memory kind);

}  // namespace aictl::rdma::bench
