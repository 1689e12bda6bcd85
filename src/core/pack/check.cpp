#include "core/pack/check.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "core/pack/beginning.h"
#include "core/pack/functions.h"
#include "core/pack/pack.h"
#include "core/pack/queue_kinds.h"
#include "core/pack/reasons.h"
#include "core/pack/render.h"

namespace aictl::pack {
namespace {

namespace fs = std::filesystem;

/// Reads each file, also those that no template takes in.
void checkFiles(const std::string& folder, Pack& pack, Findings& findings) {
  std::vector<std::string> paths;
  std::error_code error;
  for (const auto& file : fs::recursive_directory_iterator(folder, error)) {
    if (file.path().extension() == ".yaml")
      paths.push_back(file.path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(paths);
  for (const std::string& path : paths) (void)pack.read(path, findings);
}

void checkReasons(Pack& pack, Findings& findings) {
  for (const std::string& name : pack.list("why")) {
    const auto documents = pack.readOwn("why/" + name + ".yaml", findings);
    if (!documents) continue;
    for (const Value& document : *documents) (void)Reason(document, findings);
  }
}

void checkQueueKinds(Pack& pack, Findings& findings) {
  for (const std::string& name : pack.list("queues")) {
    const auto documents = pack.readOwn("queues/" + name + ".yaml", findings);
    if (!documents) continue;
    for (const Value& document : *documents) (void)QueueKind(document, findings);
  }
}

void checkManifests(Pack& pack, const Template& definition, Findings& findings) {
  for (const Variant& variant : definition.variants) {
    for (const std::string& path : variant.manifests) {
      const auto part = pack.part(path);
      if (!part) {
        append(findings, part.failure().findings);
      } else if (*part == nullptr) {
        findings.push_back({.rule = "template",
                            .message = "there is no manifest '" + path + ".yaml'",
                            .origin = definition.origin});
      }
    }
  }
}

/// Says which of the files that `x-names` asks for are not there. A schema may recur.
void checkNames(Pack& pack, const schema::Node& node, std::set<const schema::Node*>& seen,
                Findings& findings) {
  if (!seen.insert(&node).second) return;
  if (!node.names.empty() && !pack.read("names/" + node.names + ".yaml", findings)) {
    findings.push_back({.rule = "template",
                        .message = "there is no file 'names/" + node.names + ".yaml'",
                        .origin = node.source.find("x-names")->origin(),
                        .remedy = "x-names is the name of one that says where a cluster has such names"});
  }
  for (const auto& property : node.properties) checkNames(pack, *property.schema, seen, findings);
  for (const auto* inner : {node.items, node.additional}) {
    if (inner != nullptr) checkNames(pack, *inner, seen, findings);
  }
}

/// Renders an example as an entry of a stack would be.
void renderExample(const Packs::Found& found, const Value& spec, const jsone::Scope& functions,
                   Findings& findings) {
  const Subject subject{.found = found,
                        .name = "example",
                        .nameSpace = "default",
                        .stack = "example",
                        .environment = {},
                        .spec = found.definition->schema->fill(spec),
                        .origin = spec.origin()};
  EntryRenderer renderer(subject, functions, [](const auto&, std::string_view) { return std::nullopt; });
  (void)renderer.offers(findings);
  renderer.checkRules(findings);
  (void)renderer.manifests(findings);
}

void checkExamples(const Packs::Found& found, const jsone::Scope& functions, Findings& findings) {
  const schema::Schema& schema = *found.definition->schema;
  for (const Example& example : found.definition->examples) {
    Findings faults;
    const Value spec = schema.normalise(example.spec);
    schema.check(spec, found.definition->name, faults);
    // What an example refers to is in no stack here, and what it becomes depends on that.
    if (!hasErrors(faults) && schema.references(spec).empty()) renderExample(found, spec, functions, faults);
    std::erase_if(faults, [](const Finding& fault) { return fault.severity != Severity::error; });
    append(findings, std::move(faults));
  }
}

/// Begins a stack where nothing was found.
void checkBeginning(const Packs::Found& found, Findings& findings) {
  jsone::Scope scope;
  addFunctions(scope);
  scope.set("found", nothingFound("example"));
  scope.set("has", jsone::Function([](const jsone::Call&) { return Value(); }));
  for (const char* names : {"objects", "cluster_objects"})
    scope.set(names, jsone::Function([](const jsone::Call&) { return Value::list(); }));
  const Beginning beginning(found, scope, findings);
  const auto complain = [&](const auto& result) {
    if (!result) append(findings, result.failure().findings);
  };
  complain(beginning.fits());
  complain(beginning.image());
  complain(beginning.entries("example"));
  complain(beginning.notes("example"));
}

}  // namespace

std::size_t checkPack(const std::string& folder, Sources& sources, Findings& findings) {
  Packs packs(sources);
  packs.add(folder, folderFiles(folder, sources));
  Pack& pack = packs.last();
  if (pack.templates().empty()) {
    findings.push_back(
        {.rule = "pack", .message = "'" + folder + "' is no pack: no folder in it has a template.yaml"});
    return 0;
  }
  Findings faults;
  checkFiles(folder, pack, faults);
  const bool areRead = !hasErrors(faults);
  append(findings, std::move(faults));
  if (!areRead) return pack.templates().size();
  checkReasons(pack, findings);
  checkQueueKinds(pack, findings);
  jsone::Scope functions;
  addFunctions(functions);
  for (const std::string& name : pack.templates()) {
    const auto found = packs.find(name);
    if (!found) {
      append(findings, found.failure().findings);
      continue;
    }
    found->definition->schema->validate(findings);
    checkManifests(pack, *found->definition, findings);
    std::set<const schema::Node*> seen;
    checkNames(pack, found->definition->schema->root(), seen, findings);
    checkExamples(*found, functions, findings);
    checkBeginning(*found, findings);
  }
  return pack.templates().size();
}

}  // namespace aictl::pack
