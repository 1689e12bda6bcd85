#include "core/rdma/port_counters.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/node/attribute.h"

namespace aictl::rdma {
namespace {

constexpr auto faults = std::to_array<std::string_view>({"VL15_dropped",
                                                         "completer_retry_err",
                                                         "excessive_buffer_overrun_errors",
                                                         "implied_nak_seq_err",
                                                         "link_downed",
                                                         "link_error_recovery",
                                                         "local_ack_timeout_err",
                                                         "local_link_integrity_errors",
                                                         "out_of_buffer",
                                                         "out_of_sequence",
                                                         "packet_seq_err",
                                                         "port_rcv_constraint_errors",
                                                         "port_rcv_errors",
                                                         "port_rcv_remote_physical_errors",
                                                         "port_xmit_constraint_errors",
                                                         "port_xmit_discards",
                                                         "rcvd_seq_err",
                                                         "req_cqe_error",
                                                         "req_transport_retries_exceeded",
                                                         "resp_cqe_error",
                                                         "retry_exceeded_err",
                                                         "rnr_nak_retry_err",
                                                         "rx_icrc_encapsulated",
                                                         "symbol_error"});

// Those of rxe count a sequence error twice: as received, and as a retry.
constexpr auto retransmissions =
    std::to_array<std::string_view>({"completer_retry_err", "implied_nak_seq_err", "local_ack_timeout_err",
                                     "packet_seq_err", "rnr_nak_retry_err"});

}  // namespace

Counters portCounters(const std::string& folder) {
  Counters counters;
  for (const char* kind : {"counters", "hw_counters"}) {
    const std::string files = fmt::format("{}/{}/", folder, kind);
    for (const std::string& name : node::namesIn(files)) {
      // How often the kernel asks the hardware for the others.
      if (name == "lifespan") continue;
      if (const auto value = node::integerAttribute(files + name)) counters.emplace_back(name, *value);
    }
  }
  std::ranges::sort(counters);
  return counters;
}

bool countsFaults(std::string_view name) { return std::ranges::binary_search(faults, name); }

bool countsRetransmissions(std::string_view name) {
  return std::ranges::binary_search(retransmissions, name);
}

Counters grownFaults(const Counters& before, const Counters& now) {
  Counters grown;
  for (const auto& [name, count] : now) {
    const auto earlier = std::ranges::find(before, name, &Counters::value_type::first);
    if (earlier == before.end() || count <= earlier->second || !countsFaults(name)) continue;
    grown.emplace_back(name, count - earlier->second);
  }
  return grown;
}

}  // namespace aictl::rdma
