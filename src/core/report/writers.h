#pragma once

#include <string>

#include "core/report/report.h"

/// The writers of the formats, one file each.
namespace aictl::report {

/// `{version: 1, subject, findings: [{severity, rule, message, entry, evidence, remedy, file, line,
/// column}]}`; all keys are always there, null where nothing is known.
std::string writeJson(const Report& report, const Places& places);

/// Workflow commands of GitHub Actions, a line each, which become annotations.
std::string writeGithub(const Report& report, const Places& places);

/// GitLab's Code Quality report: the subset of the Code Climate format that it reads.
std::string writeGitlab(const Report& report, const Places& places);

/// SARIF 2.1.0 (OASIS).
std::string writeSarif(const Report& report, const Places& places);

/// JUnit XML in the form that Jenkins and GitLab read: a test case each of what was checked, which fails
/// where it has an error, and is skipped where nothing could be looked at. What is named more than once is
/// one test case.
std::string writeJunit(const Report& report, const Places& places);

}  // namespace aictl::report
