#include "core/gpu/bench/kernels.h"
#include "core/gpu/bench/kinds.h"

namespace aictl::gpu::bench {

void launch(Bench& bench, Measurement& into) {
  const Kernel kernel(bench.gpu, emptyKernel(), "nothing");
  timeOnDevice(bench, into, [&] { kernel.launch({}); });
}

void launchAndWait(Bench& bench, Measurement& into) {
  const Kernel kernel(bench.gpu, emptyKernel(), "nothing");
  timeOnHost(bench, into, [&] {
    kernel.launch({});
    bench.gpu.wait();
  });
}

}  // namespace aictl::gpu::bench
