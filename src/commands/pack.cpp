#include <fmt/format.h>
#include <algorithm>

#include <filesystem>

#include "commands/commands.h"
#include "commands/counted.h"
#include "commands/options.h"
#include "core/base/file.h"
#include "core/pack/check.h"
#include "core/pack/git.h"
#include "core/pack/lock.h"
#include "core/schema/schema.h"
#include "core/stack/entries.h"
#include "core/yaml/yaml.h"

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

ExitCode checkPack(Context& context, std::vector<std::string> arguments) {
  std::string folder;
  const auto app = makeApp("pack check", "FOLDER", "Say all that is wrong with a folder of templates.");
  app->add_option("FOLDER", folder, "The pack")->required();
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  Findings findings;
  checkNames(folder, context.sources, findings);
  const auto count = pack::checkPack(folder, context.sources, findings);
  const bool good = !hasErrors(findings);
  context.terminal.show(std::move(findings), context.sources);
  if (good) context.terminal.message(folder + ": " + counted(count, "template", "templates") + ", no errors");
  return good ? ExitCode::done : ExitCode::badInput;
}

/// Asks each repository where its ref is now.
Result<pack::Lock> resolveLock(const Value& packs) {
  pack::Lock lock;
  for (const Value& item : packs.items()) {
    const std::string url(findString(item, {"git"}));
    const std::string ref(findString(item, {"ref"}));
    if (url.empty() || ref.empty()) continue;
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
  std::string file = "aictl.yaml";
  const auto app =
      makeApp("pack lock", "[OPTIONS]", "Write aictl.lock: the commit that each pack from git is at now.");
  app->add_option("-f,--file", file, "Stack file (aictl.yaml)")->type_name("FILE");
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  const auto fail = [&](const Failure& failure) {
    context.terminal.show(failure.findings, context.sources);
    return failure.code;
  };
  const auto text = readFile(file, yaml::Limits{}.bytes);
  if (!text) return fail(text.failure());
  Findings findings;
  const Value document = yaml::readDocument(*text, context.sources.add(file, *text), findings);
  if (hasErrors(findings)) return fail({ExitCode::badInput, findings});
  const Value* packs = document.find("packs");
  const auto lock = resolveLock(packs != nullptr && packs->isList() ? *packs : Value::list());
  if (!lock) return fail(lock.failure());
  const auto path = (std::filesystem::path(file).parent_path() / "aictl.lock").string();
  const auto written = writeFile(path, pack::writeLock(*lock));
  if (!written) return fail(written.failure());
  for (const auto& pin : lock->pins)
    context.terminal.message(pin.url + " " + pin.ref + " is at " + pin.commit);
  return ExitCode::done;
}

}  // namespace

ExitCode runPack(Context& context, std::vector<std::string> arguments) {
  const std::string verb = arguments.empty() ? "" : arguments.front();
  if (!arguments.empty()) arguments.erase(arguments.begin());
  if (verb == "check") return checkPack(context, std::move(arguments));
  if (verb == "lock") return lockPacks(context, std::move(arguments));
  constexpr std::string_view usage =
      "Usage: aictl pack check FOLDER   say all that is wrong with a folder of templates\n"
      "       aictl pack lock [-f FILE] write aictl.lock for the packs from git of a stack\n";
  if (verb == "--help" || verb == "-h") {
    context.terminal.write(usage);
    return ExitCode::done;
  }
  const auto near = schema::nearest(verb, std::vector<std::string>{"check", "lock"});
  context.terminal.show(
      {{.rule = "usage",
        .message = verb.empty() ? "'pack' needs a verb" : "unknown verb '" + verb + "' of pack",
        .remedy = near.empty() ? "it is check or lock" : "did you mean '" + near + "'?"}},
      context.sources);
  return ExitCode::badInput;
}

}  // namespace aictl::commands
