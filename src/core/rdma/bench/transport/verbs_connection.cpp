#include "core/rdma/bench/transport/verbs_connection.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace aictl::rdma::bench {
namespace {

constexpr std::uint64_t receiveBit = std::uint64_t{1} << 63U;  // of a work request's number
constexpr std::size_t datagramHead = 40;                       // room for the GRH, InfiniBand 1.4, 11.4.1.2
constexpr std::size_t slotAlignment = 64;

std::size_t roundedUp(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }

/// Completions that went wrong, in words: verbs say `transport retry counter exceeded`.
std::string remedyFor(ibv_wc_status status) {
  switch (status) {
    case IBV_WC_RETRY_EXC_ERR:
      return "its packets do not arrive: look for a firewall (UDP 4791), a wrong GID, an MTU too large on "
             "the way, or "
             "a port that went down";
    case IBV_WC_RNR_RETRY_EXC_ERR:
      return "the other side takes no messages: it may have ended";
    case IBV_WC_WR_FLUSH_ERR:
      return "the connection was broken by an error before";
    default:
      return {};
  }
}

/// Whole lists, so that none is begun whose end would wait for room that only its completion makes.
std::uint64_t moderationOf(const VerbsPlan& plan) {
  constexpr std::size_t part = 4;  // of what may be under way
  return std::max<std::size_t>(1, plan.queuePair.sends / plan.postList / part) * plan.postList;
}

}  // namespace

VerbsConnection::VerbsConnection(VerbsPort& port, const VerbsPlan& plan, const Watch& watch)
    : port_(port),
      plan_(plan),
      watch_(watch),
      head_(plan.queuePair.type == IBV_QPT_UD ? datagramHead : 0),
      stride_(roundedUp(head_ + plan.bytes, slotAlignment)),
      incomingOffset_(plan.outgoing * stride_),
      memory_(port, (plan.outgoing + plan.incoming) * stride_, plan.queuePair.access),
      pair_(port, plan.queuePair),
      moderation_(moderationOf(plan)),
      list_(plan.postList) {
  if (plan_.byRdmaCm) rdmaCm_.emplace(port, *plan_.byRdmaCm, plan_.queuePair.trafficClass, watch);
  if (plan_.marking == Marking::beside) {
    besides_.resize(plan_.incoming + 1);
    incomingMarks_ = besides_.data();
    outgoingMarks_ = &besides_.back();
  } else {
    outgoingMarks_ = outgoing(0) + plan_.bytes - 1;
    incomingMarks_ = incoming(0) + plan_.bytes - 1;
  }
  outgoingMarkStride_ = besides_.empty() ? stride_ : 0;
  incomingMarkStride_ = besides_.empty() ? stride_ : 1;
  toMarkAlone_ = besides_.empty() ? plan_.bytes - 1 : 0;
  std::vector<std::byte> pattern(plan_.bytes);
  fillPattern(pattern);
  for (std::size_t slot = 0; slot < plan_.outgoing; ++slot) memory_.memory().write(slot * stride_, pattern);
  for (std::size_t slot = 0; plan_.receivesMessages && slot < plan_.incoming; ++slot) postReceive(slot);
}

VerbsConnection::~VerbsConnection() = default;

std::vector<std::byte> VerbsConnection::received(std::size_t slot) const {
  std::vector<std::byte> bytes(plan_.bytes);
  memory_.memory().read(static_cast<std::size_t>(incoming(slot) - memory_.at(0)), bytes);
  return bytes;
}

bool VerbsConnection::isIntact(std::size_t slot) const { return hasPattern(received(slot)); }

Value VerbsConnection::description() const {
  Value value = pair_.description();
  if (rdmaCm_) rdmaCm_->describe(value);
  value.set("key", Value(memory_.remoteKey()));
  value.set("incoming", Value(reinterpret_cast<std::uintptr_t>(incoming(0))));
  value.set("outgoing", Value(reinterpret_cast<std::uintptr_t>(outgoing(0))));
  return value;
}

void VerbsConnection::connect(const Value& other) {
  remoteIncoming_ = numberIn(other, "incoming", INT64_MAX);
  remoteOutgoing_ = numberIn(other, "outgoing", INT64_MAX);
  remoteKey_ = static_cast<std::uint32_t>(numberIn(other, "key", UINT32_MAX));
  if (rdmaCm_) {
    rdmaCm_->connect(pair_, other);
  } else {
    pair_.connect(other);
  }
  if (plan_.queuePair.waiting == Waiting::events) sleepWatch_.emplace(watch_, pair_);
}

void VerbsConnection::prepare(ibv_wr_opcode kind) {
  const bool isAtomic = kind == IBV_WR_ATOMIC_FETCH_AND_ADD || kind == IBV_WR_ATOMIC_CMP_AND_SWP;
  const bool isTaken = isAtomic || kind == IBV_WR_RDMA_READ;
  flags_ = !isTaken && pair_.isInline() ? unsigned{IBV_SEND_INLINE} : 0U;
  for (std::size_t i = 0; i < list_.size(); ++i) {
    Listed& one = list_[i];
    one.piece = {.addr = reinterpret_cast<std::uintptr_t>(isTaken ? incoming(0) : outgoing(0)),
                 .length = static_cast<std::uint32_t>(plan_.bytes),
                 .lkey = memory_.localKey()};
    one.request.next = i + 1 < list_.size() ? &list_[i + 1].request : nullptr;
    one.request.sg_list = &one.piece;
    one.request.num_sge = 1;
    one.request.opcode = kind == IBV_WR_SEND && !besides_.empty() ? IBV_WR_SEND_WITH_IMM : kind;
    if (isAtomic) {
      one.request.wr.atomic.remote_addr = remoteIncoming_;
      one.request.wr.atomic.rkey = remoteKey_;
    } else if (plan_.queuePair.type == IBV_QPT_UD) {
      one.request.wr.ud = {
          .ah = pair_.address(), .remote_qpn = pair_.remoteNumber(), .remote_qkey = datagramKey};
    } else {
      one.request.wr.rdma.remote_addr = kind == IBV_WR_RDMA_READ ? remoteOutgoing_ : remoteIncoming_;
      one.request.wr.rdma.rkey = remoteKey_;
    }
  }
}

void VerbsConnection::post(bool isLast) {
  ++underWay_;
  ++unsignalled_;
  const bool isSignalled = isLast || unsignalled_ >= moderation_;
  ibv_send_wr& request = next().request;
  request.wr_id = unsignalled_;
  // Both sides are woken by the same messages: the receiver has room for more than are sent between two.
  request.send_flags = flags_ | (isSignalled ? unsigned{IBV_SEND_SIGNALED | IBV_SEND_SOLICITED} : 0U);
  if (isSignalled) unsignalled_ = 0;
  if (++listed_ == list_.size() || isLast) submit(request);
}

void VerbsConnection::submit(ibv_send_wr& last) {
  ibv_send_wr* const behind = std::exchange(last.next, nullptr);
  listed_ = 0;
  ibv_send_wr* bad = nullptr;
  if (const int error = ::ibv_post_send(pair_.queue(), &list_.front().request, &bad); error != 0)
    throw verbsFailure("a message cannot be sent", error);
  last.next = behind;
}

void VerbsConnection::postReceive(std::size_t slot) {
  ibv_sge piece{.addr = reinterpret_cast<std::uintptr_t>(incoming(slot) - head_),
                .length = static_cast<std::uint32_t>(head_ + plan_.bytes),
                .lkey = memory_.localKey()};
  ibv_recv_wr request{};
  request.wr_id = receiveBit;
  request.sg_list = &piece;
  request.num_sge = 1;
  ibv_recv_wr* bad = nullptr;
  if (const int error = ::ibv_post_recv(pair_.queue(), &request, &bad); error != 0)
    throw verbsFailure("a place for a message cannot be given to the device", error);
}

void VerbsConnection::reap() {
  std::array<ibv_wc, 16> done;  // not made zero: each look would pay for it
  const int count = ::ibv_poll_cq(pair_.completions(), static_cast<int>(done.size()), done.data());
  if (count < 0) throw verbsFailure("the completion queue cannot be read", errno);
  for (int i = 0; i < count; ++i) {
    const ibv_wc& one = done.at(static_cast<std::size_t>(i));
    if (one.status != IBV_WC_SUCCESS) fail(one.status);
    if (one.wr_id == receiveBit) {
      ++arrived_;
      if (!besides_.empty()) keepMark(one);
    } else {
      underWay_ -= one.wr_id;
    }
  }
}

/// Messages come into their slots one after the other.
void VerbsConnection::keepMark(const ibv_wc& arrived) {
  besides_[nextBeside_] = static_cast<std::byte>(::ntohl(arrived.imm_data));
  nextBeside_ = nextBeside_ + 1 == plan_.incoming ? 0 : nextBeside_ + 1;
}

void VerbsConnection::fail(ibv_wc_status status) {
  if (sleepWatch_) sleepWatch_->rethrow();
  watch_.check(now());  // a peer that is gone is the better reason
  throw Failure(ExitCode::noAnswer,
                Finding{.rule = "rdma",
                        .message = fmt::format("a message failed: {}", port_.verbs().wc_status_str(status)),
                        .remedy = remedyFor(status)});
}

void VerbsConnection::sleep(int solicitedOnly) {
  pair_.arm(solicitedOnly);
  // What was done before that makes no event.
  const std::uint64_t arrived = arrived_;
  const std::uint64_t underWay = underWay_;
  reap();
  if (arrived != arrived_ || underWay != underWay_) return;
  sleepWatch_->change();
  pair_.sleep();
  sleepWatch_->change();
}

}  // namespace aictl::rdma::bench
