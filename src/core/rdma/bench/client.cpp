#include "core/rdma/bench/client.h"

#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>

#include "core/base/version.h"
#include "core/rdma/bench/control.h"
#include "core/rdma/bench/round_ends.h"
#include "core/rdma/bench/token.h"

namespace aictl::rdma::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr milliseconds connecting{10'000};
constexpr milliseconds answering{30'000};
/// The server takes one client at a time, and others have to wait for their turn.
constexpr milliseconds queueing{600'000};

/// A connection to the server, and the word that it greets with.
std::pair<Control, std::string> meet(const Address& address, const std::atomic<bool>& stop) {
  auto socket = connectTo(address, Clock::now() + connecting, stop);
  if (!socket) throw socket.failure();
  Control control(*std::move(socket), MessageReader(messageLimit), stop);
  const Value greeting = control.receive("greeting", connecting);
  return {std::move(control), std::string(findString(greeting, {"word"}))};
}

std::vector<Transport> commonTransports(const Side& side, const Value& welcome) {
  std::vector<Transport> common;
  const Value* there = welcome.find("transports");
  if (there == nullptr || !there->isList()) return common;
  for (const Transport transport : transportsOf(side)) {
    if (std::ranges::find(there->items(), Value(name(transport))) != there->items().end())
      common.push_back(transport);
  }
  return common;
}

/// Whether messages lie in the memory of a GPU, as a machine says of itself.
bool isInGpu(const Value& machine) {
  const Value* gpu = find(machine, {"rdma", "gpu"});
  return gpu != nullptr && !gpu->isNull();
}

double perSecond(double amount, const Flow& flow) {
  return flow.nanoseconds == 0 ? 0 : amount * 1e9 / static_cast<double>(flow.nanoseconds);
}

std::int64_t sumOfKnown(std::int64_t a, std::int64_t b) { return a < 0 ? b : b < 0 ? a : a + b; }

/// What both sides saw of the paths of one round, in one. Of the connections of one way the longest time
/// counts for all of them.
RoundResult resultOf(const TestResult& all, std::size_t connections, std::vector<PathRound>& mine,
                     const std::vector<PathRound>& theirs) {
  RoundResult result{.isSteady = true};
  std::array<Flow, 2> ways;
  for (std::size_t i = 0; i < mine.size(); ++i) {
    const PathRound& initiator = i < connections ? mine[i] : theirs[i];
    Flow& way = ways.at(i / connections);
    way.messages += initiator.flow.messages;
    way.nanoseconds = std::max(way.nanoseconds, initiator.flow.nanoseconds);
    result.clientProcessorShare += mine[i].processorShare;
    result.serverProcessorShare += theirs[i].processorShare;
    result.retransmissions = sumOfKnown(result.retransmissions, mine[i].retransmissions);
    result.retransmissions = sumOfKnown(result.retransmissions, theirs[i].retransmissions);
    result.isSteady = result.isSteady && initiator.isSteady;
    result.isIntact = result.isIntact && mine[i].isIntact && theirs[i].isIntact;
  }
  for (const Flow& way : ways) {
    const double rate = perSecond(static_cast<double>(way.messages), way);
    result.messagesPerSecond += rate;
    result.bytesPerSecond += rate * static_cast<double>(all.test.bytes);
    result.seconds = std::max(result.seconds, static_cast<double>(way.nanoseconds) / 1e9);
    result.messages += way.messages;
  }
  const double half = all.isHalved() ? 0.5 : 1;
  result.latencyNanoseconds = mine[0].samples.summary().at("p50").value_or(0) * half;
  return result;
}

/// What the ports of both sides have counted as reasons to send again.
std::int64_t retransmissionsIn(const RoundResult& round) {
  std::int64_t sum = 0;
  for (const Counters* counters : {&round.clientPortFaults, &round.serverPortFaults}) {
    for (const auto& [name, count] : *counters) sum += countsRetransmissions(name) ? count : 0;
  }
  return sum;
}

/// A session with a server. Its functions throw a Failure.
class Session {
 public:
  Session(const Request& request, Side side)
      : request_(request),
        side_(std::move(side)),
        ownWord_(randomWord()),
        control_(introduce(request, ownWord_, side_.stop)) {
    side_.dataConnection = [this](const std::string& path) { return attach(path); };
  }

  Report run(const Value& machine) {
    const Value welcome = this->welcome();
    word_ = findString(welcome, {"session"});
    const Value* there = welcome.find("machine");
    Report report{.client = machine, .server = there == nullptr ? Value::map() : *there};
    const bool isBeside = isInGpu(report.client) || isInGpu(report.server);
    auto configuration = request_.plan({.transports = commonTransports(side_, welcome),
                                        .marking = isBeside ? Marking::beside : Marking::inMessage},
                                       report.notes);
    if (!configuration) throw configuration.failure();
    report.configuration = *std::move(configuration);
    control_.send(Value::map(
        {{"type", Value("configuration")}, {"configuration", configurationValue(report.configuration)}}));
    control_.receive("accepted", answering);
    for (const Test& test : report.configuration.tests) report.results.push_back({.test = test});
    measureAll(report);
    control_.send(Value::map({{"type", Value("end")}}));
    return report;
  }

 private:
  static Control introduce(const Request& request, const std::string& ownWord,
                           const std::atomic<bool>& stop) {
    auto [control, word] = meet(request.server, stop);
    control.send(Value::map({{"type", Value("hello")},
                             {"protocol", Value(protocol)},
                             {"version", Value(version)},
                             {"proof", Value(proof(request.token, word))},
                             {"word", Value(ownWord)}}));
    return std::move(control);
  }

  Value welcome() {
    constexpr milliseconds soon{1'000};
    if (!control_.socket().wait(POLLIN, Clock::now() + soon, side_.stop) && request_.queued)
      request_.queued();
    Value welcome = control_.receive("welcome", queueing);
    if (!request_.token.empty() &&
        !isProof(findString(welcome, {"proof"}), request_.token, serverWord(ownWord_))) {
      throw Failure(ExitCode::refused, Finding{.rule = "token",
                                               .message = "the other side does not know the token",
                                               .remedy = "give both sides the same --token-file"});
    }
    return welcome;
  }

  Socket attach(const std::string& path) {
    auto [control, word] = meet(request_.server, side_.stop);
    control.send(Value::map({{"type", Value("attach")}, {"session", Value(word_)}, {"path", Value(path)}}));
    return std::move(control).takeSocket();
  }

  /// Round by round through all tests, so that what changes with time changes all of them.
  void measureAll(Report& report) {
    const Watch watch(control_.socket(), report.configuration.silenceSeconds, side_.stop);
    for (std::uint64_t round = 0; round < report.configuration.rounds; ++round) {
      for (std::size_t test = 0; test < report.results.size(); ++test) {
        TestResult& result = report.results[test];
        if (request_.progress) request_.progress(round, result.test);
        measureRound(round, test, report.configuration, watch, result);
      }
    }
  }

  /// Where the server gave up first, what it says of it is the better reason.
  void run(RoundEnds& ends) {
    try {
      ends.run();
    } catch (const Failure&) {
      constexpr milliseconds patience{500};
      Value last;
      try {
        last = control_.receiveAny(patience);
      } catch (const Failure&) {  // it said nothing
      }
      if (findString(last, {"type"}) == "failed") throw failureOf(last);
      throw;
    }
  }

  void measureRound(std::uint64_t round, std::size_t number, const Configuration& configuration,
                    const Watch& watch, TestResult& result) {
    RoundEnds ends(fmt::format("{}.{}", round, number), result.test, configuration, Party::client, side_,
                   watch);
    control_.send(Value::map({{"type", Value("test")},
                              {"round", Value(round)},
                              {"test", Value(number)},
                              {"ends", ends.descriptions()}}));
    const Value ready = control_.receive("ready", answering);
    const Value* others = ready.find("ends");
    ends.connect(others == nullptr ? Value() : *others);
    control_.receive("connected", answering);
    control_.send(Value::map({{"type", Value("start")}}));
    run(ends);
    control_.send(Value::map({{"type", Value("finish")}}));
    const Value told = control_.receive("result", answering);
    auto mine = ends.rounds();
    const Value* paths = told.find("paths");
    const auto theirs = roundsOf(paths == nullptr ? Value() : *paths, mine.size());
    RoundResult seen = resultOf(result, connectionsOf(configuration, result.test), mine, theirs);
    seen.clientPortFaults = ends.portFaults();
    seen.serverPortFaults = countersOf(told.find("portFaults"));
    if (usesRdma(result.test.transport) && side_.portCounters) seen.retransmissions = retransmissionsIn(seen);
    result.rounds.push_back(std::move(seen));
    result.samples.add(mine[0].samples);
  }

  const Request& request_;
  Side side_;
  std::string ownWord_;  ///< of which the server proves that it has the token
  Control control_;
  std::string word_;  ///< of the session
};

}  // namespace

Result<Report> measure(const Request& request, Side side, const Value& machine) {
  try {
    return Session(request, std::move(side)).run(machine);
  } catch (const Failure& failure) {
    return failure;
  }
}

}  // namespace aictl::rdma::bench
