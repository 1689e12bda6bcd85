#pragma once

#include <rdma/rdma_cma.h>

#include "core/base/result.h"

namespace aictl::rdma::bench {

/// The functions of librdmacm that are used, found in the library when they are first needed.
struct RdmaCm {
  // NOLINTBEGIN(bugprone-macro-parentheses)
#define AICTL_RDMA_CM_FUNCTIONS(use)                                                                 \
  use(create_event_channel) use(destroy_event_channel) use(create_id) use(destroy_id) use(bind_addr) \
      use(listen) use(get_src_port) use(resolve_addr) use(resolve_route) use(connect) use(accept)    \
          use(establish) use(disconnect) use(init_qp_attr) use(set_option) use(get_cm_event)         \
              use(ack_cm_event) use(event_str)
#define AICTL_RDMA_CM_MEMBER(function) decltype(&::rdma_##function) function = nullptr;
  AICTL_RDMA_CM_FUNCTIONS(AICTL_RDMA_CM_MEMBER)
#undef AICTL_RDMA_CM_MEMBER
  // NOLINTEND(bugprone-macro-parentheses)
};

/// Opens librdmacm once; ExitCode::notHere with what to install where it is not here.
Result<const RdmaCm*> openRdmaCm();

}  // namespace aictl::rdma::bench
