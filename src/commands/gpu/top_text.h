#pragma once

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "commands/terminal.h"
#include "core/gpu/device.h"

namespace aictl::commands {

/// `▁▂▃▄▅▆▇█`: a bar for each of the last `width` values between 0 and 100, a space for one that is not
/// known.
std::string sparkline(const std::deque<gpu::Measure>& values, std::size_t width);

/// The table of `gpu top`, with what was before.
class TopTable {
 public:
  /// Takes a sample.
  void add(const std::vector<gpu::Device>& devices);

  /// The last sample in a table for so many columns: those of less importance are left out where there is no
  /// room, and the lines of the past take what is left.
  std::string text(std::size_t columns) const;

 private:
  std::vector<gpu::Device> devices_;
  std::map<std::string, std::deque<gpu::Measure>> busy_;  ///< by the device's name
};

}  // namespace aictl::commands
