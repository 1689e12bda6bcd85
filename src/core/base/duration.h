#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aictl {

/// The seconds that a duration stands for: a number with a unit, or several (`90s`, `12h`, `1d`, `1h30m`,
/// `500ms`), or a bare number of seconds (`600`). Units: ms, s, m, h, d, w. None where the text is no
/// duration, is negative, or is beyond 292 years (Go's limit).
std::optional<double> duration(std::string_view text);

/// A duration as a person wrote it, with its unit: `600` is `600s`.
std::string withUnit(std::string_view text);

}  // namespace aictl
