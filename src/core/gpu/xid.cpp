#include "core/gpu/driver_error.h"

namespace aictl::gpu {
namespace {

using enum ErrorAction;

/// Numbers, words and the immediate action of NVIDIA's Xid catalogue
/// (https://docs.nvidia.com/deploy/xid-errors/analyzing-xid-catalog.html, of October 2025). Its "ignore" is
/// none, or watch where it may come before another; its workflows are inspect, that of 48 reset.
constexpr auto table = std::to_array<ErrorRow>({
    {8, 8, {"the GPU stopped processing", application}},
    {11, 11, {"invalid push buffer stream", application}},
    {13, 13, {"graphics engine exception", application}},
    {25, 25, {"invalid push buffer stream", application}},
    {31, 31, {"page fault of GPU memory", application}},
    {32, 32, {"invalid push buffer stream", application}},
    {37, 38, {"driver firmware error", none}},
    {39, 41, {"copy engine exception", application}},
    {43, 43, {"the GPU stopped processing a program's work", application}},
    {44, 44, {"graphics engine fault during a context switch", none}},
    {45, 45, {"cleaned up after another error", application}},
    {46, 46, {"the GPU stopped processing", reset}},
    {48, 48, {"memory error that ECC could not correct", reset}},
    {54, 54, {"auxiliary power is not connected to the board", inspect}},
    {60, 60, {"video processor exception", application}},
    {62, 62, {"the internal microcontroller halted", reset}},
    {63, 63, {"a memory row was remapped", watch}},
    {64, 64, {"a memory row could not be remapped", reset}},
    {66, 67, {"illegal access by the driver", none}},
    {68, 68, {"video decoder exception", application}},
    {69, 69, {"graphics engine class error", application}},
    {70, 72, {"copy engine error", application}},
    {74, 74, {"NVLink error", inspect}},
    {75, 77, {"copy engine error", application}},
    {78, 78, {"a vGPU could not start", inspect}},
    {79, 79, {"the GPU has fallen off the bus", restart}},
    {80, 80, {"corrupted data was sent to the GPU", application}},
    {82, 84, {"video engine error", application}},
    {85, 85, {"copy engine error", application}},
    {86, 86, {"optical flow exception", application}},
    {88, 89, {"video engine error", application}},
    {92, 92, {"high rate of memory errors that ECC corrected", watch}},
    {93, 93, {"the wear limit of the infoROM was passed", watch}},
    {94, 94, {"contained memory error", application}},
    {95, 95, {"uncontained memory error", reset}},
    {96, 105, {"video engine error", application}},
    {106, 107, {"test message", none}},
    {109, 109, {"context switch timeout", reset}},
    {110, 110, {"security fault", reset}},
    {119, 119, {"the GPU's system processor did not answer", reset}},
    {120, 120, {"error of the GPU's system processor", reset}},
    {121, 121, {"error of the link between chips", watch}},
    {126, 135, {"copy engine error", application}},
    {136, 136, {"link training failed", reset}},
    {137, 137, {"NVLink privilege error", watch}},
    {139, 139, {"optical flow exception", application}},
    {140, 140, {"memory error that was not recovered", reset}},
    {141, 141, {"CUDA fast path error", none}},
    {142, 142, {"video encoder error", inspect}},
    {143, 143, {"the GPU could not be initialised", reset}},
    {144, 150, {"NVLink 5 error", inspect}},
    {151, 151, {"key rotation error", restart}},
    {152, 153, {"deep learning accelerator error", none}},
    {154, 154, {"the recovery action of the GPU changed", watch}},
    {155, 155, {"NVLink error that software defined", reset}},
    {156, 156, {"a resource was retired", reset}},
    {157, 157, {"a resource could not be retired", watch}},
    {158, 158, {"fatal timeout of the GPU", reset}},
    {159, 159, {"error of the coherent interface", watch}},
    {160, 160, {"a memory channel was retired", watch}},
    {161, 161, {"a memory channel could not be retired", watch}},
    {162, 165, {"power smoothing changed its state", watch}},
    {167, 167, {"fatal PCIe timeout", watch}},
    {168, 168, {"errors in write protected memory", watch}},
    {169, 169, {"the internal microcontroller halted", watch}},
    {171, 172, {"which memory Xid 48 was in", none}},
});

constexpr ErrorCatalogue catalogue{
    .kind = "Xid",
    .begin = "NVRM: Xid (PCI:",
    .rows = table,
    .remedies = {"", "start the program again; if it comes again there, look into the program",
                 "watch whether more follows",
                 "follow NVIDIA's workflow for it: cables, power, switches, versions",
                 "drain the node and reset the GPU (nvidia-smi --gpu-reset)",
                 "drain the node and restart it; replace the GPU if it comes again"},
    .isError = nullptr,
    .otherwise = [](const DriverError&) {
      return ErrorMeaning{"not in the catalogue", watch};
    }};

}  // namespace

const ErrorCatalogue& xids() { return catalogue; }

}  // namespace aictl::gpu
