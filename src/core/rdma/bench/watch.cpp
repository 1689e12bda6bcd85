#include "core/rdma/bench/watch.h"

#include <fmt/format.h>

namespace aictl::rdma::bench {

void Watch::check(std::uint64_t waitingSince) const {
  if (stop_) throw Failure(ExitCode::interrupted, Finding{.rule = "bench", .message = "interrupted"});
  if (peer_.isCut())
    throw Failure(ExitCode::noAnswer,
                  Finding{.rule = "bench", .message = "the other side went away in the middle of a test"});
  if (now() - waitingSince < silence_) return;
  throw Failure(
      ExitCode::noAnswer,
      Finding{.rule = "bench",
              .message = fmt::format("nothing has come from the other side for {} s in the middle of a test",
                                     static_cast<double>(silence_) / 1e9),
              .remedy = "look for a firewall, lost packets, or a port that went down"});
}

}  // namespace aictl::rdma::bench
