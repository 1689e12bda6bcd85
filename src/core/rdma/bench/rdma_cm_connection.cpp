#include "core/rdma/bench/rdma_cm_connection.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <ifaddrs.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "core/rdma/gid.h"

namespace aictl::rdma::bench {
namespace {

[[noreturn]] void refuse(std::string message, std::string remedy = {}) {
  throw Failure(ExitCode::noAnswer,
                Finding{.rule = "rdma-cm", .message = std::move(message), .remedy = std::move(remedy)});
}

const RdmaCm& opened() {
  const auto cm = openRdmaCm();
  if (!cm) throw cm.failure();
  return **cm;
}

/// An address of IPv4 or IPv6 with a port, as the kernel takes it.
sockaddr_storage socketAddress(const std::string& address, std::uint16_t port) {
  sockaddr_storage storage{};
  auto& version4 = reinterpret_cast<sockaddr_in&>(storage);
  auto& version6 = reinterpret_cast<sockaddr_in6&>(storage);
  if (::inet_pton(AF_INET, address.c_str(), &version4.sin_addr) == 1) {
    version4.sin_family = AF_INET;
    version4.sin_port = htons(port);
  } else if (::inet_pton(AF_INET6, address.c_str(), &version6.sin6_addr) == 1) {
    version6.sin6_family = AF_INET6;
    version6.sin6_port = htons(port);
  } else {
    refuse(fmt::format("'{}' is no IP address to connect to", address));
  }
  return storage;
}

/// The first IPv4 address of a network interface; "" where it has none.
std::string interfaceAddress(const std::string& interface) {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return {};
  std::string found;
  for (const ifaddrs* one = list; one != nullptr && found.empty(); one = one->ifa_next) {
    if (one->ifa_addr == nullptr || one->ifa_addr->sa_family != AF_INET || interface != one->ifa_name)
      continue;
    std::array<char, INET_ADDRSTRLEN> text{};
    const auto& address = reinterpret_cast<const sockaddr_in&>(*one->ifa_addr);
    found = ::inet_ntop(AF_INET, &address.sin_addr, text.data(), text.size());
  }
  ::freeifaddrs(list);
  return found;
}

/// Of a RoCE port what its GID stands for, of InfiniBand and iWARP the address of its interface.
std::string addressOf(const ChosenPort& chosen) {
  const auto gid = std::ranges::find(chosen.port.gids, chosen.gidIndex, &Gid::index);
  if (chosen.port.isEthernet() && gid != chosen.port.gids.end() && !isLinkLocal(gid->address)) {
    std::string address = shortAddress(gid->address);
    in6_addr any{};
    if (::inet_pton(AF_INET, address.c_str(), &any) == 1 || ::inet_pton(AF_INET6, address.c_str(), &any) == 1)
      return address;
  }
  std::string address = interfaceAddress(chosen.port.netdev);
  if (address.empty())
    refuse(fmt::format("{} port {} has no IP address, by which rdma_cm connects", chosen.device.name,
                       chosen.port.number),
           "give its network interface an address (ip address add …), or measure without --rdma-cm");
  return address;
}

void require(int result, const char* what) {
  if (result != 0) throw verbsFailure(what, errno);
}

/// What came instead of the event that was waited for.
Failure unwanted(const RdmaCm& cm, const rdma_cm_event& event) {
  Finding finding{.rule = "rdma-cm"};
  switch (event.event) {
    case RDMA_CM_EVENT_ADDR_ERROR:
    case RDMA_CM_EVENT_ROUTE_ERROR:
      finding.message =
          fmt::format("rdma_cm finds no way to the other side: {}", std::strerror(-event.status));
      finding.remedy =
          "the device's network interface has to be up and in this network namespace, with a route to the "
          "other side's address";
      break;
    case RDMA_CM_EVENT_CONNECT_ERROR:
    case RDMA_CM_EVENT_UNREACHABLE:
    case RDMA_CM_EVENT_REJECTED:
      finding.message = fmt::format("rdma_cm cannot connect to the other side ({}, {})",
                                    cm.event_str(event.event), event.status);
      finding.remedy = "its packets may not arrive: look for a firewall (UDP 4791) and at the MTU on the way";
      break;
    default:
      finding.message = fmt::format("rdma_cm says {} in the middle of connecting", cm.event_str(event.event));
  }
  return {ExitCode::noAnswer, std::move(finding)};
}

rdma_conn_param parametersOf(const QueuePair& pair, const Value& other) {
  constexpr std::uint8_t tries = 7;  // of the receiver's pause: without end
  rdma_conn_param parameters{};
  parameters.responder_resources = pair.readsWith(other);
  parameters.initiator_depth = parameters.responder_resources;
  parameters.retry_count = tries;
  parameters.rnr_retry_count = tries;
  parameters.qp_num = pair.queue()->qp_num;
  return parameters;
}

}  // namespace

RdmaCmConnection::RdmaCmConnection(const VerbsPort& port, Calling calling, std::uint8_t trafficClass,
                                   const Watch& watch)
    : cm_(opened()),
      watch_(watch),
      address_(addressOf(port.chosen())),
      channel_(cm_.create_event_channel(), End{&cm_}),
      listener_(nullptr, End{&cm_}),
      connection_(nullptr, End{&cm_}) {
  if (!channel_) throw deviceFailure("rdma_cm", "rdma_cm cannot be opened", errno);
  ::fcntl(channel_->fd, F_SETFL, O_NONBLOCK);
  rdma_cm_id* id = nullptr;
  require(cm_.create_id(channel_.get(), &id, nullptr, RDMA_PS_TCP), "rdma_cm cannot be used");
  (calling == Calling::listens ? listener_ : connection_).reset(id);
  if (trafficClass != 0)
    require(cm_.set_option(id, RDMA_OPTION_ID, RDMA_OPTION_ID_TOS, &trafficClass, sizeof trafficClass),
            "rdma_cm does not take the traffic class");
  sockaddr_storage own = socketAddress(address_, 0);
  require(cm_.bind_addr(id, reinterpret_cast<sockaddr*>(&own)), "rdma_cm does not take the port's address");
  if (calling == Calling::listens) require(cm_.listen(id, 1), "rdma_cm cannot listen");
}

void RdmaCmConnection::describe(Value& description) const {
  if (!listener_) return;
  description.set("cmAddress", Value(address_));
  description.set("cmPort", Value(ntohs(cm_.get_src_port(listener_.get()))));
}

void RdmaCmConnection::connect(QueuePair& pair, const Value& other) {
  if (listener_) {
    answer(pair, other);
  } else {
    call(pair, other);
  }
}

void RdmaCmConnection::call(QueuePair& pair, const Value& other) {
  constexpr int patience = 5'000;  // milliseconds, of each step
  rdma_cm_id* const id = connection_.get();
  sockaddr_storage there = socketAddress(std::string(findString(other, {"cmAddress"})),
                                         static_cast<std::uint16_t>(numberIn(other, "cmPort", UINT16_MAX)));
  require(cm_.resolve_addr(id, nullptr, reinterpret_cast<sockaddr*>(&there), patience),
          "rdma_cm cannot look for the other side's address");
  await(RDMA_CM_EVENT_ADDR_RESOLVED);
  require(cm_.resolve_route(id, patience), "rdma_cm cannot look for a way to the other side");
  await(RDMA_CM_EVENT_ROUTE_RESOLVED);
  rdma_conn_param parameters = parametersOf(pair, other);
  require(cm_.connect(id, &parameters), "rdma_cm cannot call the other side");
  await(RDMA_CM_EVENT_CONNECT_RESPONSE);
  raise(pair, other);
  require(cm_.establish(id), "rdma_cm cannot end the connecting");
}

void RdmaCmConnection::answer(QueuePair& pair, const Value& other) {
  connection_.reset(await(RDMA_CM_EVENT_CONNECT_REQUEST)->id);
  raise(pair, other);
  rdma_conn_param parameters = parametersOf(pair, other);
  require(cm_.accept(connection_.get(), &parameters), "rdma_cm cannot take the connection");
  await(RDMA_CM_EVENT_ESTABLISHED);
}

void RdmaCmConnection::raise(QueuePair& pair, const Value& other) {
  pair.connectAs(other, [&](ibv_qp_attr& attributes) {
    int mask = 0;
    require(cm_.init_qp_attr(connection_.get(), &attributes, &mask), "rdma_cm does not say how to connect");
    return mask;
  });
}

RdmaCmConnection::Owned<rdma_cm_event> RdmaCmConnection::next() {
  constexpr int interval = 100;  // milliseconds
  const std::uint64_t since = now();
  rdma_cm_event* event = nullptr;
  while (cm_.get_cm_event(channel_.get(), &event) != 0) {
    if (errno != EAGAIN && errno != EINTR) throw verbsFailure("events of rdma_cm cannot be read", errno);
    watch_.check(since);
    pollfd wait{.fd = channel_->fd, .events = POLLIN, .revents = 0};
    ::poll(&wait, 1, interval);
  }
  return {event, End{&cm_}};
}

RdmaCmConnection::Owned<rdma_cm_event> RdmaCmConnection::await(rdma_cm_event_type wanted) {
  auto event = next();
  if (event->event != wanted) throw unwanted(cm_, *event);
  return event;
}

}  // namespace aictl::rdma::bench
