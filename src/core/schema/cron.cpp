#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <span>

#include "core/base/duration.h"
#include "core/schema/formats.h"
#include "core/schema/words.h"

// github.com/robfig/cron/v3, ParseStandard, which Kubernetes calls; Kubernetes refuses its time zones.

namespace aictl::schema {
namespace {

struct Field {
  std::string_view name;
  unsigned least;
  unsigned most;
  std::span<const std::string_view> names;  ///< from `least` on
};

constexpr std::array<std::string_view, 12> months{"jan", "feb", "mar", "apr", "may", "jun",
                                                  "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> days{"sun", "mon", "tue", "wed", "thu", "fri", "sat"};

constexpr std::array<Field, 5> fields{{{"the minute", 0, 59, {}},
                                       {"the hour", 0, 23, {}},
                                       {"the day of the month", 1, 31, {}},
                                       {"the month", 1, 12, months},
                                       {"the day of the week", 0, 6, days}}};

constexpr std::array<std::string_view, 7> words{"@annually", "@daily",  "@hourly", "@midnight",
                                                "@monthly",  "@weekly", "@yearly"};

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find_first_of(separators);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string_view> blankSeparated(std::string_view text) {
  auto parts = split(text, " \t\n\r\v\f");
  std::erase_if(parts, [](std::string_view part) { return part.empty(); });
  return parts;
}

std::optional<unsigned> number(std::string_view text) {
  unsigned value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc() || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<unsigned> position(const Field& field, std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  const auto named = std::ranges::find(field.names, lowered);
  if (named != field.names.end()) return field.least + static_cast<unsigned>(named - field.names.begin());
  const auto value = number(text);
  return value && *value >= field.least && *value <= field.most ? value : std::nullopt;
}

/// `*`, `5`, `1-5`, each with or without `/2`.
bool isRange(const Field& field, std::string_view text) {
  const auto slash = text.find('/');
  const auto bounds = text.substr(0, slash);
  if (slash != std::string_view::npos && number(text.substr(slash + 1)).value_or(0) == 0) return false;
  if (bounds == "*" || bounds == "?") return true;
  const auto hyphen = bounds.find('-');
  const auto first = position(field, bounds.substr(0, hyphen));
  const auto last = hyphen == std::string_view::npos ? first : position(field, bounds.substr(hyphen + 1));
  return first && last && *first <= *last;
}

bool isField(const Field& field, std::string_view text) {
  return std::ranges::all_of(split(text, ","), [&](std::string_view range) { return isRange(field, range); });
}

bool isInterval(std::string_view text) {
  constexpr std::string_view every = "@every ";
  return text.starts_with(every) && text.find_first_of("dw") == std::string_view::npos &&  // Go has neither
         duration(text.substr(every.size())) && number(text.substr(every.size())).value_or(0) == 0;
}

}  // namespace

bool isCron(std::string_view text) {
  if (text.starts_with('@')) return std::ranges::find(words, text) != words.end() || isInterval(text);
  const auto parts = blankSeparated(text);
  return parts.size() == fields.size() &&
         std::ranges::equal(fields, parts,
                            [](const Field& field, std::string_view part) { return isField(field, part); });
}

std::string cronRemedy(std::string_view text) {
  if (text.starts_with("TZ=") || text.starts_with("CRON_TZ=")) return "Kubernetes takes no time zone here";
  if (text.starts_with('@')) {
    std::vector<std::string> known(words.begin(), words.end());
    return "the words are " + both(known) + ", and @every with a duration as in '@every 2h'";
  }
  const auto parts = blankSeparated(text);
  if (parts.size() != fields.size()) return "it has " + count(parts.size(), "field");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (isField(field, parts[i])) continue;
    return std::string(field.name) + " cannot be " + quoted(parts[i]) + ": it is from " +
           std::to_string(field.least) + " to " + std::to_string(field.most) +
           (field.names.empty() ? "" : ", or a name such as " + std::string(field.names[1]));
  }
  return {};
}

}  // namespace aictl::schema
