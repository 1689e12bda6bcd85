#include "core/gpu/bench/kinds.h"

namespace aictl::gpu::bench {
namespace {

constexpr auto table = std::to_array<Kind>({
    {"host-to-device", Unit::bytesPerSecond, "copies from page-locked memory of the host", hostToDevice},
    {"device-to-host", Unit::bytesPerSecond, "copies to page-locked memory of the host", deviceToHost},
    {"both-ways", Unit::bytesPerSecond, "both at once, the bytes of both", bothWays},
    {"memory-read", Unit::bytesPerSecond, "a kernel that reads the device's memory", memoryRead},
    {"memory-write", Unit::bytesPerSecond, "a kernel that writes the device's memory", memoryWrite},
    {"memory-copy", Unit::bytesPerSecond, "copies within the device's memory, bytes read and bytes written",
     memoryCopy},
    {"launch", Unit::nanoseconds, "an empty kernel among many", launch},
    {"launch-and-wait", Unit::nanoseconds, "an empty kernel until the host sees its end", launchAndWait},
    {"fp32", Unit::operationsPerSecond, "a matrix multiplication without tensor cores", multiplyFp32},
    {"tf32", Unit::operationsPerSecond, "one on tensor cores", multiplyTf32},
    {"bf16", Unit::operationsPerSecond, "one on tensor cores", multiplyBf16},
    {"fp8", Unit::operationsPerSecond, "one on tensor cores (e4m3)", multiplyFp8},
});

}  // namespace

std::span<const Kind> kinds() { return table; }

}  // namespace aictl::gpu::bench
