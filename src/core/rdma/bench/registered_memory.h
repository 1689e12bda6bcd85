#pragma once

#include <cstddef>

#include "core/rdma/bench/message_memory.h"
#include "core/rdma/bench/verbs_port.h"

namespace aictl::rdma::bench {

/// Memory that the device may read and write, of the kind that was chosen with the port.
class RegisteredMemory {
 public:
  /// `access` is what the other side may do (IBV_ACCESS_…). Throws a Failure that says how much may be locked
  /// where it is too much.
  RegisteredMemory(VerbsPort& port, std::size_t bytes, int access);
  ~RegisteredMemory();
  RegisteredMemory(const RegisteredMemory&) = delete;
  RegisteredMemory& operator=(const RegisteredMemory&) = delete;

  std::byte* at(std::size_t offset) const { return begin_ + offset; }
  MessageMemory& memory() const { return *memory_; }
  std::uint32_t localKey() const { return region_->lkey; }
  std::uint32_t remoteKey() const { return region_->rkey; }

 private:
  VerbsPort& port_;
  std::unique_ptr<MessageMemory> memory_;
  std::byte* begin_;
  ibv_mr* region_;
};

}  // namespace aictl::rdma::bench
