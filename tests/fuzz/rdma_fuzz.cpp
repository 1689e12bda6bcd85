// Any bytes from the other side of a benchmark, in pieces of any size: reading ends without a crash, what is
// read is the same whatever the pieces, and what is taken from a message is within its bounds.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/rdma/bench/configuration.h"
#include "core/rdma/bench/control.h"
#include "core/rdma/bench/message.h"
#include "core/rdma/bench/report_value.h"
#include "core/rdma/bench/round_ends.h"

namespace {

using namespace aictl;
using namespace aictl::rdma::bench;

void hold(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "%s\n", what);
  std::abort();
}

std::vector<Value> messagesIn(std::string_view bytes, std::size_t piece) {
  MessageReader reader(strangersLimit);
  std::vector<Value> messages;
  for (std::size_t at = 0; at < bytes.size(); at += piece) {
    reader.feed(bytes.substr(at, piece));
    while (true) {
      const Result<Value> message = reader.next();
      if (!message) return messages;
      if (message->isNull()) break;
      messages.push_back(*message);
    }
  }
  return messages;
}

void checkConfiguration(const Value& value) {
  const auto configuration = configurationOf(value);
  if (!configuration) return hold(!configuration.failure().findings.empty(), "refused without a word");
  hold(check(*configuration).empty(), "a configuration that its own check refuses");
  for (const Test& test : configuration->tests) {
    const std::uint64_t depth = depthOf(*configuration, test);
    hold(depth >= 1 && depth <= deepest, "a depth out of its bounds");
    hold(depth <= 2 || depth * test.bytes <= largestMessage, "more memory than is given");
  }
  const auto again = configurationOf(configurationValue(*configuration));
  hold(again && again->tests == configuration->tests, "sent on, it is another configuration");
}

void checkResults(const Value& value) {
  for (const std::size_t paths : {1U, 2U}) {
    try {
      hold(roundsOf(value, paths).size() == paths, "results of other paths");
    } catch (const Failure& failure) {
      hold(!failure.findings.empty(), "refused without a word");
    }
  }
}

void checkCounters(const Value* value) {
  try {
    for (const auto& [name, count] : countersOf(value)) hold(count >= 0, "a counter that is negative");
  } catch (const Failure& failure) {
    hold(!failure.findings.empty(), "refused without a word");
  }
}

void checkMessage(const Value& message) {
  const std::string bytes = encode(message);
  MessageReader reader(messageLimit);
  reader.feed(bytes);
  hold(bool(reader.next()), "a message that cannot be sent on");
  hold(!failureOf(message).findings.empty(), "a failure without a word");
  for (const char* part : {"configuration", "paths"}) {
    const Value* value = message.find(part);
    if (value == nullptr) continue;
    checkConfiguration(*value);
    checkResults(*value);
  }
  checkCounters(message.find("portFaults"));
  if (const auto recorded = recordedOf(message); !recorded)
    hold(!recorded.failure().findings.empty(), "refused without a word");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto messages = messagesIn(bytes, std::max<std::size_t>(1, size));
  constexpr std::size_t oddPiece = 7;
  hold(messagesIn(bytes, oddPiece) == messages, "in other pieces other messages");
  for (const Value& message : messages) checkMessage(message);
  return 0;
}
