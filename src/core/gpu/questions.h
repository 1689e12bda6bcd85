#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/gpu/device.h"
#include "core/gpu/library.h"

namespace aictl::gpu {

/// Asks a library about one device, and keeps for each field that it does not answer the reason in words. 0
/// is success with all vendors.
class Questions {
 public:
  Questions(Device& device, std::string (*words)(int code)) : device_(device), words_(words) {}

  /// Whether the call gave what the field needs.
  template <class... Parameters, class... Arguments>
  bool ask(std::string_view field, const Symbol<int(Parameters...)>& function, Arguments... arguments) {
    if (!function) {
      note(field, fmt::format("the library has no {}", function.name()));
      return false;
    }
    const int code = function(arguments...);
    if (code == 0) {
      ++answers_;
      return true;
    }
    note(field, words_(code));
    failures_.push_back(code);
    return false;
  }

  /// Whether a call gave that code.
  bool saw(int code) const { return std::ranges::find(failures_, code) != failures_.end(); }

  /// How many calls gave what was asked for.
  std::size_t answers() const { return answers_; }
  /// The code of the last call that failed; none where none did.
  std::optional<int> lastFailure() const {
    return failures_.empty() ? std::nullopt : std::optional(failures_.back());
  }

  void note(std::string_view field, std::string reason) {
    device_.unavailable.emplace_back(std::string(field), std::move(reason));
  }

 private:
  Device& device_;
  std::string (*words_)(int code);
  std::vector<int> failures_;
  std::size_t answers_ = 0;
};

}  // namespace aictl::gpu
