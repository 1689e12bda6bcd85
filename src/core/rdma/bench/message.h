#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::rdma::bench {

/// The protocol that both sides have to speak: it changes with every change of messages or of data paths.
inline constexpr std::int64_t protocol = 5;

/// A message on the wire: the length of its text in four bytes, the highest first, and the text, which is a
/// JSON map with a `type`.
std::string encode(const Value& message);

/// The largest text of a message: of a peer that is not known yet, and of one that is.
inline constexpr std::size_t strangersLimit = 64U << 10U;
inline constexpr std::size_t messageLimit = 32U << 20U;

/// Takes messages out of bytes as they come, whoever sends them.
class MessageReader {
 public:
  explicit MessageReader(std::size_t limit) : limit_(limit) {}

  void feed(std::string_view bytes) { bytes_ += bytes; }
  void setLimit(std::size_t limit) { limit_ = limit; }

  /// The next message, a map with a `type`; null where it has not wholly come. Bytes that are no message are
  /// a Failure, and so is everything after them.
  Result<Value> next();

 private:
  std::size_t limit_;
  std::string bytes_;
};

}  // namespace aictl::rdma::bench
