#include "core/rdma/bench/test.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <utility>

namespace aictl::rdma::bench {
namespace {

template <class Word>
using Names = std::span<const std::pair<Word, std::string_view>>;

constexpr std::array<std::pair<Transport, std::string_view>, 5> transports{{{Transport::tcp, "tcp"},
                                                                            {Transport::sharedMemory, "shm"},
                                                                            {Transport::reliable, "rc"},
                                                                            {Transport::unreliable, "uc"},
                                                                            {Transport::datagram, "ud"}}};
constexpr std::array<std::pair<Operation, std::string_view>, 6> operations{
    {{Operation::send, "send"},
     {Operation::write, "write"},
     {Operation::writeImmediate, "write-imm"},
     {Operation::read, "read"},
     {Operation::fetchAdd, "fetch-add"},
     {Operation::compareSwap, "compare-swap"}}};
constexpr std::array<std::pair<Measure, std::string_view>, 2> measures{
    {{Measure::latency, "latency"}, {Measure::bandwidth, "bandwidth"}}};
constexpr std::array<std::pair<Direction, std::string_view>, 2> directions{
    {{Direction::oneWay, "one way"}, {Direction::bothWays, "both ways"}}};

template <class Word>
std::string_view nameIn(Names<Word> names, Word word) {
  for (const auto& [known, name] : names) {
    if (known == word) return name;
  }
  return {};
}

template <class Word>
std::optional<Word> wordIn(Names<Word> names, std::string_view name) {
  for (const auto& [word, known] : names) {
    if (known == name) return word;
  }
  return std::nullopt;
}

}  // namespace

bool usesRdma(Transport transport) {
  return transport != Transport::tcp && transport != Transport::sharedMemory;
}

bool has(Transport transport, Operation operation) {
  if (operation == Operation::send || transport == Transport::reliable) return true;
  return transport == Transport::unreliable &&
         (operation == Operation::write || operation == Operation::writeImmediate);
}

bool holdsBack(Transport transport) {
  return transport != Transport::unreliable && transport != Transport::datagram;
}

bool hasBandwidth(Transport transport, Operation operation) {
  return holdsBack(transport) || operation != Operation::write;
}

bool isAtomic(Operation operation) {
  return operation == Operation::fetchAdd || operation == Operation::compareSwap;
}

bool isHalved(Operation operation) { return operation != Operation::read && !isAtomic(operation); }

bool isOneSided(const Test& test) {
  return !isHalved(test.operation) ||
         (test.operation == Operation::write && test.measure == Measure::bandwidth);
}

std::string_view name(Transport transport) { return nameIn<Transport>(transports, transport); }
std::string_view name(Operation operation) { return nameIn<Operation>(operations, operation); }
std::string_view name(Measure measure) { return nameIn<Measure>(measures, measure); }
std::string_view name(Direction direction) { return nameIn<Direction>(directions, direction); }
std::optional<Transport> transportOf(std::string_view name) { return wordIn<Transport>(transports, name); }
std::optional<Operation> operationOf(std::string_view name) { return wordIn<Operation>(operations, name); }
std::optional<Measure> measureOf(std::string_view name) { return wordIn<Measure>(measures, name); }
std::optional<Direction> directionOf(std::string_view name) { return wordIn<Direction>(directions, name); }

std::string text(const Test& test) {
  return fmt::format("{} {} {}{}, {}", name(test.transport), name(test.operation), name(test.measure),
                     test.direction == Direction::bothWays ? " both ways" : "", sizeText(test.bytes));
}

std::string sizeText(std::uint64_t bytes) {
  constexpr std::uint64_t kibibyte = 1U << 10U;
  constexpr std::uint64_t mebibyte = 1U << 20U;
  if (bytes > 0 && bytes % mebibyte == 0) return fmt::format("{} MiB", bytes / mebibyte);
  if (bytes > 0 && bytes % kibibyte == 0) return fmt::format("{} KiB", bytes / kibibyte);
  return fmt::format("{} B", bytes);
}

}  // namespace aictl::rdma::bench
