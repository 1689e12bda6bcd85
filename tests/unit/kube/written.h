#pragma once

#include <string>
#include <string_view>

#include "catch.h"
#include "core/yaml/yaml.h"

namespace aictl::test {

/// The value that a YAML text writes.
inline Value written(std::string_view text) {
  Sources sources;
  Findings findings;
  Value value = yaml::readDocument(text, sources.add("test.yaml", std::string(text)), findings);
  REQUIRE(findings.empty());
  return value;
}

}  // namespace aictl::test
