#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "commands/commands.h"
#include "commands/counted.h"
#include "commands/options.h"
#include "commands/stack/template_command.h"
#include "commands/verbs.h"
#include "core/base/file.h"
#include "core/pack/check.h"
#include "core/pack/git.h"
#include "core/pack/lock.h"
#include "core/stack/document.h"
#include "core/stack/entries.h"

namespace aictl::commands {
namespace {

/// A template's name is a command's and a key of stacks: it must not be one that means something else there.
void checkNames(const std::string& folder, Sources& sources, Findings& findings) {
  for (const std::string& name : pack::folderFiles(folder, sources)->templates()) {
    const bool isCommand = std::ranges::find(all(), name, &Command::name) != all().end();
    const bool isKey = std::ranges::find(stack::stackKeys(), name) != stack::stackKeys().end();
    if (!isCommand && !isKey) continue;
    findings.push_back({.rule = "pack",
                        .message = fmt::format("a template cannot be called '{}', which is {}", name,
                                               isCommand ? "the name of a command" : "a word of stacks"),
                        .origin = {0, 0, sources.add(fmt::format("{}/{}", folder, name))}});
  }
}

void checkFlags(const std::string& folder, Sources& sources, Findings& findings) {
  pack::Packs packs(sources);
  packs.add(folder, pack::folderFiles(folder, sources));
  for (const std::string& name : packs.last().templates()) {
    const auto found = packs.find(name);
    if (found) checkFlagNames(*found->definition, findings);
  }
}

ExitCode checkPack(Context& context, std::vector<std::string> arguments) {
  std::string folder;
  const auto app = makeApp("pack check", "FOLDER", "Say all that is wrong with a folder of templates.");
  app->add_option("FOLDER", folder, "The pack")->required();
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  Findings findings;
  checkNames(folder, context.sources, findings);
  const auto count = pack::checkPack(folder, context.sources, findings);
  if (!hasErrors(findings)) checkFlags(folder, context.sources, findings);
  const bool good = !hasErrors(findings);
  context.terminal.show(std::move(findings), context.sources);
  if (good) context.terminal.message(folder + ": " + counted(count, "template", "templates") + ", no errors");
  return good ? ExitCode::done : ExitCode::badInput;
}

/// The packs from git of a stack, those of all its environments too.
std::vector<Value> remotePacks(stack::Options options, Sources& sources, Findings& findings) {
  auto environments = stack::environments(options);
  environments.insert(environments.begin(), std::string());
  std::vector<Value> packs;
  for (auto& environment : environments) {
    options.environment = std::move(environment);
    const Value document = stack::readFiles(options, sources, findings);
    const Value* list = document.find("packs");
    if (hasErrors(findings) || list == nullptr || !list->isList()) continue;
    for (const Value& item : list->items()) {
      if (item.find("git") != nullptr) packs.push_back(item);
    }
  }
  return packs;
}

/// Asks each repository where its ref is now.
Result<pack::Lock> resolveLock(const std::vector<Value>& packs) {
  pack::Lock lock;
  for (const Value& item : packs) {
    const std::string url(findString(item, {"git"}));
    const std::string ref(findString(item, {"ref"}));
    if (url.empty() || ref.empty()) {
      return Failure(ExitCode::badInput, Finding{.rule = "pack",
                                                 .message = "a pack from git needs a URL and a ref",
                                                 .origin = item.origin(),
                                                 .remedy = "write it as {git: URL, ref: REF}"});
    }
    if (lock.commit(url, ref)) continue;
    auto commit = pack::remoteCommit(url, ref);
    if (!commit) {
      for (Finding& finding : commit.failure().findings) finding.origin = item.origin();
      return commit.failure();
    }
    lock.pins.push_back({url, ref, *commit});
  }
  return lock;
}

ExitCode lockPacks(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  const auto app =
      makeApp("pack lock", "[OPTIONS]", "Write aictl.lock: the commit that each pack from git is at now.");
  app->add_option("-f,--file", options.files, "Stack file; may repeat (aictl.yaml)")
      ->type_name("FILE")
      ->allow_extra_args(false);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  const auto fail = [&](const Failure& failure) {
    context.terminal.show(failure.findings, context.sources);
    return failure.code;
  };
  Findings findings;
  const auto packs = remotePacks(options, context.sources, findings);
  if (hasErrors(findings)) return fail({ExitCode::badInput, findings});
  const auto lock = resolveLock(packs);
  if (!lock) return fail(lock.failure());
  const auto written = writeFile(stack::lockFile(options), pack::writeLock(*lock));
  if (!written) return fail(written.failure());
  if (lock->pins.empty()) context.terminal.message(stack::firstFile(options) + " has no packs from git");
  for (const auto& pin : lock->pins)
    context.terminal.message(pack::hostAndPath(pin.url) + " " + pin.ref + " is at " + pin.commit);
  return ExitCode::done;
}

}  // namespace

ExitCode runPack(Context& context, std::vector<std::string> arguments) {
  constexpr std::array verbs{
      Verb{"check", "FOLDER", "say all that is wrong with a folder of templates", checkPack},
      Verb{"lock", "[-f FILE]", "write aictl.lock for the packs from git of a stack", lockPacks}};
  return runVerb(context, "pack", verbs, std::move(arguments));
}

}  // namespace aictl::commands
