// Any bytes: reading ends without a crash; what is read without a finding is written and read back equal.
#include <cstdio>
#include <cstdlib>

#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace {

using aictl::Findings;
using aictl::Value;

constexpr aictl::yaml::Limits limits{.bytes = 1U << 20U, .depth = 100, .values = 20'000};
constexpr aictl::yaml::Limits wide{.bytes = 1U << 28U, .depth = 100, .values = 1'000'000};

void hold(bool holds, const char* what, const std::string& text) {
  if (holds) return;
  std::fprintf(stderr, "%s:\n%s\n", what, text.c_str());
  std::abort();
}

/// Equal, and written the same, which tells 1 from 1.0; NaN equals nothing.
bool same(const Value& a, const Value& b) {
  const std::string text = aictl::yaml::write(a);
  return text == aictl::yaml::write(b) && (a == b || text.find(".nan") != std::string::npos);
}

void checkPlaces(const Value& value, std::uint32_t lines, const std::string& text) {
  const auto& origin = value.origin();
  hold(origin.file == 1 && origin.line >= 1 && origin.line <= lines && origin.column >= 1,
       "a place outside of the text", text);
  if (value.isList()) {
    for (const Value& item : value.items()) checkPlaces(item, lines, text);
  }
  if (value.isMap()) {
    for (const auto& [key, content] : value.entries()) {
      checkPlaces(key, lines, text);
      checkPlaces(content, lines, text);
    }
  }
}

void checkYaml(const std::string& text) {
  Findings findings;
  const auto documents = aictl::yaml::read(text, 1, findings, limits);
  if (!findings.empty()) return;
  std::uint32_t lines = 1;
  for (const char c : text) lines += c == '\n' ? 1 : 0;
  const std::string written = aictl::yaml::write(documents);
  const auto again = aictl::yaml::read(written, 1, findings, wide);
  hold(findings.empty(), "a fault in written YAML",
       findings.empty() ? "" : findings.front().message + "\n" + written);
  hold(again.size() == documents.size(), "documents lost", written);
  for (std::size_t i = 0; i < documents.size(); ++i) {
    checkPlaces(documents[i], lines, text);
    hold(same(documents[i], again[i]), "written and read back different", written);
    const auto json = aictl::yaml::readJson(aictl::yaml::writeJson(documents[i]));
    hold(bool(json), "written JSON is no JSON", aictl::yaml::writeJson(documents[i]));
    const Value inlined =
        aictl::yaml::readDocument(aictl::yaml::writeInline(documents[i]), 1, findings, wide);
    if (findings.empty()) hold(same(inlined, documents[i]), "on one line different", written);
    findings.clear();
  }
}

void checkJson(const std::string& text) {
  const auto value = aictl::yaml::readJson(text, 100);
  if (!value) return;
  for (const int indent : {0, 2}) {
    const auto again = aictl::yaml::readJson(aictl::yaml::writeJson(*value, indent), 100);
    hold(again && same(*again, *value), "JSON written and read back different", text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  checkYaml(text);
  checkJson(text);
  return 0;
}
