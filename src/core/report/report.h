#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/finding.h"

/// Findings in the formats that machines read: a file a format, a row of the table in formats.cpp each.
namespace aictl::report {

/// Something that was to be looked at, and may have no findings.
struct Checked {
  std::string name;     ///< as findings' `entry`
  std::string skipped;  ///< why it was not looked at; "" where it was
};

/// What one run of a command has found.
struct Report {
  std::string subject;  ///< what ran, as in `aictl validate`
  std::vector<Checked> checked;
  Findings findings;
};

/// Where findings are. Machines want paths from the top of the repository, and none of what is no file (a
/// flag, a template that is compiled in).
struct Places {
  const Sources& sources;
  std::function<std::optional<std::string>(std::string_view name)> path;  ///< of a source; none: no file

  /// The path of the finding's file; none where it is in no file.
  std::optional<std::string> file(const Finding& finding) const;
  /// What a person is told, with no place before it where `file` gives one.
  std::string message(const Finding& finding) const;
};

struct Format {
  std::string_view name;
  /// The whole text for a report, with its line end. Formats of lines have none of no findings; those of one
  /// document have a document then too.
  std::string (*write)(const Report& report, const Places& places);
  bool lines = false;  ///< it may stand among other lines
};

/// All formats, in the order of help.
std::span<const Format> formats();

/// nullptr where there is none of that name.
const Format* findFormat(std::string_view name);

}  // namespace aictl::report
