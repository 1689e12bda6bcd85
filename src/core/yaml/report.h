#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "core/base/finding.h"

namespace aictl::yaml {

/// Where the parts of the reader put what they find. The first hundred are kept; then reading stops.
class Report {
 public:
  /// Thrown where going on is pointless; the finding is in the report then.
  struct Stop {};

  explicit Report(Findings& findings) : findings_(findings) {}

  void add(Finding finding) {
    constexpr std::size_t most = 100;
    if (finding.severity == Severity::error) ++errors_;
    findings_.push_back(std::move(finding));
    if (++count_ >= most) throw Stop{};
  }

  void add(std::string_view rule, Origin origin, std::string message, std::string remedy) {
    add(make(rule, origin, std::move(message), std::move(remedy)));
  }

  [[noreturn]] void stop(Finding finding) {
    add(std::move(finding));
    throw Stop{};
  }

  [[noreturn]] void stop(std::string_view rule, Origin origin, std::string message, std::string remedy) {
    stop(make(rule, origin, std::move(message), std::move(remedy)));
  }

  std::size_t errors() const { return errors_; }

  static Finding make(std::string_view rule, Origin origin, std::string message, std::string remedy) {
    Finding finding;
    finding.rule = rule;
    finding.message = std::move(message);
    finding.origin = origin;
    finding.remedy = std::move(remedy);
    return finding;
  }

 private:
  Findings& findings_;
  std::size_t count_ = 0;
  std::size_t errors_ = 0;
};

}  // namespace aictl::yaml
