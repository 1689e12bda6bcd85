#include <fmt/format.h>

#include "core/gpu/nvml.h"

namespace aictl::gpu::nvml {
namespace {

struct Word {
  int code;
  std::string_view text;
};

constexpr auto table = std::to_array<Word>({
    {1, "NVML was not started"},
    {2, "an argument is not valid"},
    {3, "not supported by this device"},
    {4, "no permission"},
    {5, "NVML was started already"},
    {6, "not found"},
    {7, "the space given is too small"},
    {8, "external power cables are not attached"},
    {9, "the NVIDIA driver is not loaded"},
    {10, "the time that was given is over"},
    {11, "the kernel found a problem with the interrupts of a GPU"},
    {12, "a library that NVML needs was not found"},
    {13, "the driver does not have this function"},
    {14, "the infoROM is corrupted"},
    {15, "the GPU has fallen off the bus, or cannot be reached otherwise"},
    {16, "the GPU has to be reset before it can be used again"},
    {17, "the operating system blocks the GPU's control device"},
    {18, "the versions of driver and library do not agree"},
    {19, "the GPU is in use"},
    {20, "not enough memory"},
    {21, "there is no data"},
    {22, "ECC is not supported with vGPU"},
    {23, "a resource is used up"},
    {24, "the frequency is not supported"},
    {25, "the driver does not know this version of the question"},
    {26, "the function is not supported any more"},
    {27, "the system is not ready"},
    {28, "no GPU was found"},
    {29, "the state is not valid"},
    {30, "this kind of reset is not supported"},
    {999, "the driver gave an error without a cause"},
});

}  // namespace

std::string words(int code) {
  const auto found = std::ranges::find(table, code, &Word::code);
  return found == table.end() ? fmt::format("NVML error {}", code) : std::string(found->text);
}

}  // namespace aictl::gpu::nvml
