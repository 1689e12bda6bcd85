#pragma once

#include <vector>

#include "core/rdma/bench/configuration.h"

namespace aictl::rdma::bench {

/// What a person asks for; what is left empty is chosen.
struct Wish {
  std::vector<Transport> transports;  ///< empty: rc, tcp and shm as far as both sides have them
  std::vector<Operation> operations;  ///< empty: write where there is one; with events send; of a
                                      ///< latency in the memory of a GPU write-imm
  std::vector<Measure> measures;      ///< empty: latency and bandwidth
  std::vector<std::uint64_t> sizes;   ///< empty: 8 B for latency and atomics, 64 KiB for bandwidth
  Direction direction = Direction::oneWay;
  Configuration settings;  ///< all but the tests
};

/// What both sides have.
struct Common {
  std::vector<Transport> transports;
  Marking marking = Marking::inMessage;  ///< beside, where one of them has messages in the memory of a GPU
};

/// Sizes of a sweep: 2 B, 4 B … 8 MiB.
std::vector<std::uint64_t> sweep();

/// The tests of a wish, with what both sides have. A note says where no RDMA device is
/// measured, or what a transport does not have; a transport that was asked for and is not on both sides, or
/// has nothing of what was asked for, is a Failure.
Result<Configuration> planFor(const Wish& wish, const Common& common, Findings& notes);

}  // namespace aictl::rdma::bench
