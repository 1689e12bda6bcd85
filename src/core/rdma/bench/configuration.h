#pragma once

#include <cstdint>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/rdma/bench/test.h"

namespace aictl::rdma::bench {

/// How a side waits for its RDMA device.
enum class Waiting : std::uint8_t {
  polling,  ///< looks again and again
  events    ///< sleeps until the device tells (a completion channel)
};

/// What tells which message one is.
enum class Marking : std::uint8_t {
  inMessage,  ///< its last byte
  beside      ///< immediate data: a side has its messages in the memory of a GPU, where no program looks
};

/// How the queue pairs of both sides find each other.
enum class Connecting : std::uint8_t {
  byExchange,  ///< with what the sides tell each other over their own connection
  rdmaCm       ///< by the IP addresses of their interfaces
};

/// All that both sides have to agree on. What belongs to one machine alone (device, GID, core) is no part of
/// it.
struct Configuration {
  std::vector<Test> tests;
  std::uint64_t iterations = 0;   ///< of a round; 0: as many as fit into `seconds`
  double seconds = 1;             ///< of a round, where `iterations` is 0
  std::uint64_t rounds = 5;       ///< each goes through all tests, so that a slow minute hits all of them
  std::uint64_t depth = 128;      ///< messages under way at once, of a bandwidth
  std::uint64_t connections = 1;  ///< queue pairs or TCP connections at once, of a bandwidth
  std::uint64_t postList = 1;     ///< of those, how many RDMA's device is given at once (a post list)
  double warmUpSeconds = 0.5;     ///< at most; it ends when three windows are within 2 %
  double silenceSeconds = 10;     ///< a peer from which nothing comes for so long is lost
  Waiting waiting = Waiting::polling;
  Connecting connecting = Connecting::byExchange;
  Marking marking = Marking::inMessage;  ///< of RDMA
  std::uint64_t trafficClass = 0;        ///< of RDMA packets, in their IP or global route header
  std::uint64_t serviceLevel = 0;        ///< of RDMA packets
};

/// The largest message and what else one may ask for; beyond is refused.
inline constexpr std::uint64_t largestMessage = 64U << 20U;
inline constexpr std::uint64_t mostIterations = 1'000'000'000;
inline constexpr std::uint64_t mostTests = 1'000;
inline constexpr std::uint64_t mostRounds = 1'000;
inline constexpr std::uint64_t deepest = 8'192;
inline constexpr std::uint64_t longestList = 256;
inline constexpr std::uint64_t mostConnections = 32;
inline constexpr std::uint64_t highestTrafficClass = 255;
inline constexpr std::uint64_t highestServiceLevel = 15;
inline constexpr double mostSeconds = 3'600;
inline constexpr double mostSilence = 120;  // of silence, and of a warm-up

/// Connections of a test in one direction: one of a latency.
std::uint64_t connectionsOf(const Configuration& configuration, const Test& test);

/// Messages under way at once on a connection: one of a latency; of a bandwidth the depth, or as many as the
/// connection's part of 64 MiB holds, but two at least.
std::uint64_t depthOf(const Configuration& configuration, const Test& test);

/// Messages that the device is given at once in a test: one of a latency; of a bandwidth the post list, but
/// no more than are under way, or half of them where the receiver has to see some before it lets others come.
std::uint64_t postListOf(const Configuration& configuration, const Test& test);

/// What is wrong with it, in words: a number out of its bounds, an operation that a transport does not have.
Findings check(const Configuration& configuration);

/// That there is no bandwidth of it (`hasBandwidth`), and what there is.
Finding untoldBandwidth(Transport transport, Operation operation);

/// As it is sent to the other side, and stands in a report.
Value configurationValue(const Configuration& configuration);

/// One that came over the wire: every part of it is looked at, and it is checked.
Result<Configuration> configurationOf(const Value& value);

/// `polling`, `events`; `exchange`, `rdma-cm`; `in message`, `beside`.
std::string_view name(Waiting waiting);
std::string_view name(Connecting connecting);
std::string_view name(Marking marking);

/// A test as it stands in a report, and read from one.
Value testValue(const Test& test);
Result<Test> testOf(const Value& value);

}  // namespace aictl::rdma::bench
