#include <CLI/CLI.hpp>
#include <cmath>

#include "commands/cluster/log_text.h"
#include "commands/cluster/subjects.h"
#include "commands/cluster/wait_run.h"
#include "commands/commands.h"
#include "commands/completion/complete.h"
#include "core/base/duration.h"
#include "core/kube/logs/logs.h"

namespace aictl::commands {
namespace {

struct LogFlags {
  stack::Options stack;
  ClusterOptions cluster;
  std::vector<std::string> names;
  bool follow = false;
  bool previous = false;
  std::optional<std::int64_t> tail;
  std::string since;
  std::string container;
};

std::string countFault(const std::string& text) {
  constexpr std::size_t longest = 9;
  const bool isCount =
      !text.empty() && text.size() <= longest && text.find_first_not_of("0123456789") == std::string::npos;
  return isCount ? "" : "'" + text + "' is no number of lines";
}

void addLogFlags(CLI::App& app, LogFlags& flags) {
  app.add_option(
         "ENTRY", flags.names,
         "Entries whose logs are shown, also those that 'aictl TEMPLATE NAME' made; or KIND/NAME (all)")
      ->type_name(liveEntry);
  app.add_flag("-f,--follow", flags.follow,
               "Go on, also with pods that start later, until all runs have ended");
  app.add_option("--tail", flags.tail, "The last so many lines of each pod (all)")
      ->type_name("LINES")
      ->check(countFault);
  app.add_option("--since", flags.since, "What is younger than this, as in 10m")
      ->type_name("DURATION")
      ->check(durationFault);
  app.add_flag("-p,--previous", flags.previous, "Of the containers as they were before their last restart");
  app.add_option("-c,--container", flags.container, "Another container than the main one")->type_name("NAME");
  addStackOptions(app, flags.stack, FileOption::longOnly);
  addNamespaceOption(app, flags.stack.nameSpace);
  addClusterOptions(app, flags.cluster);
}

kube::LogOptions optionsOf(const LogFlags& flags) {
  kube::LogOptions options{.container = flags.container,
                           .tail = flags.tail,
                           .instance = flags.previous ? kube::Instance::previous : kube::Instance::current};
  if (!flags.since.empty()) {
    // The API takes whole seconds above 0.
    options.since = std::max<std::int64_t>(1, std::llround(std::ceil(duration(flags.since).value_or(0))));
  }
  return options;
}

}  // namespace

ExitCode runLogs(Context& context, std::vector<std::string> arguments) {
  LogFlags flags;
  const auto app = makeApp("logs", "[ENTRY...] [OPTIONS]",
                           "Show the logs of all pods of the entries, each line with its pod.");
  addLogFlags(*app, flags);
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;

  auto subjects = subjectsOf(context, flags.stack, flags.names, flags.cluster);
  if (!subjects) return subjects.failure().code;
  const auto members = readSubjects(context, *subjects);
  if (!members) return members.failure().code;
  const Findings unknown = unknownNames(*subjects, *members);
  context.terminal.show(unknown, context.sources);
  if (!unknown.empty()) return ExitCode::no;

  kube::LogReports reports = logReports(context);
  auto& [client, discovery] = subjects->connection;
  const auto fail = [&](const Failure& failure) {
    context.terminal.show(failure.findings, context.sources);
    return failure.code;
  };
  if (flags.follow) {
    pack::Kinds kinds(*subjects->packs);
    const auto failure = kube::followLogs(*client, *discovery, kinds, *members, optionsOf(flags), reports);
    return failure ? fail(*failure) : ExitCode::done;
  }
  // What was written already is sent on in good pieces.
  reports.line = [&](std::string_view pod, std::string_view line) {
    context.terminal.write(logText(pod, line, context.terminal.colours()));
    return true;
  };
  const auto pods = kube::readLogs(*client, *discovery, *members, optionsOf(flags), reports);
  if (!pods) return fail(pods.failure());
  if (*pods > 0) return ExitCode::done;
  context.terminal.message("there are no pods");
  return ExitCode::no;
}

}  // namespace aictl::commands
