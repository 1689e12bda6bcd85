#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "core/rdma/device.h"

namespace aictl::rdma {

/// Whether all its digits are 0: an entry of the table that is not in use.
bool isZero(std::string_view gid);

/// The address as people write it: `192.0.2.1` where it stands for one of IPv4, else IPv6 in its short form
/// (RFC 5952). The text itself where it is no GID.
std::string shortAddress(const std::string& gid);

/// Its 16 bytes in the order of the network; none where the text is no GID.
std::optional<std::array<std::uint8_t, 16>> gidBytes(const std::string& gid);

/// Whether it holds only on one link (fe80::/10).
bool isLinkLocal(std::string_view gid);

/// The entry to use: on InfiniBand the first; on RoCE, of those of version 2 (which routers forward) that
/// of the address given, as `192.0.2.1` or `2001:db8::1`; without such a one the first of an IPv4 address,
/// then of a global one, then of any; only then version 1. nullptr where the table has none in use.
const Gid* chooseGid(const Port& port, const std::string& address = {});

}  // namespace aictl::rdma
