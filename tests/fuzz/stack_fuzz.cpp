// Any text as a stack: it is read, its expressions are evaluated, and what is good of it is rendered and
// written as YAML that reads back equal. No byte ends the program, and all that is said has a message.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "core/stack/stack.h"
#include "core/yaml/yaml.h"

namespace {

using namespace aictl;

void hold(bool holds, const char* what, const std::string& text) {
  if (holds) return;
  std::fprintf(stderr, "%s:\n%s\n", what, text.c_str());
  std::abort();
}

/// What would have the stack read other files is left out: packs, manifests, and git's facts.
Value withoutFiles(Value document) {
  document.erase("packs");
  document.erase("manifests");
  return document;
}

void checkFindings(const Findings& findings, const Sources& sources) {
  for (const Finding& finding : findings) {
    const std::string line = text(finding, sources);
    hold(!finding.message.empty(), "a finding without words", line);
    hold(line.find('\n') == std::string::npos, "a finding of several lines", line);
  }
}

/// A line `--set PATH=VALUE` at the end of the text is an override.
std::vector<std::string> takeOverrides(std::string& text) {
  constexpr std::string_view mark = "\n--set ";
  std::vector<std::string> overrides;
  for (auto at = text.rfind(mark); at != std::string::npos && overrides.size() < 5; at = text.rfind(mark)) {
    overrides.push_back(text.substr(at + mark.size()));
    text.resize(at);
  }
  return overrides;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string bytes(reinterpret_cast<const char*>(data), size);
  stack::Options options{.overrides = takeOverrides(bytes)};
  Sources sources;
  Findings findings;
  const auto file = sources.add("aictl.yaml", bytes);
  constexpr yaml::Limits limits{.bytes = 1U << 20U, .depth = 100, .values = 20'000};
  Value document = yaml::readDocument(bytes, file, findings, limits);
  if (!document.isMap() || hasErrors(findings) || bytes.find("git") != std::string::npos) return 0;
  const auto stack = stack::read(withoutFiles(std::move(document)), options, sources, findings);
  const auto manifests = stack::render(stack, {}, "default", findings);
  for (const auto& manifest : manifests) {
    const std::string written = yaml::write(manifest.object);
    Findings faults;
    const Value again = yaml::readDocument(written, file, faults);
    hold(faults.empty(), "a manifest that is no YAML", written);
    hold(again == manifest.object, "a manifest that reads back different", written);
  }
  checkFindings(findings, sources);
  return 0;
}
