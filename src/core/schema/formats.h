#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aictl::schema {

/// A format that a template's schema can ask for.
struct Format {
  std::string_view name;
  std::string_view expected;  ///< with its article and an example: `a duration such as 90s, 12h or 1d`
  bool (*holds)(std::string_view text);
  /// What to do about a text that it does not hold for, as far as that can be told; "" else.
  std::string (*remedy)(std::string_view text);
  bool ofNumbers = false;  ///< a bare number is checked too, by its text
};

/// The format of that name; nullptr where there is none.
const Format* format(std::string_view name);

std::vector<std::string> formatNames();

/// Whether the text is an image as container runtimes read it (distribution/reference, its grammar), and
/// what to do where it is not.
bool isImage(std::string_view text);
std::string imageRemedy(std::string_view text);

/// Whether the text is a schedule as Kubernetes' CronJob takes it (robfig/cron, ParseStandard): five fields
/// or a word like `@hourly`, and no time zone.
bool isCron(std::string_view text);
std::string cronRemedy(std::string_view text);

}  // namespace aictl::schema
