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
  datagram       ///< RDMA, unreliable datagram (UD)
};

enum class Operation : std::uint8_t { send, write, read };

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

/// Whether the other side's program takes no part in it: it is not told of messages, and answers none.
bool isOneSided(const Test& test);

/// `tcp`, `shm`, `rc`, `ud`; `send`, `write`, `read`; `latency`, `bandwidth`; `one way`, `both ways`.
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
