#pragma once

#include "core/gpu/bench/gpu.h"
#include "core/rdma/bench/message_gpu.h"

namespace aictl::rdma::bench {

/// So much memory of the GPU, all 0, that is registered in this way. Throws a Failure.
std::unique_ptr<MessageMemory> gpuMemory(const gpu::bench::Gpu& gpu, std::size_t bytes, GpuWay way);

/// Why no dma-buf of the GPU's memory is to be had, whatever the RDMA device takes; "" where one is.
std::string whyNoDmabuf(const gpu::bench::Gpu& gpu, const Verbs& verbs);

}  // namespace aictl::rdma::bench
