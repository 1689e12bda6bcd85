#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace aictl {

/// Seconds since 1970 of an RFC 3339 time (`2026-11-25T02:04:40Z`, with or without a fraction); none where
/// the text is no such time.
std::optional<std::int64_t> rfc3339Seconds(std::string_view text);

/// The RFC 3339 time of these seconds since 1970, in UTC.
std::string rfc3339(std::int64_t seconds);

/// How long a time is in a word, as `kubectl` says ages: `45s`, `12m`, `3h25m`, `26h`, `3d4h`, `12d`, `2y`.
/// Less than 0 is `0s`.
std::string ageText(std::int64_t seconds);

}  // namespace aictl
