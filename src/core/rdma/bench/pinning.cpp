#include "core/rdma/bench/pinning.h"

#include <sched.h>

#include <algorithm>
#include <charconv>
#include <string_view>

namespace aictl::rdma::bench {
namespace {

/// `0-3` or `8`; none where it is no such text.
std::optional<std::pair<int, int>> rangeOf(std::string_view text) {
  std::pair<int, int> range{0, 0};
  const char* end = text.data() + text.size();
  auto read = std::from_chars(text.data(), end, range.first);
  if (read.ec != std::errc{}) return std::nullopt;
  range.second = range.first;
  if (read.ptr != end && *read.ptr == '-') read = std::from_chars(read.ptr + 1, end, range.second);
  return read.ec == std::errc{} && read.ptr == end ? std::optional(range) : std::nullopt;
}

}  // namespace

std::vector<int> allowedCores() {
  cpu_set_t set;
  CPU_ZERO(&set);
  std::vector<int> cores;
  if (::sched_getaffinity(0, sizeof set, &set) != 0) return cores;
  for (int core = 0; core < CPU_SETSIZE; ++core) {
    if (CPU_ISSET(core, &set)) cores.push_back(core);
  }
  return cores;
}

std::vector<int> among(const std::vector<int>& cores, const std::string& list) {
  std::vector<int> result;
  std::string_view left = list;
  while (!left.empty()) {
    const auto comma = left.find(',');
    if (const auto range = rangeOf(left.substr(0, comma))) {
      std::ranges::copy_if(cores, std::back_inserter(result),
                           [&](int core) { return core >= range->first && core <= range->second; });
    }
    left.remove_prefix(comma == std::string_view::npos ? left.size() : comma + 1);
  }
  return result;
}

bool pinThread(int core) {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (core < 0 || core >= CPU_SETSIZE) return false;
  CPU_SET(core, &set);
  return ::sched_setaffinity(0, sizeof set, &set) == 0;
}

}  // namespace aictl::rdma::bench
