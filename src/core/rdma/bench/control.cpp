#include "core/rdma/bench/control.h"

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

namespace aictl::rdma::bench {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

[[noreturn]] void lose(std::string message) {
  throw Failure(ExitCode::noAnswer, Finding{.rule = "bench", .message = std::move(message)});
}

bool isTransient(int error) { return error == EAGAIN || error == EWOULDBLOCK || error == EINTR; }

}  // namespace

void Control::send(const Value& message) {
  const std::string bytes = encode(message);
  std::string_view left = bytes;
  constexpr milliseconds patience{10'000};
  const Deadline deadline = Clock::now() + patience;
  while (!left.empty()) {
    const ssize_t sent = ::send(socket_.get(), left.data(), left.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (sent > 0) {
      left.remove_prefix(static_cast<std::size_t>(sent));
    } else if (sent == 0 || !isTransient(errno)) {
      lose("the other side is gone");
    } else if (!socket_.wait(POLLOUT, deadline, stop_)) {
      lose("the other side takes no messages");
    }
  }
}

Value Control::receiveAny(milliseconds silence) {
  const Deadline deadline = Clock::now() + silence;
  std::array<char, 65536> block;
  while (true) {
    Result<Value> message = reader_.next();
    if (!message) throw message.failure();
    if (!message->isNull()) return *std::move(message);
    if (!socket_.wait(POLLIN, deadline, stop_))
      lose(fmt::format("the other side has said nothing for {} s",
                       static_cast<double>(silence.count()) / 1000));
    const ssize_t got = ::recv(socket_.get(), block.data(), block.size(), MSG_DONTWAIT);
    if (got == 0 || (got < 0 && !isTransient(errno))) lose("the other side is gone");
    if (got > 0) reader_.feed(std::string_view(block.data(), static_cast<std::size_t>(got)));
  }
}

Value Control::receive(std::string_view type, milliseconds silence) {
  Value message = receiveAny(silence);
  const std::string_view found = findString(message, {"type"});
  if (found == "failed" || found == "refused") throw failureOf(message);
  if (found != type) lose(fmt::format("the other side sent no '{}' where one is due", type));
  return message;
}

Value failureMessage(std::string_view type, const Failure& failure) {
  Value findings = Value::list();
  for (const Finding& finding : failure.findings)
    findings.push(Value::map({{"message", Value(finding.message)}, {"remedy", Value(finding.remedy)}}));
  return Value::map({{"type", Value(type)},
                     {"code", Value(static_cast<int>(failure.code))},
                     {"findings", std::move(findings)}});
}

Failure failureOf(const Value& message) {
  Failure failure;
  failure.code = ExitCode::refused;
  const Value* code = message.find("code");
  for (const ExitCode known : {ExitCode::badInput, ExitCode::notHere, ExitCode::noAnswer}) {
    if (code != nullptr && code->isInteger() && code->integer() == static_cast<int>(known))
      failure.code = known;
  }
  const Value* findings = message.find("findings");
  if (findings != nullptr && findings->isList()) {
    for (const Value& finding : findings->items()) {
      failure.findings.push_back(
          {.rule = "bench",
           .message = "the other side: " + std::string(findString(finding, {"message"})),
           .remedy = std::string(findString(finding, {"remedy"}))});
    }
  }
  if (failure.findings.empty())
    failure.findings.push_back({.rule = "bench", .message = "the other side failed, and does not say why"});
  return failure;
}

}  // namespace aictl::rdma::bench
