#include "core/rdma/bench/round_ends.h"

#include <fmt/format.h>

#include <exception>
#include <thread>

#include "core/rdma/bench/pinning.h"

namespace aictl::rdma::bench {
namespace {

Role roleOf(Party party, std::size_t way) {
  return (party == Party::client) == (way == 0) ? Role::initiator : Role::answerer;
}

[[noreturn]] void refuse(const char* what) {
  throw Failure(ExitCode::noAnswer, Finding{.rule = "bench", .message = what});
}

}  // namespace

RoundEnds::RoundEnds(const std::string& name, const Test& test, const Configuration& configuration,
                     Party party, Side& side, const Watch& watch)
    : test_(test),
      configuration_(configuration),
      side_(side),
      watch_(watch),
      warmUps_(connectionsOf(configuration, test)) {
  const std::size_t ways = test.direction == Direction::bothWays ? 2 : 1;
  const std::size_t connections = connectionsOf(configuration, test);
  for (std::size_t path = 0; path < ways * connections; ++path) {
    const PathPlan plan{fmt::format("{}.{}", name, path), roleOf(party, path / connections), test,
                        configuration};
    all_.push_back({.role = plan.role, .end = makeEnd(plan, side, watch)});
  }
  if (side_.portCounters) countersBefore_ = side_.portCounters();
}

Value RoundEnds::descriptions() const {
  Value list = Value::list();
  for (const One& one : all_) list.push(one.end->description());
  return list;
}

void RoundEnds::connect(const Value& others) {
  if (!others.isList() || others.size() != all_.size())
    refuse("the other side does not describe its ends of a test");
  for (std::size_t i = 0; i < all_.size(); ++i) all_[i].path = all_[i].end->connect(others[i]);
}

void RoundEnds::runPath(std::size_t number) {
  One& one = all_[number];
  if (!side_.cores.empty()) pinThread(side_.cores[number % side_.cores.size()]);
  one.round = one.role == Role::initiator ? initiate(*one.path, test_, configuration_, watch_, warmUps_)
                                          : answer(*one.path, test_, watch_);
}

void RoundEnds::run() {
  std::vector<std::exception_ptr> faults(all_.size());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].role == Role::answerer && isOneSided(test_)) continue;
    threads.emplace_back([this, i, &faults] {
      try {
        runPath(i);
      } catch (...) {
        faults[i] = std::current_exception();
        warmUps_.end();  // nobody has to wait for this one
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  for (const std::exception_ptr& fault : faults) {
    if (fault) std::rethrow_exception(fault);
  }
}

std::vector<PathRound> RoundEnds::rounds() {
  std::vector<PathRound> rounds;
  for (One& one : all_) {
    // What was written from the other side has come only now.
    const bool isWritten = isOneSided(test_) && test_.operation == Operation::write;
    if (isWritten && one.role == Role::answerer) one.round.isIntact = one.path->isIntact();
    rounds.push_back(std::move(one.round));
  }
  return rounds;
}

Counters RoundEnds::portFaults() const {
  return side_.portCounters ? grownFaults(countersBefore_, side_.portCounters()) : Counters();
}

Counters countersOf(const Value* value) {
  constexpr const char* wrong = "the other side does not tell what its port has counted";
  constexpr std::size_t most = 1000;
  if (value == nullptr || !value->isMap() || value->size() > most) refuse(wrong);
  Counters counters;
  for (const Entry& entry : value->entries()) {
    if (!entry.key.isString() || !entry.value.isInteger() || entry.value.integer() < 0) refuse(wrong);
    counters.emplace_back(entry.key.string(), entry.value.integer());
  }
  return counters;
}

Value roundsValue(const std::vector<PathRound>& rounds) {
  Value list = Value::list();
  for (const PathRound& round : rounds) {
    list.push(Value::map({{"messages", Value(round.flow.messages)},
                          {"nanoseconds", Value(round.flow.nanoseconds)},
                          {"processorShare", Value(round.processorShare)},
                          {"steady", Value(round.isSteady)},
                          {"intact", Value(round.isIntact)},
                          {"retransmissions", Value(round.retransmissions)}}));
  }
  return list;
}

std::vector<PathRound> roundsOf(const Value& value, std::size_t paths) {
  constexpr const char* wrong = "the other side's results are not in the form that they should have";
  if (!value.isList() || value.size() != paths) refuse(wrong);
  std::vector<PathRound> rounds;
  for (const Value& item : value.items()) {
    const auto get = [&](const char* key, bool (Value::*isKind)() const) -> const Value& {
      const Value* found = item.find(key);
      if (found == nullptr || !(found->*isKind)()) refuse(wrong);
      return *found;
    };
    PathRound round;
    const std::int64_t messages = get("messages", &Value::isInteger).integer();
    const std::int64_t nanoseconds = get("nanoseconds", &Value::isInteger).integer();
    if (messages < 0 || nanoseconds < 0) refuse(wrong);
    round.flow = {static_cast<std::uint64_t>(messages), static_cast<std::uint64_t>(nanoseconds)};
    round.processorShare = get("processorShare", &Value::isNumber).number();
    round.isSteady = get("steady", &Value::isBoolean).boolean();
    round.isIntact = get("intact", &Value::isBoolean).boolean();
    round.retransmissions = get("retransmissions", &Value::isInteger).integer();
    rounds.push_back(std::move(round));
  }
  return rounds;
}

}  // namespace aictl::rdma::bench
