#pragma once

#include <string>
#include <vector>

#include "core/base/value.h"
#include "core/gpu/check.h"

/// The results of `gpu check` as texts.
namespace aictl::commands {

/// A line for each check that is well, and one for each observation that is not, with what to do below it.
std::string checksText(const std::vector<gpu::Check>& checks);

/// `{verdict, checks: [{name, verdict, observations: [{device, verdict, evidence, remedy}]}]}`
Value checksValue(const std::vector<gpu::Check>& checks);

/// A test case for each observation, in the form of JUnit that CI systems read.
std::string checksJunit(const std::vector<gpu::Check>& checks);

/// The worst verdict of all.
gpu::Verdict worstOf(const std::vector<gpu::Check>& checks);

}  // namespace aictl::commands
