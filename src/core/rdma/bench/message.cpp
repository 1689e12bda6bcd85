#include "core/rdma/bench/message.h"

#include <fmt/format.h>

#include "core/yaml/json.h"

namespace aictl::rdma::bench {
namespace {

constexpr std::size_t headBytes = 4;
constexpr std::size_t deepestMessage = 16;

Failure noMessage(std::string what) {
  return {ExitCode::noAnswer, Finding{.rule = "bench", .message = std::move(what)}};
}

std::size_t lengthIn(std::string_view head) {
  std::size_t length = 0;
  for (const char byte : head) length = length << 8U | static_cast<unsigned char>(byte);
  return length;
}

}  // namespace

std::string encode(const Value& message) {
  const std::string text = yaml::writeJson(message);
  std::string bytes;
  for (unsigned shift = 32; shift > 0;) {
    shift -= 8;
    bytes += static_cast<char>(text.size() >> shift & 0xffU);
  }
  return bytes + text;
}

Result<Value> MessageReader::next() {
  if (bytes_.size() < headBytes) return Value();
  const std::size_t length = lengthIn(std::string_view(bytes_).substr(0, headBytes));
  if (length > limit_) return noMessage("what comes is not the protocol of 'aictl rdma bench'");
  if (bytes_.size() < headBytes + length) return Value();
  Result<Value> message = yaml::readJson(std::string_view(bytes_).substr(headBytes, length), deepestMessage);
  if (!message) return noMessage("a message is no JSON");
  if (!message->isMap() || findString(*message, {"type"}).empty())
    return noMessage("a message is no map with a 'type'");
  bytes_.erase(0, headBytes + length);
  return message;
}

}  // namespace aictl::rdma::bench
