#include "core/base/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace aictl {
namespace {

constexpr std::int64_t minute = 60;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;
constexpr std::int64_t year = 365 * day;

/// `3h25m`; `3h` where nothing is left.
std::string twoUnits(std::int64_t seconds, std::int64_t large, char largeName, std::int64_t small,
                     char smallName) {
  const std::int64_t rest = seconds % large / small;
  const std::string text = fmt::format("{}{}", seconds / large, largeName);
  return rest == 0 ? text : fmt::format("{}{}{}", text, rest, smallName);
}

}  // namespace

std::optional<std::int64_t> rfc3339Seconds(std::string_view text) {
  std::string time(text);
  if (const std::size_t dot = time.find('.'); dot != std::string::npos) {
    time.erase(dot, std::min(time.find_first_not_of("0123456789", dot + 1), time.size()) - dot);
  }
  std::tm parts{};
  const char* end = ::strptime(time.c_str(), "%Y-%m-%dT%H:%M:%S%z", &parts);
  if (end == nullptr || *end != '\0') return std::nullopt;
  const long offset = parts.tm_gmtoff;
  return ::timegm(&parts) - offset;
}

std::string rfc3339(std::int64_t seconds) {
  const std::time_t time = seconds;
  std::tm parts{};
  ::gmtime_r(&time, &parts);
  char text[sizeof "-2147483648-12-31T23:59:60Z"];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::string ageText(std::int64_t seconds) {
  constexpr std::int64_t exactHours = 8;
  constexpr std::int64_t exactDays = 8;
  seconds = std::max<std::int64_t>(seconds, 0);
  if (seconds < 2 * minute) return fmt::format("{}s", seconds);
  if (seconds < hour) return fmt::format("{}m", seconds / minute);
  if (seconds < exactHours * hour) return twoUnits(seconds, hour, 'h', minute, 'm');
  if (seconds < 2 * day) return fmt::format("{}h", seconds / hour);
  if (seconds < exactDays * day) return twoUnits(seconds, day, 'd', hour, 'h');
  if (seconds < 2 * year) return fmt::format("{}d", seconds / day);
  return fmt::format("{}y", seconds / year);
}

}  // namespace aictl
