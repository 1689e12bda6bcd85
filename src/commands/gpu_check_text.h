#pragma once

#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/gpu/check.h"
#include "core/report/report.h"

/// The results of `gpu check` as texts.
namespace aictl::commands {

/// A line for each check that is well, and one for each observation that is not, with what to do below it.
std::string checksText(const std::vector<gpu::Check>& checks);

/// `{verdict, checks: [{name, verdict, observations: [{device, verdict, evidence, remedy}]}]}`
Value checksValue(const std::vector<gpu::Check>& checks);

/// For formats that CI systems read: each observation is something that was checked, and a finding where it
/// is not well.
report::Report checksReport(const std::vector<gpu::Check>& checks);

/// The worst verdict of all.
gpu::Verdict worstOf(const std::vector<gpu::Check>& checks);

}  // namespace aictl::commands
