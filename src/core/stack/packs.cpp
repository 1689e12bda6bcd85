#include "core/stack/packs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/pack/lock.h"
#include "core/stack/document.h"
#include "core/stack/entries.h"

namespace aictl::stack {
namespace {

/// Adds packs from where a stack or the command line says that they are.
class PackSources {
 public:
  PackSources(const Options& options, pack::Packs& packs, Sources& sources, Findings& findings,
              decltype(&pack::fetchCommit) folderOf)
      : options_(options), packs_(packs), sources_(sources), findings_(findings), folderOf_(folderOf) {}

  void addAll(const Value& list) {
    if (!list.isList()) {
      complain("packs are a list of folders, or of {git, ref}", list.origin());
      return;
    }
    const bool remote =
        std::ranges::any_of(list.items(), [](const Value& item) { return item.find("git") != nullptr; });
    if (remote) lock_ = pack::readLock(lockFile(options_), sources_, findings_);
    for (const Value& item : list.items()) {
      if (item.isString()) {
        const std::string name(item.string());
        addFolder(besideOrigin(name, item.origin(), sources_), name, item.origin());
      } else if (!findString(item, {"git"}).empty()) {
        addRepository(item);
      } else {
        complain("a pack is a folder, or {git: URL, ref: REF}", item.origin());
      }
    }
  }

  /// `name` is what the stack calls it.
  void addFolder(const std::string& folder, const std::string& name, Origin origin) {
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error)) {
      complain("there is no pack at '" + name + "': no such folder", origin);
      return;
    }
    auto files = pack::folderFiles(folder, sources_);
    const auto templates = files->templates();
    if (templates.empty()) complain("'" + name + "' is no pack: no folder in it has a template.yaml", origin);
    for (const std::string& templateName : templates) {
      const std::string what =
          fmt::format("the pack '{}' has a template '{}', which is ", name, templateName);
      if (std::ranges::find(stackKeys(), templateName) != stackKeys().end()) {
        complain(what + "a word of stacks", origin);
      } else if (std::ranges::find(options_.commands, templateName) != options_.commands.end()) {
        complain(what + "the name of a command", origin);
      }
    }
    packs_.add(name, std::move(files));
  }

 private:
  void complain(std::string message, Origin origin, std::string remedy = {}) {
    findings_.push_back(
        {.rule = "pack", .message = std::move(message), .origin = origin, .remedy = std::move(remedy)});
  }

  void addRepository(const Value& source) {
    const std::string url(findString(source, {"git"}));
    const std::string ref(findString(source, {"ref"}));
    if (ref.empty()) {
      complain("a pack from git needs a ref", source.origin(), "add 'ref: TAG' (a branch, tag or commit)");
      return;
    }
    const auto commit = lock_.commit(url, ref);
    if (!commit) {
      complain("aictl.lock does not hold '" + pack::hostAndPath(url) + "' at '" + ref + "'", source.origin(),
               "run 'aictl pack lock' to write it");
      return;
    }
    const auto folder = folderOf_(url, ref, *commit);
    if (!folder) {
      for (const Finding& fault : folder.failure().findings)
        complain(fault.message, source.origin(), fault.remedy);
      return;
    }
    addFolder(*folder, pack::hostAndPath(url), source.origin());
  }

  const Options& options_;
  pack::Packs& packs_;
  Sources& sources_;
  Findings& findings_;
  decltype(&pack::fetchCommit) folderOf_;
  pack::Lock lock_;
};

}  // namespace

void addPacks(const Value& document, const Options& options, pack::Packs& packs, Sources& sources,
              Findings& findings, decltype(&pack::fetchCommit) folderOf) {
  PackSources from(options, packs, sources, findings, folderOf);
  const Value* list = document.find("packs");
  if (list != nullptr && !list->isNull()) from.addAll(*list);
  for (const std::string& folder : options.packs) {
    from.addFolder(folder, folder, Origin{0, 0, sources.add("--pack " + folder)});
  }
}

}  // namespace aictl::stack
