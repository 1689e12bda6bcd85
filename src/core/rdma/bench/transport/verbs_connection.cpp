#include "core/rdma/bench/transport/verbs_connection.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/rdma/bench/token.h"
#include "core/rdma/gid.h"

namespace aictl::rdma::bench {
namespace {

constexpr std::uint64_t receiveBit = std::uint64_t{1} << 63U;  // of a work request's number
constexpr std::uint32_t queueKey = 0x11111111;                 // of datagrams: any, the same on both sides
constexpr std::size_t datagramHead = 40;                       // room for the GRH, InfiniBand 1.4, 11.4.1.2
constexpr std::size_t slotAlignment = 64;
constexpr std::uint8_t hopLimit = 64;
constexpr std::uint32_t packetNumbers = 0xffffff;

std::size_t roundedUp(std::size_t bytes, std::size_t unit) { return (bytes + unit - 1) / unit * unit; }

[[noreturn]] void refuse(std::string message, std::string remedy = {}) {
  throw Failure(ExitCode::noAnswer,
                Finding{.rule = "rdma", .message = std::move(message), .remedy = std::move(remedy)});
}

/// A whole number of the other side's description.
std::uint64_t numberIn(const Value& other, const char* key, std::uint64_t most) {
  const Value* number = other.find(key);
  if (number == nullptr || !number->isInteger() || number->integer() < 0 ||
      static_cast<std::uint64_t>(number->integer()) > most)
    refuse(fmt::format("the other side does not say its {}", key));
  return static_cast<std::uint64_t>(number->integer());
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

}  // namespace

RegisteredMemory::RegisteredMemory(VerbsPort& port, std::size_t bytes) : port_(port), bytes_(bytes) {
  void* memory =
      ::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE, -1, 0);
  if (memory == MAP_FAILED) throw verbsFailure(fmt::format("{} bytes for messages", bytes_), errno);
  begin_ = static_cast<std::byte*>(memory);
  constexpr int access = IBV_ACCESS_LOCAL_WRITE | IBV_ACCESS_REMOTE_WRITE | IBV_ACCESS_REMOTE_READ;
  region_ = port_.verbs().reg_mr(port_.domain(), begin_, bytes_, access);
  if (region_ != nullptr) return;
  const int error = errno;
  ::munmap(begin_, bytes_);
  throw verbsFailure(fmt::format("{} KiB of memory cannot be registered with the device", bytes_ >> 10U),
                     error);
}

RegisteredMemory::~RegisteredMemory() {
  port_.verbs().dereg_mr(region_);
  ::munmap(begin_, bytes_);
}

VerbsConnection::VerbsConnection(VerbsPort& port, const VerbsPlan& plan, const Watch& watch)
    : port_(port),
      plan_(plan),
      watch_(watch),
      head_(plan.type == IBV_QPT_UD ? datagramHead : 0),
      stride_(roundedUp(head_ + plan.bytes, slotAlignment)),
      incomingOffset_(plan.outgoing * stride_),
      memory_(port, (plan.outgoing + plan.incoming) * stride_),
      firstPacket_(static_cast<std::uint32_t>(std::hash<std::string>{}(randomWord())) & packetNumbers),
      moderation_(std::max<std::size_t>(1, plan.depth / 4)) {
  for (std::size_t slot = 0; slot < plan_.outgoing; ++slot) fillPattern({outgoing(slot), plan_.bytes});
  try {
    createQueues();
    ibv_qp_attr attributes{};
    attributes.qp_state = IBV_QPS_INIT;
    attributes.port_num = port_.number();
    attributes.qp_access_flags = IBV_ACCESS_REMOTE_WRITE | IBV_ACCESS_REMOTE_READ;
    attributes.qkey = queueKey;
    const int own = plan_.type == IBV_QPT_UD ? IBV_QP_QKEY : IBV_QP_ACCESS_FLAGS;
    modify(attributes, IBV_QP_STATE | IBV_QP_PKEY_INDEX | IBV_QP_PORT | own, "made ready");
    for (std::size_t slot = 0; plan_.receivesMessages && slot < plan_.incoming; ++slot) postReceive(slot);
  } catch (const Failure&) {
    if (queue_ != nullptr) port_.verbs().destroy_qp(queue_);
    if (completions_ != nullptr) port_.verbs().destroy_cq(completions_);
    throw;
  }
}

VerbsConnection::~VerbsConnection() {
  port_.verbs().destroy_qp(queue_);
  port_.verbs().destroy_cq(completions_);
  if (address_ != nullptr) port_.verbs().destroy_ah(address_);
}

void VerbsConnection::createQueues() {
  const auto receives = plan_.receivesMessages ? plan_.incoming : std::size_t{1};
  const std::size_t most = static_cast<std::size_t>(std::max(0, port_.limits().max_qp_wr));
  if (std::max(plan_.depth, receives) > most)
    refuse(fmt::format("the device has room for {} messages under way, not for {}", most,
                       std::max(plan_.depth, receives)),
           "take a smaller --depth");
  completions_ =
      port_.verbs().create_cq(port_.context(), static_cast<int>(plan_.depth + receives), nullptr, nullptr, 0);
  if (completions_ == nullptr) throw verbsFailure("a completion queue cannot be made", errno);
  // What a device takes inline it says only by refusing: the message whole, else nothing.
  constexpr std::size_t mostInline = 236;
  const auto whole = static_cast<std::uint32_t>(plan_.bytes <= mostInline ? plan_.bytes : 0);
  for (const std::uint32_t bytes : {whole, std::uint32_t{0}}) {
    ibv_qp_init_attr attributes{};
    attributes.send_cq = completions_;
    attributes.recv_cq = completions_;
    attributes.qp_type = plan_.type;
    attributes.cap = {.max_send_wr = static_cast<std::uint32_t>(plan_.depth),
                      .max_recv_wr = static_cast<std::uint32_t>(receives),
                      .max_send_sge = 1,
                      .max_recv_sge = 1,
                      .max_inline_data = bytes};
    queue_ = port_.verbs().create_qp(port_.domain(), &attributes);
    inlineBytes_ = bytes;
    if (queue_ != nullptr) return;
  }
  throw verbsFailure("a queue pair cannot be made", errno);
}

void VerbsConnection::modify(ibv_qp_attr& attributes, int mask, const char* what) {
  const int error = port_.verbs().modify_qp(queue_, &attributes, mask);
  if (error != 0)
    throw verbsFailure(fmt::format("the queue pair cannot be {}", what), error < 0 ? errno : error);
}

Value VerbsConnection::description() const {
  return Value::map(
      {{"queuePair", Value(queue_->qp_num)},
       {"firstPacket", Value(firstPacket_)},
       {"lid", Value(port_.attributes().lid)},
       {"gid", Value(hexadecimal(port_.gid()))},
       {"mtu", Value(static_cast<int>(port_.attributes().active_mtu))},
       {"reads", Value(std::min(port_.limits().max_qp_rd_atom, port_.limits().max_qp_init_rd_atom))},
       {"key", Value(memory_.remoteKey())},
       {"incoming", Value(reinterpret_cast<std::uintptr_t>(incoming(0)))},
       {"outgoing", Value(reinterpret_cast<std::uintptr_t>(outgoing(0)))}});
}

ibv_ah_attr VerbsConnection::addressOf(const Value& other) const {
  ibv_ah_attr address{};
  address.port_num = port_.number();
  address.dlid = static_cast<std::uint16_t>(numberIn(other, "lid", UINT16_MAX));
  if (!port_.chosen().port.isEthernet() && address.dlid != 0) return address;
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
  return address;
}

void VerbsConnection::connectReliably(const Value& other) {
  ibv_qp_attr attributes{};
  attributes.qp_state = IBV_QPS_RTR;
  const auto theirs = static_cast<ibv_mtu>(numberIn(other, "mtu", IBV_MTU_4096));
  attributes.path_mtu = std::clamp(theirs, IBV_MTU_256, port_.attributes().active_mtu);
  attributes.dest_qp_num = static_cast<std::uint32_t>(numberIn(other, "queuePair", packetNumbers));
  attributes.rq_psn = static_cast<std::uint32_t>(numberIn(other, "firstPacket", packetNumbers));
  const int mine = std::min(port_.limits().max_qp_rd_atom, port_.limits().max_qp_init_rd_atom);
  const auto reads =
      std::min<std::uint64_t>(numberIn(other, "reads", INT32_MAX), static_cast<std::uint64_t>(mine));
  constexpr std::uint64_t mostReads = 16;
  attributes.max_dest_rd_atomic = static_cast<std::uint8_t>(std::min(reads, mostReads));
  constexpr std::uint8_t receiverPause = 12;  // 0.64 ms, InfiniBand 1.4, table 45
  attributes.min_rnr_timer = receiverPause;
  attributes.ah_attr = addressOf(other);
  modify(attributes,
         IBV_QP_STATE | IBV_QP_AV | IBV_QP_PATH_MTU | IBV_QP_DEST_QPN | IBV_QP_RQ_PSN |
             IBV_QP_MAX_DEST_RD_ATOMIC | IBV_QP_MIN_RNR_TIMER,
         "connected to the other side");
  attributes.qp_state = IBV_QPS_RTS;
  attributes.sq_psn = firstPacket_;
  constexpr std::uint8_t acknowledgeTime = 14;  // 4.096 µs × 2^14, InfiniBand 1.4, 11.2.5.2
  constexpr std::uint8_t tries = 7;             // of the receiver's pause: without end
  attributes.timeout = acknowledgeTime;
  attributes.retry_cnt = tries;
  attributes.rnr_retry = tries;
  attributes.max_rd_atomic = attributes.max_dest_rd_atomic;
  modify(attributes,
         IBV_QP_STATE | IBV_QP_SQ_PSN | IBV_QP_TIMEOUT | IBV_QP_RETRY_CNT | IBV_QP_RNR_RETRY |
             IBV_QP_MAX_QP_RD_ATOMIC,
         "made ready to send");
}

void VerbsConnection::connectDatagrams(const Value& other) {
  ibv_qp_attr attributes{};
  attributes.qp_state = IBV_QPS_RTR;
  modify(attributes, IBV_QP_STATE, "made ready to receive");
  attributes.qp_state = IBV_QPS_RTS;
  attributes.sq_psn = firstPacket_;
  modify(attributes, IBV_QP_STATE | IBV_QP_SQ_PSN, "made ready to send");
  ibv_ah_attr address = addressOf(other);
  address_ = port_.verbs().create_ah(port_.domain(), &address);
  if (address_ == nullptr) throw verbsFailure("the other side's address cannot be used", errno);
  sendRequest_.wr.ud.ah = address_;
  sendRequest_.wr.ud.remote_qpn = static_cast<std::uint32_t>(numberIn(other, "queuePair", packetNumbers));
  sendRequest_.wr.ud.remote_qkey = queueKey;
}

void VerbsConnection::connect(const Value& other) {
  sendPiece_ = {.addr = 0, .length = static_cast<std::uint32_t>(plan_.bytes), .lkey = memory_.localKey()};
  sendRequest_.sg_list = &sendPiece_;
  sendRequest_.num_sge = 1;
  if (plan_.type == IBV_QPT_UD) return connectDatagrams(other);
  remoteIncoming_ = numberIn(other, "incoming", INT64_MAX);
  remoteOutgoing_ = numberIn(other, "outgoing", INT64_MAX);
  sendRequest_.wr.rdma.rkey = static_cast<std::uint32_t>(numberIn(other, "key", UINT32_MAX));
  connectReliably(other);
}

void VerbsConnection::waitForRoom() {
  poll(watch_, [&] {
    if (underWay_ < plan_.depth) return true;
    reap();
    return underWay_ < plan_.depth;
  });
}

void VerbsConnection::post(ibv_wr_opcode kind, std::size_t slot, bool isLast) {
  ++underWay_;
  ++unsignalled_;
  const bool isRead = kind == IBV_WR_RDMA_READ;
  const bool isSignalled = isLast || unsignalled_ >= moderation_;
  sendPiece_.addr = reinterpret_cast<std::uintptr_t>(isRead ? incoming(0) : outgoing(slot));
  sendRequest_.opcode = kind;
  sendRequest_.wr_id = unsignalled_;
  sendRequest_.send_flags = isSignalled ? IBV_SEND_SIGNALED : 0;
  if (!isRead && inlineBytes_ > 0) sendRequest_.send_flags |= IBV_SEND_INLINE;
  if (kind != IBV_WR_SEND) sendRequest_.wr.rdma.remote_addr = isRead ? remoteOutgoing_ : remoteIncoming_;
  if (isSignalled) unsignalled_ = 0;
  ibv_send_wr* bad = nullptr;
  if (const int error = ::ibv_post_send(queue_, &sendRequest_, &bad); error != 0)
    throw verbsFailure("a message cannot be sent", error);
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
  if (const int error = ::ibv_post_recv(queue_, &request, &bad); error != 0)
    throw verbsFailure("a place for a message cannot be given to the device", error);
}

void VerbsConnection::reap() {
  std::array<ibv_wc, 16> done;  // not made zero: each look would pay for it
  const int count = ::ibv_poll_cq(completions_, static_cast<int>(done.size()), done.data());
  if (count < 0) throw verbsFailure("the completion queue cannot be read", errno);
  for (int i = 0; i < count; ++i) {
    const ibv_wc& one = done.at(static_cast<std::size_t>(i));
    if (one.status != IBV_WC_SUCCESS) {
      refuse(fmt::format("a message failed: {}", port_.verbs().wc_status_str(one.status)),
             remedyFor(one.status));
    }
    if (one.wr_id == receiveBit) {
      ++arrived_;
    } else {
      underWay_ -= one.wr_id;
    }
  }
}

void VerbsConnection::waitForAll() {
  poll(watch_, [&] {
    if (underWay_ == 0) return true;
    reap();
    return underWay_ == 0;
  });
}

}  // namespace aictl::rdma::bench
