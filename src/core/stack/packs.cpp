#include "core/stack/packs.h"

#include <algorithm>
#include <filesystem>

#include "core/pack/git.h"
#include "core/pack/lock.h"
#include "core/stack/document.h"
#include "core/stack/entries.h"

namespace aictl::stack {
namespace {

void complain(std::string message, Origin origin, Findings& findings, std::string remedy = {}) {
  findings.push_back({.rule = "pack", .message = std::move(message), .origin = origin, .remedy = std::move(remedy)});
}

void addFolder(const std::string& folder, const std::string& name, Origin origin, pack::Packs& packs, Sources& sources,
               Findings& findings) {
  std::error_code error;
  if (!std::filesystem::is_directory(folder, error)) {
    complain("there is no pack at '" + name + "': no such folder", origin, findings);
    return;
  }
  auto files = pack::folderFiles(folder, sources);
  const auto templates = files->templates();
  if (templates.empty()) {
    complain("'" + name + "' is no pack: no folder in it has a template.yaml", origin, findings);
    return;
  }
  for (const std::string& templateName : templates) {
    if (std::ranges::find(stackKeys(), templateName) == stackKeys().end()) continue;
    complain("the pack '" + name + "' has a template '" + templateName + "', which is a word of stacks", origin, findings);
  }
  packs.add(name, std::move(files));
}

void addRepository(const Value& source, const pack::Lock& lock, pack::Packs& packs, Sources& sources, Findings& findings) {
  const std::string url(findString(source, {"git"}));
  const std::string ref(findString(source, {"ref"}));
  if (ref.empty()) {
    complain("a pack from git needs a ref", source.origin(), findings, "add 'ref: TAG' (a branch, tag or commit)");
    return;
  }
  const auto commit = lock.commit(url, ref);
  if (!commit) {
    complain("aictl.lock does not hold '" + url + "' at '" + ref + "'", source.origin(), findings,
             "run 'aictl pack lock' to write it");
    return;
  }
  const auto folder = pack::fetchCommit(url, ref, *commit);
  if (!folder) {
    for (const Finding& fault : folder.failure().findings) complain(fault.message, source.origin(), findings, fault.remedy);
    return;
  }
  addFolder(*folder, url, source.origin(), packs, sources, findings);
}

}  // namespace

void addPacks(const Value& document, const Options& options, pack::Packs& packs, Sources& sources, Findings& findings) {
  const Value* list = document.find("packs");
  if (list != nullptr && !list->isNull() && !list->isList()) {
    complain("packs are a list of folders, or of {git, ref}", list->origin(), findings);
  } else if (list != nullptr && list->isList()) {
    const bool remote = std::ranges::any_of(list->items(), [](const Value& item) { return item.find("git") != nullptr; });
    const pack::Lock lock = remote ? pack::readLock(besideOrigin("aictl.lock", list->origin(), sources), sources, findings)
                                   : pack::Lock{};
    for (const Value& item : list->items()) {
      if (item.isString()) {
        addFolder(besideOrigin(std::string(item.string()), item.origin(), sources), std::string(item.string()),
                  item.origin(), packs, sources, findings);
      } else if (!findString(item, {"git"}).empty()) {
        addRepository(item, lock, packs, sources, findings);
      } else {
        complain("a pack is a folder, or {git: URL, ref: REF}", item.origin(), findings);
      }
    }
  }
  for (const std::string& folder : options.packs) {
    addFolder(folder, folder, Origin{0, 0, sources.add("--pack " + folder)}, packs, sources, findings);
  }
}

}  // namespace aictl::stack
