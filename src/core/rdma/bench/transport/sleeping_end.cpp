#include "core/rdma/bench/transport/sleeping_end.h"

#include "core/rdma/bench/transport/verbs_end_of.h"

namespace aictl::rdma::bench {

std::unique_ptr<PathEnd> makeSleepingEnd(const Test& test, std::unique_ptr<VerbsConnection> connection) {
  return endOf<Sleeping>(test, std::move(connection));
}

}  // namespace aictl::rdma::bench
