#include "core/rdma/bench/server.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/version.h"
#include "core/rdma/bench/control.h"
#include "core/rdma/bench/round_ends.h"
#include "core/rdma/bench/token.h"
#include "core/rdma/device_value.h"

namespace aictl::rdma::bench {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds betweenMessages{30'000};

milliseconds inMilliseconds(double seconds) {
  return milliseconds(static_cast<std::int64_t>(seconds * 1000));
}

/// How long a client may measure on its own, while nothing comes here: with iterations nobody knows.
milliseconds measuringTime(const Configuration& configuration) {
  const double seconds = configuration.iterations > 0 ? mostSeconds : configuration.seconds;
  return betweenMessages + inMilliseconds(seconds + configuration.warmUpSeconds);
}

/// A session with one client. Its functions throw a Failure.
class Session {
 public:
  Session(Reception::Client client, Reception& reception, Side side)
      : control_(std::move(client.socket), std::move(client.reader), side.stop),
        reception_(reception),
        side_(std::move(side)),
        proof_(std::move(client.proof)),
        word_(randomWord()) {
    reception_.open(word_);
    side_.dataConnection = [this](const std::string& path) {
      return reception_.attachment(path, std::chrono::steady_clock::now() + betweenMessages);
    };
  }

  Control& control() { return control_; }

  Configuration run(const Value& machine) {
    welcome(machine);
    Configuration configuration = agree();
    const Watch watch(control_.socket(), configuration.silenceSeconds, side_.stop);
    while (true) {
      const Value message = control_.receiveAny(betweenMessages);
      const std::string_view type = findString(message, {"type"});
      if (type == "end") return configuration;
      if (type != "test") {
        throw Failure(ExitCode::noAnswer,
                      Finding{.rule = "bench", .message = "the client sent neither a test nor the end"});
      }
      runRound(message, configuration, watch);
    }
  }

 private:
  void welcome(const Value& machine) {
    Value transports = Value::list();
    for (const Transport transport : transportsOf(side_)) transports.push(Value(name(transport)));
    control_.send(Value::map({{"type", Value("welcome")},
                              {"proof", Value(proof_)},
                              {"session", Value(word_)},
                              {"machine", machine},
                              {"transports", std::move(transports)}}));
  }

  Configuration agree() {
    const Value message = control_.receive("configuration", betweenMessages);
    const Value* value = message.find("configuration");
    auto configuration = configurationOf(value == nullptr ? Value() : *value);
    if (!configuration) throw configuration.failure();
    const auto here = transportsOf(side_);
    for (const Test& test : configuration->tests) {
      if (std::ranges::find(here, test.transport) != here.end()) continue;
      throw Failure(
          ExitCode::notHere,
          Finding{.rule = "bench",
                  .message = fmt::format("{} cannot be measured with this machine", name(test.transport))});
    }
    control_.send(Value::map({{"type", Value("accepted")}}));
    return *std::move(configuration);
  }

  void runRound(const Value& message, const Configuration& configuration, const Watch& watch) {
    const Value* number = message.find("test");
    const Value* round = message.find("round");
    const Value* ends = message.find("ends");
    const bool isGood = number != nullptr && round != nullptr && ends != nullptr && number->isInteger() &&
                        round->isInteger() && number->integer() >= 0 &&
                        number->integer() < static_cast<std::int64_t>(configuration.tests.size());
    if (!isGood) {
      throw Failure(ExitCode::noAnswer,
                    Finding{.rule = "bench", .message = "the client asks for a test that was not agreed on"});
    }
    const Test& test = configuration.tests[static_cast<std::size_t>(number->integer())];
    RoundEnds mine(fmt::format("{}.{}", round->integer(), number->integer()), test, configuration,
                   Party::server, side_, watch);
    control_.send(Value::map({{"type", Value("ready")}, {"ends", mine.descriptions()}}));
    mine.connect(*ends);
    control_.send(Value::map({{"type", Value("connected")}}));
    control_.receive("start", betweenMessages);
    mine.run();
    control_.receive("finish", measuringTime(configuration));
    control_.send(Value::map({{"type", Value("result")},
                              {"paths", roundsValue(mine.rounds())},
                              {"portFaults", countersValue(mine.portFaults())}}));
  }

  Control control_;
  Reception& reception_;
  Side side_;
  std::string proof_;
  std::string word_;
};

}  // namespace

Result<Configuration> serve(Reception::Client client, Reception& reception, Side side, const Value& machine) {
  Session session(std::move(client), reception, std::move(side));
  try {
    return session.run(machine);
  } catch (const Failure& failure) {
    try {
      session.control().send(failureMessage("failed", failure));
    } catch (const Failure&) {  // it is gone: then nobody has to know
    }
    return failure;
  }
}

void serveAll(Reception& reception, const Side& side, const Value& machine,
              const std::function<void(const std::string& client, const Result<Configuration>& end)>& log) {
  while (auto client = reception.next()) {
    const std::string address = client->socket.remoteAddress();
    log(address, serve(*std::move(client), reception, side, machine));
  }
}

}  // namespace aictl::rdma::bench
