#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "core/base/finding.h"
#include "core/stack/stack.h"
#include "core/yaml/yaml.h"
#include "temporary_folder.h"

/// Stacks in a temporary folder, and what comes of them.
namespace stacking {

using Lines = std::vector<std::string>;

inline aictl::Value read(std::string_view text, std::uint16_t file = 1) {
  aictl::Findings findings;
  auto value = aictl::yaml::readDocument(text, file, findings);
  REQUIRE(findings.empty());
  return value;
}

inline std::string shown(const aictl::Value& value) { return aictl::yaml::writeInline(value); }

struct Fixture {
  TemporaryFolder folder;
  aictl::Sources sources;
  aictl::Findings findings;
  aictl::stack::Options options{.files = {folder.path("aictl.yaml")}};

  void write(std::string_view name, std::string_view text) const { folder.write(name, text); }

  /// The findings, a line each in the order of their places, with paths from the folder.
  Lines lines() {
    Lines result;
    aictl::sortByPlace(findings);
    for (const auto& finding : findings) result.push_back(relative(aictl::text(finding, sources)));
    return result;
  }

  std::string relative(std::string text) const {
    const std::string prefix = folder.path() + "/";
    for (auto at = text.find(prefix); at != std::string::npos; at = text.find(prefix))
      text.erase(at, prefix.size());
    return text;
  }

  std::string placeOf(const aictl::Value& value) const { return relative(sources.place(value.origin())); }

  aictl::stack::Stack load(std::string_view text) {
    write("aictl.yaml", text);
    return load();
  }
  aictl::stack::Stack load() { return aictl::stack::load(options, sources, findings); }

  /// Loads and renders the entries named, in the namespace `default`.
  std::vector<aictl::stack::Rendered> render(std::string_view text,
                                             const std::vector<std::string>& names = {}) {
    const auto stack = load(text);
    return aictl::stack::render(stack, names, "default", findings);
  }
};

/// What is wrong with a stack, and with what it renders to.
inline Lines said(std::string_view text) {
  Fixture fixture;
  (void)fixture.render(text);
  return fixture.lines();
}

/// A stack's text with a head, so that tests show what they are about.
inline std::string stackOf(std::string_view rest) { return "stack: s\n" + std::string(rest); }

inline const aictl::stack::StackEntry* entryOf(const aictl::stack::Stack& stack, std::string_view label) {
  for (const auto& entry : stack.entries) {
    if (entry.label() == label) return &entry;
  }
  return nullptr;
}

/// The spec of the stack's one entry, as it was written with its expressions evaluated, in its one shape.
inline std::string specOf(const aictl::stack::Stack& stack) {
  REQUIRE(stack.entries.size() == 1);
  return shown(stack.entries.front().spec);
}

/// `kind/name` of each manifest.
inline Lines objectsOf(const std::vector<aictl::stack::Rendered>& manifests) {
  Lines objects;
  for (const auto& manifest : manifests) {
    objects.push_back(std::string(aictl::findString(manifest.object, {"kind"})) + "/" +
                      std::string(aictl::findString(manifest.object, {"metadata", "name"})));
  }
  return objects;
}

}  // namespace stacking
