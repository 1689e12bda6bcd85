#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "core/base/value.h"

namespace aictl::kube {

/// Why a pod does not get on by itself, as its containers say: an image that cannot be pulled, a
/// configuration that cannot be used, a program that ends again and again. `main: ErrImagePull: …`; "" where
/// it gets on.
std::string podTrouble(const Value& pod);

/// The pods of an object that are in trouble, and since when.
class PodTroubles {
 public:
  using Time = std::chrono::steady_clock::time_point;

  struct Trouble {
    std::string text;  ///< `pod a-x7: main: ErrImagePull`
    Time since;
  };

  void hear(const Value& pod, Time now);
  void forget(const std::string& pod) { troubles_.erase(pod); }

  /// The one that lasts for the longest; nullptr where all get on.
  const Trouble* oldest() const;

 private:
  std::map<std::string, Trouble> troubles_;  ///< by name of the pod
};

}  // namespace aictl::kube
