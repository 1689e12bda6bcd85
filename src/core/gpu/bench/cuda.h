#pragma once

#include <cstddef>
#include <string>

#include "core/gpu/library.h"

/// The part of the CUDA driver API that is used, declared from its public documentation (CUDA Driver API
/// reference, version 12; docs.nvidia.com/cuda/cuda-driver-api). cuda.h renames functions to their newest
/// forms by macros; here they are asked for by the names that are exported.
namespace aictl::gpu::cuda {

struct ContextHandle;   ///< CUctx_st
struct StreamHandle;    ///< CUstream_st
struct EventHandle;     ///< CUevent_st
struct ModuleHandle;    ///< CUmod_st
struct FunctionHandle;  ///< CUfunc_st
using Device = int;
using Context = ContextHandle*;
using Stream = StreamHandle*;
using Event = EventHandle*;
using Module = ModuleHandle*;
using Function = FunctionHandle*;
using Address = unsigned long long;  ///< CUdeviceptr

enum Code : int {  ///< CUresult, as far as the code asks for one
  success = 0,
  stubLibrary = 34,
  noDevice = 100,
  peerAccessAlreadyEnabled = 704,
  systemNotReady = 802,
  driverMismatch = 803
};

enum Attribute : int {  ///< CUdevice_attribute
  multiprocessors = 16,
  capabilityMajor = 75,
  capabilityMinor = 76,
  dmaBufSupported = 124
};

enum JitOption : int {  ///< CUjit_option
  errorLogBuffer = 5,
  errorLogBufferBytes = 6
};

constexpr int dmaBufDescriptor = 1;  ///< CU_MEM_RANGE_HANDLE_TYPE_DMA_BUF_FD

constexpr unsigned nonBlockingStream = 1;  ///< CU_STREAM_NON_BLOCKING

inline constexpr std::string_view libraries[] = {"libcuda.so.1", "libcuda.so"};

/// The functions. Names are those that the library exports, the newest first.
struct Api {
  explicit Api(const Library& from);

  using Copy = Symbol<int(Address, Address, std::size_t, Stream)>;

  const Library& library;  // the first member: the others look into it
  Symbol<int(unsigned)> init{library, {"cuInit"}};
  Symbol<int(int, const char**)> errorString{library, {"cuGetErrorString"}};
  Symbol<int(int*)> count{library, {"cuDeviceGetCount"}};
  Symbol<int(Device*, int)> device{library, {"cuDeviceGet"}};
  Symbol<int(char*, int, Device)> pciBusId{library, {"cuDeviceGetPCIBusId"}};
  Symbol<int(char*, int, Device)> name{library, {"cuDeviceGetName"}};
  Symbol<int(int*, int, Device)> attribute{library, {"cuDeviceGetAttribute"}};
  Symbol<int(Context*, Device)> retainContext{library, {"cuDevicePrimaryCtxRetain"}};
  Symbol<int(Device)> releaseContext{library, {"cuDevicePrimaryCtxRelease_v2", "cuDevicePrimaryCtxRelease"}};
  Symbol<int(Context)> setContext{library, {"cuCtxSetCurrent"}};
  Symbol<int(Address*, std::size_t)> allocate{library, {"cuMemAlloc_v2"}};
  Symbol<int(Address)> free{library, {"cuMemFree_v2"}};
  Symbol<int(void*, Address, std::size_t, int, unsigned long long)> handleOfRange{
      library, {"cuMemGetHandleForAddressRange"}};
  Symbol<int(void**, std::size_t)> allocateHost{library, {"cuMemAllocHost_v2", "cuMemAllocHost"}};
  Symbol<int(void*)> freeHost{library, {"cuMemFreeHost"}};
  Symbol<int(Address, const void*, std::size_t, Stream)> copyToDevice{library, {"cuMemcpyHtoDAsync_v2"}};
  Symbol<int(void*, Address, std::size_t, Stream)> copyToHost{library, {"cuMemcpyDtoHAsync_v2"}};
  Copy copyOnDevice{library, {"cuMemcpyDtoDAsync_v2"}};
  Symbol<int(Address, Context, Address, Context, std::size_t, Stream)> copyToPeer{library,
                                                                                  {"cuMemcpyPeerAsync"}};
  Symbol<int(Address, unsigned, std::size_t, Stream)> fill{library, {"cuMemsetD32Async"}};
  Symbol<int(Stream*, unsigned)> createStream{library, {"cuStreamCreate"}};
  Symbol<int(Stream)> destroyStream{library, {"cuStreamDestroy_v2", "cuStreamDestroy"}};
  Symbol<int(Stream)> wait{library, {"cuStreamSynchronize"}};
  Symbol<int(Stream, Event, unsigned)> waitFor{library, {"cuStreamWaitEvent"}};
  Symbol<int(Event*, unsigned)> createEvent{library, {"cuEventCreate"}};
  Symbol<int(Event, Stream)> record{library, {"cuEventRecord"}};
  Symbol<int(float*, Event, Event)> elapsed{library, {"cuEventElapsedTime_v2", "cuEventElapsedTime"}};
  Symbol<int(Module*, const void*, unsigned, int*, void**)> load{library, {"cuModuleLoadDataEx"}};
  Symbol<int(Function*, Module, const char*)> function{library, {"cuModuleGetFunction"}};
  Symbol<int(Function, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, unsigned, Stream, void**,
             void**)>
      launch{library, {"cuLaunchKernel"}};
  Symbol<int(int*, Device, Device)> canAccessPeer{library, {"cuDeviceCanAccessPeer"}};
  Symbol<int(Context, unsigned)> enablePeerAccess{library, {"cuCtxEnablePeerAccess"}};

  /// What a code means, in the library's own words; `error 1234` where it has none.
  std::string words(int code) const;
};

}  // namespace aictl::gpu::cuda
