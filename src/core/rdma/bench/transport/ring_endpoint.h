#pragma once

#include <cstring>
#include <memory>
#include <vector>

#include "core/rdma/bench/transport/mark.h"
#include "core/rdma/bench/transport/ring.h"
#include "core/rdma/bench/watch.h"

namespace aictl::rdma::bench {

/// Messages through two rings, one each way. Both sides copy, as a program does that has its data elsewhere.
class RingEndpoint {
 public:
  RingEndpoint(std::shared_ptr<Ring> out, std::shared_ptr<Ring> in, const Watch& watch)
      : out_(std::move(out)),
        in_(std::move(in)),
        watch_(watch),
        outgoing_(out_->bytes()),
        incoming_(in_->bytes()) {
    fillPattern(outgoing_);
  }

  void send(Mark mark) {
    std::byte* slot = nullptr;
    poll(watch_, [&] { return (slot = out_->free()) != nullptr; });
    outgoing_.back() = static_cast<std::byte>(mark);
    std::memcpy(slot, outgoing_.data(), outgoing_.size());
    out_->publish();
  }

  Mark receive() {
    const std::byte* slot = nullptr;
    poll(watch_, [&] { return (slot = in_->next()) != nullptr; });
    std::memcpy(incoming_.data(), slot, incoming_.size());
    in_->release();
    return static_cast<Mark>(incoming_.back());
  }

  bool isIntact() const { return hasPattern(incoming_); }
  std::int64_t retransmissions() const { return -1; }

 private:
  std::shared_ptr<Ring> out_;
  std::shared_ptr<Ring> in_;
  const Watch& watch_;
  std::vector<std::byte> outgoing_;
  std::vector<std::byte> incoming_;
};

}  // namespace aictl::rdma::bench
