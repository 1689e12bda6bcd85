#pragma once

#include "core/rdma/bench/transport/path_end.h"
#include "core/rdma/bench/transport/path_over.h"
#include "core/rdma/bench/transport/verbs_endpoints.h"

namespace aictl::rdma::bench {

/// The endpoint is what the test is; all else is the same for all of them.
template <class Endpoint>
class VerbsEnd : public PathEnd {
 public:
  VerbsEnd(std::unique_ptr<VerbsConnection> connection, ibv_wr_opcode kind)
      : connection_(std::move(connection)), kind_(kind) {}

  Value description() const override { return connection_->description(); }
  std::unique_ptr<Path> connect(const Value& other) override {
    connection_->connect(other);
    return std::make_unique<PathOver<Endpoint>>(std::move(connection_), kind_);
  }

 private:
  std::unique_ptr<VerbsConnection> connection_;
  ibv_wr_opcode kind_;
};

/// What a test is over a connection, waiting in this way for its device.
template <class Wait>
std::unique_ptr<PathEnd> endOf(const Test& test, std::unique_ptr<VerbsConnection> connection) {
  using Send = MessageEndpoint<Wait, Place::receivers>;
  using WriteImmediate = MessageEndpoint<Wait, Place::senders>;
  if (test.measure == Measure::bandwidth && !holdsBack(test.transport)) {
    if (test.operation == Operation::send)
      return std::make_unique<VerbsEnd<CreditedEndpoint<Wait, Place::receivers>>>(std::move(connection),
                                                                                  IBV_WR_SEND);
    return std::make_unique<VerbsEnd<CreditedEndpoint<Wait, Place::senders>>>(std::move(connection),
                                                                              IBV_WR_RDMA_WRITE_WITH_IMM);
  }
  switch (test.operation) {
    case Operation::write:
      if (test.measure == Measure::latency)
        return std::make_unique<VerbsEnd<WriteExchangeEndpoint>>(std::move(connection), IBV_WR_RDMA_WRITE);
      return std::make_unique<VerbsEnd<OneSidedEndpoint<Wait>>>(std::move(connection), IBV_WR_RDMA_WRITE);
    case Operation::read:
      return std::make_unique<VerbsEnd<OneSidedEndpoint<Wait>>>(std::move(connection), IBV_WR_RDMA_READ);
    case Operation::fetchAdd:
      return std::make_unique<VerbsEnd<AtomicEndpoint<Wait>>>(std::move(connection),
                                                              IBV_WR_ATOMIC_FETCH_AND_ADD);
    case Operation::compareSwap:
      return std::make_unique<VerbsEnd<AtomicEndpoint<Wait>>>(std::move(connection),
                                                              IBV_WR_ATOMIC_CMP_AND_SWP);
    case Operation::writeImmediate:
      return std::make_unique<VerbsEnd<WriteImmediate>>(std::move(connection), IBV_WR_RDMA_WRITE_WITH_IMM);
    case Operation::send:
      break;
  }
  return std::make_unique<VerbsEnd<Send>>(std::move(connection), IBV_WR_SEND);
}

}  // namespace aictl::rdma::bench
