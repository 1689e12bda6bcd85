#include <CLI/CLI.hpp>
#include <algorithm>

#include "commands/cluster/subjects.h"
#include "commands/cluster/wait_run.h"
#include "commands/commands.h"
#include "commands/completion/complete.h"
#include "commands/document.h"
#include "core/yaml/json.h"

namespace aictl::commands {

ExitCode runWait(Context& context, std::vector<std::string> arguments) {
  stack::Options options;
  ClusterOptions cluster;
  WaitFlags flags;
  std::vector<std::string> names;
  std::string format;
  const auto app =
      makeApp("wait", "[ENTRY...] [OPTIONS]",
              "Wait for the stack, or the entries named, until they are ready, have failed, or are "
              "gone, whichever comes first. Ends with 0 or 1, and with 4 where the time is over.");
  app->add_option("ENTRY", names,
                  "Entries to wait for, also those that 'aictl TEMPLATE NAME' made; or KIND/NAME (all)")
      ->type_name(liveEntry);
  takesOneOf(
      *app->add_option("--for", flags.goal, "What for; done: runs have succeeded, all else is ready (ready)"),
      {"ready", "done", "deleted"});
  app->add_option("--timeout", flags.timeout, "How long at most; 0: for ever (10m)")
      ->type_name("DURATION")
      ->check(durationFault);
  app->add_option("--grace", flags.grace,
                  "How long pods may crash, or not get their image, before it is a failure (30s)")
      ->type_name("DURATION")
      ->check(durationFault);
  takesOneOf(*app->add_option("-o,--output", format, "Also the result as JSON, once it is there"), {"json"});
  addStackOptions(*app, options);
  addNamespaceOption(*app, options.nameSpace);
  addClusterOptions(*app, cluster);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto subjects = subjectsOf(context, options, names, cluster);
  if (!subjects) return subjects.failure().code;
  const auto rows = readSubjects(context, *subjects);
  if (!rows) return rows.failure().code;
  Findings unknown = unknownNames(*subjects, *rows);
  const bool isGood = flags.goal == "deleted";
  if (isGood) std::ranges::for_each(unknown, [](Finding& finding) { finding.severity = Severity::info; });
  context.terminal.show(unknown, context.sources);
  if (!unknown.empty()) return isGood ? ExitCode::done : ExitCode::no;
  for (const auto& [identity, manifest] : manifestsByIdentity(*subjects)) {
    const Value* name = find(manifest->object, {"metadata", "name"});
    if (name != nullptr) flags.places.emplace(identity, name->origin());
  }
  const Waited waited = waitFor(context, subjects->connection, *subjects->packs, *rows, flags);
  if (format == "json") {
    Value objects = Value::list();
    for (const WaitedObject& object : waited.objects) objects.push(waitedValue(object));
    const Value answer = document("wait", Value::map({{"objects", std::move(objects)}}));
    context.terminal.write(yaml::writeJson(answer, 2) + "\n");
  }
  return waited.code;
}

}  // namespace aictl::commands
