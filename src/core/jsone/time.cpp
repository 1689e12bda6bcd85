#include "core/jsone/time.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "core/jsone/characters.h"

namespace aictl::jsone {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using Time = std::chrono::sys_time<milliseconds>;

struct Unit {
  std::array<std::string_view, 4> names;
  milliseconds size;
};

// In the order that a span has them.
constexpr std::array<Unit, 7> units{{
    {{"years", "year", "yr", "y"}, days(365)},
    {{"months", "month", "mo"}, days(30)},
    {{"weeks", "week", "wk", "w"}, days(7)},
    {{"days", "day", "d"}, days(1)},
    {{"hours", "hour", "hr", "h"}, hours(1)},
    {{"minutes", "minute", "min", "m"}, minutes(1)},
    {{"seconds", "second", "sec", "s"}, seconds(1)},
}};

// Reads a text from its front; what does not fit sets `failed`.
struct Cursor {
  std::string_view rest;
  bool failed = false;

  bool skip(char c) {
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }
  void expect(char c) { failed = !skip(c) || failed; }

  // So many digits.
  int digits(std::size_t count) {
    int number = 0;
    const auto text = rest.substr(0, count);
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    failed = failed || text.size() != count || read.ptr != text.data() + count || text.starts_with('-');
    rest.remove_prefix(text.size());
    return number;
  }

  // The digits behind a decimal point, in thousandths.
  int thousandths() {
    int number = 0;
    int scale = 100;
    std::size_t count = 0;
    for (; count < rest.size() && rest[count] >= '0' && rest[count] <= '9'; ++count, scale /= 10) {
      number += scale * (rest[count] - '0');
    }
    failed = failed || count == 0;
    rest.remove_prefix(count);
    return number;
  }
};

Time readOffset(Cursor& text, Time local) {
  if (text.rest.empty() || text.skip('Z')) return local;
  const bool east = text.skip('+');
  if (!east) text.expect('-');
  const int hour = text.digits(2);
  text.expect(':');
  const int minute = text.digits(2);
  text.failed = text.failed || hour > 23 || minute > 59;
  const auto offset = hours(hour) + minutes(minute);
  return east ? local - offset : local + offset;
}

Time readClock(Cursor& text, std::chrono::sys_days date) {
  const int hour = text.digits(2);
  text.expect(':');
  const int minute = text.digits(2);
  const int second = text.skip(':') ? text.digits(2) : 0;
  const int thousandth = text.skip('.') ? text.thousandths() : 0;
  text.failed = text.failed || hour > 23 || minute > 59 || second > 59;
  return readOffset(text, date + hours(hour) + minutes(minute) + seconds(second) + milliseconds(thousandth));
}

Time readTime(std::string_view source) {
  Cursor text{source};
  const int year = text.digits(4);
  text.expect('-');
  const int month = text.digits(2);
  text.expect('-');
  const int day = text.digits(2);
  const std::chrono::year_month_day date{std::chrono::year(year),
                                         std::chrono::month(static_cast<unsigned>(month)),
                                         std::chrono::day(static_cast<unsigned>(day))};
  Time time = text.failed || !date.ok() ? Time() : Time(std::chrono::sys_days(date));
  if (text.skip('T')) time = readClock(text, std::chrono::sys_days(std::chrono::floor<days>(time)));
  if (text.failed || !date.ok() || !text.rest.empty()) {
    throw TimeFault{fmt::format("'{}' is no time such as 2017-01-19T16:27:20.974Z", source)};
  }
  return time;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

std::string_view takeWhile(std::string_view& text, bool (*holds)(char)) {
  const auto end = std::ranges::find_if_not(text, holds);
  const auto taken = text.substr(0, static_cast<std::size_t>(end - text.begin()));
  text.remove_prefix(taken.size());
  return taken;
}

class SpanReader {
 public:
  explicit SpanReader(std::string_view source) : source_(source), rest_(stripLeft(source)) {}

  // In milliseconds; a double, since amounts are not bounded.
  double read() {
    const double sign = rest_.starts_with('-') ? -1 : 1;
    if (rest_.starts_with('-') || rest_.starts_with('+')) rest_.remove_prefix(1);
    double sum = 0;
    for (rest_ = stripLeft(rest_); !rest_.empty(); rest_ = stripLeft(rest_)) sum += readAmount();
    return sign * sum;
  }

 private:
  double readAmount() {
    const auto digits = takeWhile(rest_, isDigit);
    double amount = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    rest_ = stripLeft(rest_);
    const std::string word = lowercase(takeWhile(rest_, isLetter));
    const auto unit = std::find_if(units.begin() + next_, units.end(), [&](const Unit& candidate) {
      return !word.empty() && std::ranges::find(candidate.names, word) != candidate.names.end();
    });
    if (read.ec != std::errc{} || unit == units.end()) {
      throw TimeFault{fmt::format("String: '{}' isn't a time expression", source_)};
    }
    next_ = unit - units.begin() + 1;
    return amount * static_cast<double>(unit->size.count());
  }

  std::string_view source_;
  std::string_view rest_;
  std::ptrdiff_t next_ = 0;  // no unit before this one may come
};

std::string written(Time time) {
  const auto date = std::chrono::floor<days>(time);
  const std::chrono::year_month_day ymd(date);
  const std::chrono::hh_mm_ss<milliseconds> clock(time - date);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(ymd.year()),
                     static_cast<unsigned>(ymd.month()), static_cast<unsigned>(ymd.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count(),
                     clock.subseconds().count());
}

}  // namespace

std::string timeFrom(std::string_view reference, std::string_view span) {
  constexpr Time first = std::chrono::sys_days(std::chrono::year(0) / 1 / 1);
  constexpr Time end = std::chrono::sys_days(std::chrono::year(10000) / 1 / 1);
  const double shift = SpanReader(span).read();
  const Time from = readTime(reference);
  const double sum = static_cast<double>(from.time_since_epoch().count()) + shift;
  if (sum < static_cast<double>(first.time_since_epoch().count()) ||
      sum >= static_cast<double>(end.time_since_epoch().count())) {
    throw TimeFault{fmt::format("'{}' from {} lies outside the years 0 to 9999", span, reference)};
  }
  return written(from + milliseconds(static_cast<std::int64_t>(shift)));
}

}  // namespace aictl::jsone
