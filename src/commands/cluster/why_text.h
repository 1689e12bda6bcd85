#pragma once

#include <string>

#include "core/kube/why/why.h"

namespace aictl::commands {

/// What is wrong with an entry, what shows it, what to do, and what else is wrong: a line each.
std::string whyText(const kube::EntryAnswers& entry);

/// The same of all entries, and what could not be read.
std::string whyText(const kube::WhyAnswers& answers);

/// The answers for scripts: `{entries: [{entry, object, state, reasons: [{message, object, more, evidence,
/// remedy}], pods, logs}], unread}`; null where there is nothing to say.
Value whyValue(const kube::WhyAnswers& answers);

}  // namespace aictl::commands
