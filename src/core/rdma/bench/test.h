#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aictl::rdma::bench {

enum class Transport : std::uint8_t {
  tcp,           ///< a TCP connection, blocking calls, no delay
  sharedMemory,  ///< a ring in memory between two threads of one machine
  reliable,      ///< RDMA, reliable connection (RC)
  unreliable,    ///< RDMA, unreliable connection (UC)
  datagram       ///< RDMA, unreliable datagram (UD)
};

enum class Operation : std::uint8_t {
  send,
  write,
  writeImmediate,  ///< a write of which the other side is told
  read,
  fetchAdd,  ///< atomic, of 8 bytes in the other side's memory, as the next
  compareSwap
};

enum class Measure : std::uint8_t { latency, bandwidth };

enum class Direction : std::uint8_t { oneWay, bothWays };

/// One thing to measure. A bandwidth has the rate of messages with it.
struct Test {
  Measure measure = Measure::latency;
  Transport transport = Transport::tcp;
  Operation operation = Operation::send;
  Direction direction = Direction::oneWay;  ///< of bandwidth
  std::uint64_t bytes = 8;                  ///< of a message

  friend bool operator==(const Test&, const Test&) = default;
};

bool usesRdma(Transport transport);

/// Whether a transport has an operation (InfiniBand 1.4, 9.4; TCP and shared memory have messages alone).
bool has(Transport transport, Operation operation);

/// Whether a sender that is faster than its receiver is held back. Where it is not, the receiver says how
/// many messages of a bandwidth it can take, or they would be lost and counted all the same.
bool holdsBack(Transport transport);

/// Whether a transport has a bandwidth of an operation: a write of uc may be lost, and nobody is told.
bool hasBandwidth(Transport transport, Operation operation);

bool isAtomic(Operation operation);
inline constexpr std::uint64_t atomicBytes = 8;

/// Whether the other side's program takes no part in it: it is not told of messages, and answers none.
bool isOneSided(const Test& test);

/// Whether the latency of it is half of a round trip: of a message that the other side answers with one.
/// What its device answers (read, atomic) is a whole one.
bool isHalved(Operation operation);

/// `tcp`, `shm`, `rc`, `uc`, `ud`; `send`, `write`, `write-imm`, `read`, `fetch-add`, `compare-swap`;
/// `latency`, `bandwidth`; `one way`, `both ways`.
std::string_view name(Transport transport);
std::string_view name(Operation operation);
std::string_view name(Measure measure);
std::string_view name(Direction direction);
std::optional<Transport> transportOf(std::string_view name);
std::optional<Operation> operationOf(std::string_view name);
std::optional<Measure> measureOf(std::string_view name);
std::optional<Direction> directionOf(std::string_view name);

/// For messages: `rc write latency, 8 B`.
std::string text(const Test& test);

/// `8 B`, `64 KiB`, `1 MiB`; what is no whole number of those is in bytes.
std::string sizeText(std::uint64_t bytes);

}  // namespace aictl::rdma::bench
