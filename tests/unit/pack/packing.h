#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catch.h"
#include "core/base/finding.h"
#include "core/pack/functions.h"
#include "core/pack/pack.h"
#include "core/pack/render.h"
#include "core/yaml/yaml.h"
#include "temporary_folder.h"

/// A pack in a temporary folder, and what comes of it.
namespace packing {

inline aictl::Value read(std::string_view text, std::uint16_t file = 1) {
  aictl::Findings findings;
  auto value = aictl::yaml::readDocument(text, file, findings);
  REQUIRE(findings.empty());
  return value;
}

/// `file:line:column`.
inline std::string placeOf(const aictl::Value& value) {
  const auto origin = value.origin();
  return std::to_string(origin.file) + ":" + std::to_string(origin.line) + ":" +
         std::to_string(origin.column);
}

struct Fixture {
  TemporaryFolder folder;
  aictl::Sources sources;
  aictl::Findings findings;
  aictl::pack::Packs packs{sources};

  void write(std::string_view name, std::string_view text) const { folder.write(name, text); }

  /// A template `t` that makes one ConfigMap, whose data is given.
  void writeTemplate(std::string_view more, std::string_view data = "{}") const {
    write("t/template.yaml",
          "schema: {type: object, additionalProperties: true}\n"
          "variants: [{manifests: [m.yaml]}]\n" +
              std::string(more));
    write("t/m.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {$eval: entry.metadata}\ndata: " +
                          std::string(data) + "\n");
  }

  void addPack() { packs.add("mine", aictl::pack::folderFiles(folder.path(), sources)); }

  /// The findings, a line each, with paths from the pack's folder.
  std::vector<std::string> lines() {
    std::vector<std::string> result;
    aictl::sortByPlace(findings);
    for (const auto& finding : findings) {
      std::string line = aictl::text(finding, sources);
      const std::string prefix = folder.path() + "/";
      for (auto at = line.find(prefix); at != std::string::npos; at = line.find(prefix))
        line.erase(at, prefix.size());
      result.push_back(line);
    }
    return result;
  }

  /// What `find` says of a template with a fault.
  std::vector<std::string> faultsOf(std::string_view name) {
    auto found = packs.find(name);
    REQUIRE_FALSE(found);
    findings = found.failure().findings;
    return lines();
  }
};

/// An entry of the fixture's template, with a spec that is file `aictl.yaml`.
struct Subject {
  aictl::jsone::Scope functions;
  aictl::pack::Subject subject;
  aictl::pack::Reference reference = [](const auto&, std::string_view) { return std::nullopt; };

  Subject(Fixture& fixture, std::string_view name, std::string_view spec) {
    aictl::pack::addFunctions(functions);
    auto found = fixture.packs.find(name);
    if (!found) {
      fixture.findings = found.failure().findings;
      INFO(fixture.lines().front());
      REQUIRE(found);
    }
    const auto file = fixture.sources.add("aictl.yaml", std::string(spec));
    aictl::Value value = read(spec, file);
    if (value.isNull()) value = aictl::Value::map({}, {1, 1, file});
    const auto& schema = *found->definition->schema;
    value = schema.normalise(value);
    schema.check(value, "t/x", fixture.findings);
    subject = {.found = *found,
               .name = "x",
               .nameSpace = "ml",
               .stack = "s",
               .environment = {},
               .spec = schema.fill(value),
               .origin = aictl::Origin{1, 1, file}};
  }

  std::vector<aictl::Value> manifests(Fixture& fixture) {
    return aictl::pack::EntryRenderer(subject, functions, reference).manifests(fixture.findings);
  }
  aictl::Value offers(Fixture& fixture) {
    return aictl::pack::EntryRenderer(subject, functions, reference).offers(fixture.findings);
  }
  void checkRules(Fixture& fixture) {
    aictl::pack::EntryRenderer(subject, functions, reference).checkRules(fixture.findings);
  }
};

/// The data of the one ConfigMap that the fixture's template makes, on a line.
inline std::string dataOf(Fixture& fixture, std::string_view spec = "") {
  const auto manifests = Subject(fixture, "t", spec).manifests(fixture);
  INFO((fixture.findings.empty() ? std::string() : fixture.lines().front()));
  REQUIRE(manifests.size() == 1);
  const aictl::Value* data = manifests.front().find("data");
  return data == nullptr ? "absent" : aictl::yaml::writeInline(*data);
}

}  // namespace packing
