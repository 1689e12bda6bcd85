#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/node/kernel_log.h"

namespace aictl::gpu {

/// What an error of NVIDIA's driver asks for.
enum class XidAction {
  none,         ///< the driver did what was needed
  application,  ///< the program that met it has to be started again, and may have caused it
  watch,        ///< nothing now; it may come before something worse
  inspect,      ///< cables, power, switches or software want a look
  reset,        ///< the GPU has to be reset
  restart       ///< the machine has to be restarted
};

struct XidMeaning {
  std::string_view words;
  XidAction action = XidAction::watch;
};

/// By NVIDIA's catalogue; a number that is not in it is to be watched.
XidMeaning xidMeaning(int number);

/// What to do, in words.
std::string_view remedy(XidAction action);

/// An error that the driver wrote to the kernel's log.
struct Xid {
  int number = 0;
  std::string pciAddress;  ///< without the function: `0000:1a:00`
  std::string text;        ///< the line, from where it speaks of the error on
  std::int64_t microseconds = 0;
};

/// The lines of the log that have `begin`, then `0000:1a:00): 79`: the address and the number.
std::vector<Xid> driverErrorsIn(const std::vector<node::KernelMessage>& log, std::string_view begin);

/// `NVRM: Xid (PCI:0000:1a:00): 79, pid=1234, GPU has fallen off the bus.` of the log.
std::vector<Xid> xidsIn(const std::vector<node::KernelMessage>& log);

}  // namespace aictl::gpu
