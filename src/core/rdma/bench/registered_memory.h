#pragma once

#include <cstddef>

#include "core/rdma/bench/verbs_port.h"

namespace aictl::rdma::bench {

/// Memory that the device may read and write, in pages of the kind that was chosen with the port.
class RegisteredMemory {
 public:
  /// `access` is what the other side may do (IBV_ACCESS_…). Throws a Failure that says how much may be locked
  /// where it is too much, and how many huge pages are needed where too few are free.
  RegisteredMemory(VerbsPort& port, std::size_t bytes, int access);
  ~RegisteredMemory();
  RegisteredMemory(const RegisteredMemory&) = delete;
  RegisteredMemory& operator=(const RegisteredMemory&) = delete;

  std::byte* at(std::size_t offset) const { return begin_ + offset; }
  std::uint32_t localKey() const { return region_->lkey; }
  std::uint32_t remoteKey() const { return region_->rkey; }

 private:
  VerbsPort& port_;
  std::size_t bytes_ = 0;
  std::byte* begin_ = nullptr;
  ibv_mr* region_ = nullptr;
};

}  // namespace aictl::rdma::bench
