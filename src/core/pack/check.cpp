#include "core/pack/check.h"

#include "core/pack/pack.h"

namespace aictl::pack {
namespace {

void add(const Failure& failure, Findings& findings) {
  findings.insert(findings.end(), failure.findings.begin(), failure.findings.end());
}

void checkManifests(Pack& pack, const Template& definition, Findings& findings) {
  for (const Variant& variant : definition.variants) {
    for (const std::string& path : variant.manifests) {
      const auto part = pack.part(path);
      if (!part) {
        add(part.failure(), findings);
      } else if (*part == nullptr) {
        findings.push_back({.rule = "template", .message = "there is no manifest '" + path + ".yaml'",
                            .origin = definition.origin});
      }
    }
  }
}

void checkExamples(const Template& definition, Findings& findings) {
  for (const Example& example : definition.examples) {
    definition.schema->check(definition.schema->normalise(example.spec), definition.name, findings);
  }
}

}  // namespace

std::size_t checkPack(const std::string& folder, Sources& sources, Findings& findings) {
  Packs packs(sources);
  packs.add(folder, folderFiles(folder, sources));
  const auto names = folderFiles(folder, sources)->templates();
  if (names.empty()) {
    findings.push_back({.rule = "pack", .message = "'" + folder + "' is no pack: no folder in it has a template.yaml"});
  }
  for (const std::string& name : names) {
    const auto found = packs.find(name);
    if (!found) {
      add(found.failure(), findings);
      continue;
    }
    found->definition->schema->validate(findings);
    checkManifests(*found->pack, *found->definition, findings);
    checkExamples(*found->definition, findings);
  }
  return names.size();
}

}  // namespace aictl::pack
