#pragma once

#include <infiniband/verbs.h>

#include <cstddef>
#include <cstdint>

#include "core/base/result.h"

namespace aictl::rdma::bench {

/// The functions of libibverbs that are used, found in the library when they are first needed: the program is
/// to start where it is not installed. What verbs.h does inline (posting, polling) needs no library.
struct Verbs {
  // A name that is declared stands in no parentheses; verbs.h has macros of some names with arguments.
  // NOLINTBEGIN(bugprone-macro-parentheses)
#define AICTL_VERBS_FUNCTIONS(use)                                                                   \
  use(get_device_list) use(free_device_list) use(get_device_name) use(open_device) use(close_device) \
      use(query_device) use(query_port) use(query_gid) use(alloc_pd) use(dealloc_pd) use(reg_mr)     \
          use(dereg_mr) use(create_cq) use(destroy_cq) use(create_qp) use(modify_qp) use(destroy_qp) \
              use(create_ah) use(destroy_ah) use(wc_status_str) use(create_comp_channel)             \
                  use(destroy_comp_channel) use(get_cq_event) use(ack_cq_events)
#define AICTL_VERBS_MEMBER(function) decltype(&::ibv_##function) function = nullptr;
  AICTL_VERBS_FUNCTIONS(AICTL_VERBS_MEMBER)
#undef AICTL_VERBS_MEMBER
  // NOLINTEND(bugprone-macro-parentheses)

  /// ibv_reg_dmabuf_mr of rdma-core 34 and newer (libibverbs/man/ibv_reg_mr.3); nullptr where it is older.
  ibv_mr* (*reg_dmabuf_mr)(ibv_pd* domain, std::uint64_t offset, std::size_t length, std::uint64_t address,
                           int descriptor, int access) = nullptr;
};

/// Opens libibverbs once; ExitCode::notHere with what to install where it is not here.
Result<const Verbs*> openVerbs();

}  // namespace aictl::rdma::bench
