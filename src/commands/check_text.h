#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "commands/command.h"
#include "core/base/check.h"
#include "core/base/value.h"
#include "core/report/report.h"

/// What checks of a machine saw, as texts.
namespace aictl::commands {

/// A line for each check that is well, and one for each observation that is not, with what to do below it.
std::string checksText(const std::vector<Check>& checks, Colours colours = Colours::off);

/// `{schema, verdict, checks: [{name, verdict, observations: [{device, verdict, evidence, remedy}]}]}`;
/// commands/schemas/check.json
Value checksValue(const std::vector<Check>& checks);

/// For formats that CI systems read: each observation is something that was checked, or skipped, and a
/// finding where it is not well. The subject is the command that checks, as `rdma`.
report::Report checksReport(std::string_view subject, const std::vector<Check>& checks);

/// The values of `-o` of commands that check.
extern const std::vector<std::string> checkFormats;

/// Tells what checks saw: in one of these formats as the result, and for the report of the run. Gives what
/// the command ends with: `no` where a check failed.
ExitCode tellChecks(Context& context, std::string_view format, std::string_view subject,
                    const std::vector<Check>& checks);

}  // namespace aictl::commands
