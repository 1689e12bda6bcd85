#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/check.h"
#include "core/base/value.h"

/// What checks of a machine saw, as texts.
namespace aictl::commands {

/// A line for each check that is well, and one for each observation that is not, with what to do below it.
std::string checksText(const std::vector<Check>& checks);

/// `{verdict, checks: [{name, verdict, observations: [{device, verdict, evidence, remedy}]}]}`
Value checksValue(const std::vector<Check>& checks);

/// A test case for each observation, in the form of JUnit that CI systems read. The subject is the command
/// that checks, as `rdma`.
std::string checksJunit(std::string_view subject, const std::vector<Check>& checks);

/// The worst verdict of all.
Verdict worstOf(const std::vector<Check>& checks);

}  // namespace aictl::commands
