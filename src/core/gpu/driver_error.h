#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/node/kernel_log.h"

/// Errors that NVIDIA's drivers write to the kernel's log with a number, and what the numbers mean.
namespace aictl::gpu {

/// What an error asks for.
enum class ErrorAction : std::uint8_t {
  none,         ///< the driver did what was needed
  application,  ///< the program that met it has to be started again, and may have caused it
  watch,        ///< nothing now; it may come before something worse
  inspect,      ///< cables, power, switches or software want a look
  reset,        ///< the device has to be reset
  restart       ///< the machine has to be restarted
};
inline constexpr std::size_t errorActions = 6;

struct ErrorMeaning {
  std::string_view words;
  ErrorAction action = ErrorAction::watch;
};

/// An error of the log.
struct DriverError {
  int number = 0;
  std::string pciAddress;  ///< without the function: `0000:1a:00`
  std::string text;        ///< the line, from where it speaks of the error on
  std::int64_t microseconds = 0;
};

/// What the numbers from `first` to `last` mean.
struct ErrorRow {
  int first = 0;
  int last = 0;
  ErrorMeaning meaning;
};

/// A kind of such errors.
struct ErrorCatalogue {
  std::string_view kind;   ///< `Xid`
  std::string_view begin;  ///< of what the log has: `NVRM: Xid (PCI:`, then `0000:1a:00): 79, …`
  std::span<const ErrorRow> rows;
  std::array<std::string_view, errorActions> remedies;  ///< of each action
  bool (*isError)(std::string_view text);  ///< of such a line; nullptr where all of them are errors
  /// Of a number that has no row.
  ErrorMeaning (*otherwise)(const DriverError& error);
};

/// Errors of GPUs: `NVRM: Xid (PCI:0000:1a:00): 79, pid=1234, GPU has fallen off the bus.`
const ErrorCatalogue& xids();

/// Errors of NVSwitches: `nvidia-nvswitch3: SXid (PCI:0000:c1:00.0): 12020, Fatal, Link 46 egress sequence ID
/// error`. The lines of details that follow each (`Severity 5 Engine instance …`) are none.
const ErrorCatalogue& sxids();

/// Those of the log.
std::vector<DriverError> errorsIn(const std::vector<node::KernelMessage>& log,
                                  const ErrorCatalogue& catalogue);

ErrorMeaning meaningOf(const DriverError& error, const ErrorCatalogue& catalogue);

/// What to do, in words; "" for nothing.
std::string_view remedyOf(ErrorAction action, const ErrorCatalogue& catalogue);

}  // namespace aictl::gpu
