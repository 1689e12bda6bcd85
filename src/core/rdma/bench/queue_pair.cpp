#include "core/rdma/bench/queue_pair.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>

#include "core/rdma/bench/token.h"
#include "core/rdma/gid.h"

namespace aictl::rdma::bench {
namespace {

constexpr std::uint8_t hopLimit = 64;
constexpr std::uint32_t packetNumbers = 0xffffff;
constexpr std::uint8_t receiverPause = 12;  // 0.64 ms, InfiniBand 1.4, table 45

[[noreturn]] void refuse(std::string message, std::string remedy = {}) {
  throw Failure(ExitCode::noAnswer,
                Finding{.rule = "rdma", .message = std::move(message), .remedy = std::move(remedy)});
}

std::string hexadecimal(const ibv_gid& gid) {
  std::string text;
  for (std::size_t i = 0; i < sizeof gid.raw; i += 2)
    text += fmt::format("{}{:02x}{:02x}", i == 0 ? "" : ":", gid.raw[i], gid.raw[i + 1]);
  return text;
}

ibv_gid gidIn(const Value& other) {
  const auto bytes = gidBytes(std::string(findString(other, {"gid"})));
  if (!bytes) refuse("the other side does not say its GID");
  ibv_gid gid{};
  std::ranges::copy(*bytes, std::begin(gid.raw));
  return gid;
}

}  // namespace

std::uint64_t numberIn(const Value& other, const char* key, std::uint64_t most) {
  const Value* number = other.find(key);
  if (number == nullptr || !number->isInteger() || number->integer() < 0 ||
      static_cast<std::uint64_t>(number->integer()) > most)
    refuse(fmt::format("the other side does not say its {}", key));
  return static_cast<std::uint64_t>(number->integer());
}

QueuePair::QueuePair(VerbsPort& port, const QueuePairPlan& plan)
    : port_(port),
      plan_(plan),
      firstPacket_(static_cast<std::uint32_t>(std::hash<std::string>{}(randomWord())) & packetNumbers) {
  try {
    create();
    ibv_qp_attr attributes{};
    attributes.qp_state = IBV_QPS_INIT;
    attributes.port_num = port_.number();
    attributes.qp_access_flags = static_cast<unsigned>(plan_.access);
    attributes.qkey = datagramKey;
    const int own = plan_.type == IBV_QPT_UD ? IBV_QP_QKEY : IBV_QP_ACCESS_FLAGS;
    modify(attributes, IBV_QP_STATE | IBV_QP_PKEY_INDEX | IBV_QP_PORT | own, "made ready");
  } catch (const Failure&) {
    destroy();
    throw;
  }
}

QueuePair::~QueuePair() { destroy(); }

void QueuePair::destroy() {
  const Verbs& verbs = port_.verbs();
  if (queue_ != nullptr) verbs.destroy_qp(queue_);
  if (eventsTaken_ > 0) verbs.ack_cq_events(completions_, eventsTaken_);
  if (completions_ != nullptr) verbs.destroy_cq(completions_);
  if (events_ != nullptr) verbs.destroy_comp_channel(events_);
  if (address_ != nullptr) verbs.destroy_ah(address_);
}

void QueuePair::create() {
  const std::size_t most = static_cast<std::size_t>(std::max(0, port_.limits().max_qp_wr));
  const std::size_t wanted = std::max(plan_.sends, plan_.receives);
  if (wanted > most)
    refuse(fmt::format("the device has room for {} messages under way, not for {}", most, wanted),
           "take a smaller --depth");
  const Verbs& verbs = port_.verbs();
  if (plan_.waiting == Waiting::events) {
    events_ = verbs.create_comp_channel(port_.context());
    if (events_ == nullptr) throw verbsFailure("a channel for events cannot be made", errno);
  }
  completions_ =
      verbs.create_cq(port_.context(), static_cast<int>(plan_.sends + plan_.receives), nullptr, events_, 0);
  if (completions_ == nullptr) throw verbsFailure("a completion queue cannot be made", errno);
  // What a device takes inline it says only by refusing: the message whole, else nothing.
  for (const std::uint32_t bytes : {plan_.inlineBytes, std::uint32_t{0}}) {
    ibv_qp_init_attr attributes{};
    attributes.send_cq = completions_;
    attributes.recv_cq = completions_;
    attributes.qp_type = plan_.type;
    attributes.cap = {.max_send_wr = static_cast<std::uint32_t>(plan_.sends),
                      .max_recv_wr = static_cast<std::uint32_t>(plan_.receives),
                      .max_send_sge = 1,
                      .max_recv_sge = 1,
                      .max_inline_data = bytes};
    queue_ = verbs.create_qp(port_.domain(), &attributes);
    isInline_ = bytes > 0;
    if (queue_ != nullptr) return;
  }
  throw verbsFailure("a queue pair cannot be made", errno);
}

void QueuePair::modify(ibv_qp_attr& attributes, int mask, const char* what) {
  const int error = port_.verbs().modify_qp(queue_, &attributes, mask);
  if (error != 0)
    throw verbsFailure(fmt::format("the queue pair cannot be {}", what), error < 0 ? errno : error);
}

int QueuePair::readsAtOnce() const {
  return std::min(port_.limits().max_qp_rd_atom, port_.limits().max_qp_init_rd_atom);
}

Value QueuePair::description() const {
  return Value::map({{"queuePair", Value(queue_->qp_num)},
                     {"firstPacket", Value(firstPacket_)},
                     {"lid", Value(port_.attributes().lid)},
                     {"gid", Value(hexadecimal(port_.gid()))},
                     {"mtu", Value(static_cast<int>(port_.attributes().active_mtu))},
                     {"reads", Value(readsAtOnce())}});
}

ibv_ah_attr QueuePair::addressOf(const Value& other) const {
  ibv_ah_attr address{};
  address.port_num = port_.number();
  address.sl = plan_.serviceLevel;
  address.dlid = static_cast<std::uint16_t>(numberIn(other, "lid", UINT16_MAX));
  // Within a subnet of InfiniBand packets need no global route header, but it has the traffic class.
  const bool isLocal = !port_.chosen().port.isEthernet() && address.dlid != 0;
  if (isLocal && plan_.trafficClass == 0) return address;
  const ibv_gid gid = gidIn(other);
  const std::string mine = shortAddress(hexadecimal(port_.gid()));
  const std::string theirs = shortAddress(hexadecimal(gid));
  if ((mine.find(':') == std::string::npos) != (theirs.find(':') == std::string::npos)) {
    refuse(fmt::format("this side's GID is {} and the other's {}: one is of IPv4, and one of IPv6", mine,
                       theirs),
           "choose with --gid-index; 'aictl rdma list -o wide' shows them");
  }
  address.is_global = 1;
  address.grh.dgid = gid;
  address.grh.sgid_index = static_cast<std::uint8_t>(port_.chosen().gidIndex);
  address.grh.hop_limit = hopLimit;
  address.grh.traffic_class = plan_.trafficClass;
  return address;
}

void QueuePair::connectTo(const Value& other) {
  const bool isReliable = plan_.type == IBV_QPT_RC;
  ibv_qp_attr attributes{};
  attributes.qp_state = IBV_QPS_RTR;
  const auto theirs = static_cast<ibv_mtu>(numberIn(other, "mtu", IBV_MTU_4096));
  attributes.path_mtu = std::clamp(theirs, IBV_MTU_256, port_.attributes().active_mtu);
  attributes.dest_qp_num = remoteNumber_;
  attributes.rq_psn = static_cast<std::uint32_t>(numberIn(other, "firstPacket", packetNumbers));
  attributes.max_dest_rd_atomic = readsWith(other);
  attributes.max_rd_atomic = attributes.max_dest_rd_atomic;
  attributes.min_rnr_timer = receiverPause;
  attributes.ah_attr = addressOf(other);
  modify(attributes,
         IBV_QP_STATE | IBV_QP_AV | IBV_QP_PATH_MTU | IBV_QP_DEST_QPN | IBV_QP_RQ_PSN |
             (isReliable ? IBV_QP_MAX_DEST_RD_ATOMIC | IBV_QP_MIN_RNR_TIMER : 0),
         "connected to the other side");
  attributes.qp_state = IBV_QPS_RTS;
  attributes.sq_psn = firstPacket_;
  constexpr std::uint8_t acknowledgeTime = 14;  // 4.096 µs × 2^14, InfiniBand 1.4, 11.2.5.2
  constexpr std::uint8_t tries = 7;             // of the receiver's pause: without end
  attributes.timeout = acknowledgeTime;
  attributes.retry_cnt = tries;
  attributes.rnr_retry = tries;
  modify(
      attributes,
      IBV_QP_STATE | IBV_QP_SQ_PSN |
          (isReliable ? IBV_QP_TIMEOUT | IBV_QP_RETRY_CNT | IBV_QP_RNR_RETRY | IBV_QP_MAX_QP_RD_ATOMIC : 0),
      "made ready to send");
}

std::uint8_t QueuePair::readsWith(const Value& other) const {
  constexpr std::uint64_t most = 16;
  return static_cast<std::uint8_t>(
      std::min({numberIn(other, "reads", INT32_MAX), static_cast<std::uint64_t>(readsAtOnce()), most}));
}

void QueuePair::connectAs(const Value& other, const std::function<int(ibv_qp_attr&)>& complete) {
  for (const auto& [state, what] : {std::pair(IBV_QPS_RTR, "connected to the other side"),
                                    std::pair(IBV_QPS_RTS, "made ready to send")}) {
    ibv_qp_attr attributes{};
    attributes.qp_state = state;
    const int mask = complete(attributes);
    attributes.max_dest_rd_atomic = readsWith(other);
    attributes.max_rd_atomic = attributes.max_dest_rd_atomic;
    attributes.min_rnr_timer = receiverPause;
    modify(attributes, mask, what);
  }
}

void QueuePair::connectDatagrams(const Value& other) {
  ibv_qp_attr attributes{};
  attributes.qp_state = IBV_QPS_RTR;
  modify(attributes, IBV_QP_STATE, "made ready to receive");
  attributes.qp_state = IBV_QPS_RTS;
  attributes.sq_psn = firstPacket_;
  modify(attributes, IBV_QP_STATE | IBV_QP_SQ_PSN, "made ready to send");
  ibv_ah_attr address = addressOf(other);
  address_ = port_.verbs().create_ah(port_.domain(), &address);
  if (address_ == nullptr) throw verbsFailure("the other side's address cannot be used", errno);
}

void QueuePair::connect(const Value& other) {
  remoteNumber_ = static_cast<std::uint32_t>(numberIn(other, "queuePair", packetNumbers));
  if (plan_.type == IBV_QPT_UD) return connectDatagrams(other);
  connectTo(other);
}

void QueuePair::breakUp() {
  ibv_qp_attr attributes{};
  attributes.qp_state = IBV_QPS_ERR;
  port_.verbs().modify_qp(queue_, &attributes, IBV_QP_STATE);
}

void QueuePair::arm(int solicitedOnly) {
  if (const int error = ::ibv_req_notify_cq(completions_, solicitedOnly); error != 0)
    throw verbsFailure("an event cannot be asked for", error);
}

void QueuePair::sleep() {
  ibv_cq* of = nullptr;
  void* context = nullptr;
  if (port_.verbs().get_cq_event(events_, &of, &context) == 0) {
    ++eventsTaken_;  // acknowledged together at the end: each would take a lock
  } else if (errno != EINTR) {
    throw verbsFailure("events of the device cannot be read", errno);
  }
}

}  // namespace aictl::rdma::bench
