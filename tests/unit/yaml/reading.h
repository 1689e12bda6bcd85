#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "core/yaml/yaml.h"

/// A text that has no fault, read as one document.
inline aictl::Value document(std::string_view text) {
  aictl::Findings findings;
  aictl::Value value = aictl::yaml::readDocument(text, 1, findings);
  for (const auto& finding : findings) FAIL_CHECK(finding.message);
  return value;
}

/// What is said of a text: each finding as `line:column: message; remedy`.
inline std::vector<std::string> said(std::string_view text, const aictl::yaml::Limits& limits = {}) {
  aictl::Sources sources;
  const auto file = sources.add("f", std::string(text));
  aictl::Findings findings;
  aictl::yaml::read(text, file, findings, limits);
  std::vector<std::string> lines;
  for (const auto& finding : findings) {
    const std::string line = aictl::text(finding, sources);
    lines.push_back(line.substr(line.starts_with("f: ") ? 3 : 2));
  }
  return lines;
}

/// The only thing that is said of a text.
inline std::string fault(std::string_view text, const aictl::yaml::Limits& limits = {}) {
  const auto lines = said(text, limits);
  CHECK(lines.size() == 1);
  return lines.empty() ? std::string() : lines.front();
}
