#pragma once

#include <optional>
#include <string>

#include "core/fleet/fleet.h"

namespace aictl::fleet {

/// The word that both sides of each pair have to know, in a Secret of the run that its pods mount: so it
/// stands in none of their manifests, command lines and logs. It takes the right to create and delete
/// Secrets.
class TokenSecret {
 public:
  /// Names it for the pods of the fleet, which `create` is to be called before.
  explicit TokenSecret(Fleet& fleet);
  /// Removes it; the fleet's `said` is told where that does not work.
  ~TokenSecret();
  TokenSecret(const TokenSecret&) = delete;
  TokenSecret& operator=(const TokenSecret&) = delete;

  /// Makes it. What the server refuses is a Failure.
  std::optional<Failure> create(const std::string& token);

 private:
  Fleet& fleet_;
  bool mayBeThere_ = false;
};

}  // namespace aictl::fleet
