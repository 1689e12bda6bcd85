#include "core/rdma/gid.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>

namespace aictl::rdma {
namespace {

std::optional<in6_addr> parsed(std::string_view gid) {
  in6_addr address{};
  if (::inet_pton(AF_INET6, std::string(gid).c_str(), &address) != 1) return std::nullopt;
  return address;
}

bool isMapped(const std::string& gid) {
  const auto address = parsed(gid);
  return address && IN6_IS_ADDR_V4MAPPED(&*address) != 0;
}

/// How well an entry serves; larger is better.
int rank(const Gid& gid, const std::string& address) {
  constexpr int version2 = 8;
  constexpr int asked = 4;
  constexpr int mapped = 2;
  constexpr int global = 1;
  int rank = gid.type == "RoCE v2" ? version2 : 0;
  if (!address.empty() && shortAddress(gid.address) == address) rank += asked;
  if (isMapped(gid.address)) rank += mapped;
  if (!isLinkLocal(gid.address)) rank += global;
  return rank;
}

}  // namespace

bool isZero(std::string_view gid) { return gid.find_first_not_of("0:") == std::string_view::npos; }

std::optional<std::array<std::uint8_t, 16>> gidBytes(const std::string& gid) {
  const auto address = parsed(gid);
  if (!address) return std::nullopt;
  std::array<std::uint8_t, 16> bytes{};
  std::ranges::copy(address->s6_addr, bytes.begin());
  return bytes;
}

bool isLinkLocal(std::string_view gid) {
  const auto address = parsed(gid);
  return address && IN6_IS_ADDR_LINKLOCAL(&*address) != 0;
}

std::string shortAddress(const std::string& gid) {
  const auto address = parsed(gid);
  if (!address) return gid;
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (isMapped(gid)) {
    ::inet_ntop(AF_INET, &address->s6_addr[12], text.data(), text.size());
  } else {
    ::inet_ntop(AF_INET6, &*address, text.data(), text.size());
  }
  return text.data();
}

const Gid* chooseGid(const Port& port, const std::string& address) {
  if (port.gids.empty()) return nullptr;
  if (!port.isEthernet()) return &port.gids.front();
  const Gid* best = &port.gids.front();
  for (const Gid& gid : port.gids) {
    if (rank(gid, address) > rank(*best, address)) best = &gid;
  }
  return best;
}

}  // namespace aictl::rdma
