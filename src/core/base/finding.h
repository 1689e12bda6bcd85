#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/origin.h"

namespace aictl {

enum class Severity : std::uint8_t { info, warning, error };

/// One thing that a check has to say. The words begin with a small letter and have no full stop; they name
/// what was found and what was expected. What to do stands in `remedy`.
struct Finding {
  Severity severity = Severity::error;
  std::string rule;      ///< short and stable, as in `unknown-key`; reports and filters name it
  std::string message;   ///< what was found, and what was expected
  Origin origin;         ///< the place that caused it
  std::string entry;     ///< the entry that it is about, as in `train/resnet50`; "" for none
  std::string evidence;  ///< what the check saw, where the message does not have it all
  std::string remedy;    ///< what to do, as in `did you mean 'gpus'?`
};

using Findings = std::vector<Finding>;

/// Puts `more` behind what is there.
void append(Findings& findings, Findings more);

/// Whether one of them is an error (and not a warning or an information).
bool hasErrors(const Findings& findings);

/// `error`, `warning`, `info`.
std::string_view name(Severity severity);

/// The severity of that name; none where there is none.
std::optional<Severity> severity(std::string_view name);

/// One line: `aictl.yaml:14:7: train/resnet50: unknown key 'gpu'; did you mean 'gpus'?`. Warnings and
/// informations say so after the place. Control characters, which a text may have taken from anywhere, are
/// written as escapes: a finding is one line, and does nothing to a terminal.
std::string text(const Finding& finding, const Sources& sources);

/// Puts findings into the order of their places (file, line, column); equal places keep their order.
void sortByPlace(Findings& findings);

}  // namespace aictl
