#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

#include "core/base/result.h"
#include "core/kube/access/kubeconfig.h"

namespace aictl::kube {

/// What shows a server who asks. Secret.
struct Identity {
  std::string authorization;      ///< the header's value; "" for none
  std::string clientCertificate;  ///< PEM
  std::string clientKey;
};

/// Keeps the identity of a user good: a token file is read again each minute, a plugin is run again when
/// what it gave expires, and both when the server did not take it.
class Credentials {
 public:
  /// A plugin is ended once `stop` is true.
  explicit Credentials(const Access& access, const std::atomic<bool>* stop = nullptr)
      : access_(access), stop_(stop) {}

  /// The identity to use now. A Failure (badInput) where a token file or plugin gives none.
  Result<const Identity*> current();

  /// The server said 401 to the identity of that generation. True where there is another one now, or could
  /// be: asking again makes sense.
  bool refused(std::uint32_t generation);

  /// Counts the identities that there were.
  std::uint32_t generation() const { return generation_; }

 private:
  std::optional<Failure> renew();

  const Access& access_;
  const std::atomic<bool>* stop_;
  Identity identity_;
  std::uint32_t generation_ = 0;
  std::chrono::sys_seconds goodUntil_{};
};

}  // namespace aictl::kube
