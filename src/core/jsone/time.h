#pragma once

#include <optional>
#include <string>
#include <string_view>

/// Points in time and the spans of `fromNow`.
namespace aictl::jsone {

/// Why a time could not be computed.
struct TimeFault {
  std::string message;
};

/// `reference` moved by `span`, as `2017-01-19T16:27:20.974Z`.
///
/// The span is a sign and amounts with their units, from years to seconds (`-1y 2mo 3 weeks 4d 5h 6min 7s`);
/// a year has 365 days and a month 30. The reference is a time of ISO 8601, with `Z`, an offset, or neither
/// (then it is in UTC), or a date. Throws TimeFault.
std::string timeFrom(std::string_view reference, std::string_view span);

}  // namespace aictl::jsone
