// A stand-in for the CUDA driver: functions of the names and arguments of the CUDA Driver API reference, for
// the devices that the NVML stand-in has, in the other order. Memory is memory of the process, kernels are
// compiled and run by the interpreter in ptx.h, and time passes as an H100 would take it: each stream has its
// own clock. A dma-buf of it is a file that no kernel takes for one. AICTL_STANDIN_OLD has what drivers of
// 2019 had.

#include <signal.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "ptx.h"
#include "settings.h"

using standin::number;
using standin::setting;
namespace ptx = standin::ptx;

namespace {

constexpr int invalidValue = 1, outOfMemory = 2, invalidContext = 201, noBinary = 209, invalidPtx = 218,
              unsupportedPtx = 222, illegalAddress = 700;

struct Stream {
  int device;
  double now = 0;  // microseconds of the device's clock
};
struct Event {
  double at = 0;
};
struct Context {
  int device;
};
struct Module {
  ptx::Module compiled;
};

thread_local Context* current = nullptr;
std::mutex allocating;
int lost = 0;  // what a device that is lost answers to all
std::map<unsigned long long, std::size_t> allocations;

/// What is said to happen when the function is called: the code to give back. `after=N` lets it be called so
/// many times before.
int fault(const char* function) {
  if (lost != 0) return lost;
  const int device = current == nullptr ? -1 : current->device;
  if (setting("at", device, "") != function) return 0;
  static int calls = 0;
  if (calls++ < number("after", device, 0)) return 0;
  const std::string what = setting("fault", device, "");
  if (what == "hang") standin::hang();
  if (what == "crash") ::raise(SIGABRT);
  const int code = what.empty() ? 0 : std::stoi(what);
  if (code >= illegalAddress && code < 800) lost = code;  // such an error ends the context
  return code;
}

bool isMemory(std::uint64_t address, std::size_t bytes) {
  auto after = allocations.upper_bound(address);
  if (after == allocations.begin()) return false;
  --after;
  return address + bytes <= after->first + after->second;
}

/// The device of the MIG instance that alone is shown to the process, by its UUID as the NVML stand-in has
/// it.
std::optional<int> deviceOfInstance() {
  const char* visible = std::getenv("CUDA_VISIBLE_DEVICES");
  const std::string uuid = visible == nullptr ? "" : visible;
  if (!uuid.starts_with("MIG-")) return std::nullopt;
  return std::stoi(uuid.substr(uuid.size() - 2));
}

/// Time of so many bytes, for the part of the machine that the setting names.
void pass(Stream* stream, const char* what, std::size_t bytes, double bytesPerMicrosecond) {
  const double share = deviceOfInstance() ? 1.0 / 8 : 1;
  stream->now += static_cast<double>(bytes) /
                 (number(what, stream->device, 1000) / 1000.0 * bytesPerMicrosecond * share);
}

int move(const char* way, void* to, const void* from, std::size_t bytes) {
  if (const int code = fault("copy")) return code;
  std::memcpy(to, from, bytes);
  if (setting("corrupt", current->device, "") == way) static_cast<unsigned char*>(to)[bytes / 2] ^= 1U;
  return 0;
}

void* pointer(unsigned long long address) { return reinterpret_cast<void*>(address); }

}  // namespace

extern "C" {

int cuInit(unsigned) {
  if (number("prints", -1, 1) != 0) {
    std::puts("a library that prints to standard output");
    std::fflush(stdout);
  }
  return fault("init");
}
#if !defined(AICTL_STANDIN_OLD)
int cuGetErrorString(int code, const char** text) {
  static const std::map<int, const char*> words{
      {invalidValue, "invalid argument"},
      {outOfMemory, "out of memory"},
      {100, "no CUDA-capable device is detected"},
      {noBinary, "no kernel image is available for execution on the device"},
      {214, "uncorrectable ECC error encountered"},
      {invalidPtx, "a PTX JIT compilation failed"},
      {unsupportedPtx, "the provided PTX was compiled with an unsupported toolchain."},
      {illegalAddress, "an illegal memory access was encountered"},
      {719, "unspecified launch failure"},
      {802, "system not yet initialized"}};
  const auto found = words.find(code);
  *text = found == words.end() ? nullptr : found->second;
  return found == words.end() ? invalidValue : 0;
}
int cuDeviceCanAccessPeer(int* can, int, int) {
  *can = static_cast<int>(number("peer", -1, 1));
  return 0;
}
int cuCtxEnablePeerAccess(Context*, unsigned) { return 0; }
int cuMemGetHandleForAddressRange(void* handle, unsigned long long address, std::size_t bytes, int type,
                                  unsigned long long flags) {
  constexpr std::size_t page = 4096;
  if (type != 1 || flags != 0 || address % page != 0 || bytes % page != 0) return invalidValue;
  *static_cast<int*>(handle) = ::memfd_create("dma-buf", MFD_CLOEXEC);
  return fault("handle");
}
int cuMemcpyPeerAsync(unsigned long long to, Context*, unsigned long long from, Context*, std::size_t bytes,
                      Stream* stream) {
  pass(stream, "nvlink", bytes, number("peer", -1, 1) != 0 ? 390e3 : 18e3);
  return move("peer", pointer(to), pointer(from), bytes);
}
#endif
int cuDeviceGetCount(int* count) {
  *count = deviceOfInstance() ? 1 : static_cast<int>(number("cuda_devices", -1, number("devices", -1, 2)));
  return 0;
}
int cuDeviceGet(int* device, int ordinal) {
  *device = deviceOfInstance().value_or(static_cast<int>(number("devices", -1, 2)) - 1 - ordinal);
  return 0;
}
int cuDeviceGetPCIBusId(char* text, int length, int device) {
  std::snprintf(text, static_cast<std::size_t>(length), "0000:%02X:00.0", 0x1a + device);
  return 0;
}
int cuDeviceGetName(char* text, int length, int device) {
  std::snprintf(text, static_cast<std::size_t>(length), "%s",
                setting("name", device, "NVIDIA H100 80GB HBM3").c_str());
  return 0;
}
int cuDeviceGetAttribute(int* value, int attribute, int device) {
  if (attribute == 124) {
    *value = static_cast<int>(number("dmabuf", device, 0));
    return 0;
  }
  const auto capability = static_cast<int>(number("capability", device, 90));
  *value = attribute == 75 ? capability / 10 : attribute == 76 ? capability % 10 : 4;
  return attribute == 16 || attribute == 75 || attribute == 76 ? 0 : invalidValue;
}
int cuDevicePrimaryCtxRetain(Context** context, int device) {
  static std::map<int, Context> primary;
  const std::lock_guard lock(allocating);
  *context = &primary.try_emplace(device, Context{device}).first->second;
  return 0;
}
int cuDevicePrimaryCtxRelease_v2(int) { return lost; }
int cuCtxSetCurrent(Context* context) {
  current = context;
  return fault("context");
}
int cuMemAlloc_v2(unsigned long long* address, std::size_t bytes) {
  if (const int code = fault("allocate")) return code;
  if (current == nullptr) return invalidContext;
  const std::lock_guard lock(allocating);
  std::size_t taken = bytes;
  for (const auto& [at, size] : allocations) taken += size;
  if (static_cast<long long>(taken) > number("memory", current->device, 256LL << 20U)) return outOfMemory;
  void* memory = std::aligned_alloc(256, (bytes + 255) / 256 * 256);
  *address = reinterpret_cast<unsigned long long>(memory);
  allocations[*address] = bytes;
  return 0;
}
int cuMemFree_v2(unsigned long long address) {
  const std::lock_guard lock(allocating);
  allocations.erase(address);
  std::free(pointer(address));
  return lost;
}
int cuMemAllocHost_v2(void** address, std::size_t bytes) {
  *address = std::aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  return 0;
}
int cuMemFreeHost(void* address) {
  std::free(address);
  return lost;
}
int cuMemcpyHtoDAsync_v2(unsigned long long to, const void* from, std::size_t bytes, Stream* stream) {
  pass(stream, "pcie", bytes, 55e3);
  return move("to-device", pointer(to), from, bytes);
}
int cuMemcpyDtoHAsync_v2(void* to, unsigned long long from, std::size_t bytes, Stream* stream) {
  pass(stream, "pcie", bytes, 54e3);
  return move("to-host", to, pointer(from), bytes);
}
int cuMemcpyDtoDAsync_v2(unsigned long long to, unsigned long long from, std::size_t bytes, Stream* stream) {
  pass(stream, "hbm", bytes, 1.4e6);
  return move("on-device", pointer(to), pointer(from), bytes);
}
int cuMemsetD32Async(unsigned long long address, unsigned word, std::size_t count, Stream*) {
  for (std::size_t i = 0; i < count; ++i) static_cast<unsigned*>(pointer(address))[i] = word;
  return fault("fill");
}
int cuStreamCreate(Stream** stream, unsigned) {
  *stream = new Stream{current->device};
  return 0;
}
int cuStreamDestroy_v2(Stream* stream) {
  delete stream;
  return lost;
}
int cuStreamSynchronize(Stream*) { return fault("wait"); }
int cuStreamWaitEvent(Stream* stream, Event* event, unsigned) {
  stream->now = std::max(stream->now, event->at);
  return 0;
}
int cuEventCreate(Event** event, unsigned) {
  *event = new Event;
  return 0;
}
int cuEventRecord(Event* event, Stream* stream) {
  event->at = stream->now;
  return fault("record");
}
int cuEventElapsedTime(float* milliseconds, Event* begin, Event* end) {
  *milliseconds = number("clock", -1, 1) == 0 ? 0 : static_cast<float>((end->at - begin->at) / 1000);
  return 0;
}
int cuModuleLoadDataEx(Module** module, const void* image, unsigned count, int* options, void** values) {
  if (const int code = fault("compile")) return code;
  auto made = std::make_unique<Module>();
  const auto tell = [&](const std::string& words) {
    for (unsigned i = 0; i < count; ++i) {
      if (options[i] == 5)
        std::snprintf(static_cast<char*>(values[i]), reinterpret_cast<std::size_t>(values[i + 1]), "%s",
                      words.c_str());
    }
  };
  try {
    made->compiled = ptx::compile(static_cast<const char*>(image));
  } catch (const std::exception& error) {
    tell(std::string("ptxas fatal: ") + error.what());
    return invalidPtx;
  }
  if (made->compiled.version > static_cast<double>(number("ptx", -1, 84)) / 10) {
    tell("ptxas fatal: Unsupported .version");
    return unsupportedPtx;
  }
  if (made->compiled.target > number("capability", current->device, 90)) return noBinary;
  *module = made.release();
  return 0;
}
int cuModuleGetFunction(const ptx::Entry** function, Module* module, const char* name) {
  const auto found = module->compiled.entries.find(name);
  if (found == module->compiled.entries.end()) return 500;
  *function = &found->second;
  return 0;
}
int cuLaunchKernel(const ptx::Entry* function, unsigned columns, unsigned rows, unsigned, unsigned threads,
                   unsigned, unsigned, unsigned, Stream* stream, void** parameters, void**) {
  if (const int code = fault("launch")) return code;
  try {
    const ptx::Work work = ptx::run(*function, {columns, rows, threads}, parameters, isMemory);
    pass(stream, "hbm", static_cast<std::size_t>(work.globalBytes), 2.8e6);
    stream->now += 2.5 + work.operations / 4e8;
    if (number("miscompute", stream->device, 0) != 0 && work.written != nullptr) ++*work.written;
  } catch (const ptx::Error& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return lost = illegalAddress;
  }
  return 0;
}

}  // extern "C"
