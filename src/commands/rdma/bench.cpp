#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "commands/baseline_file.h"
#include "commands/counted.h"
#include "commands/options.h"
#include "commands/rdma/bench_nodes.h"
#include "commands/rdma/bench_options.h"
#include "commands/rdma/bench_page.h"
#include "commands/rdma/bench_text.h"
#include "commands/rdma/rdma.h"
#include "core/base/file.h"
#include "core/rdma/bench/expectation.h"
#include "core/rdma/bench/loopback.h"
#include "core/rdma/bench/machine.h"
#include "core/rdma/bench/pinning.h"
#include "core/rdma/bench/report_value.h"
#include "core/rdma/bench/server.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

using namespace rdma::bench;

ExitCode fail(Context& context, const Failure& failure) {
  context.terminal.show(failure.findings, context.sources);
  return failure.code;
}

/// What this machine measures with.
struct Here {
  std::unique_ptr<VerbsPort> port;  ///< none where there is no RDMA
  std::vector<int> cores;
  Value machine;

  const ChosenPort* chosen() const { return port ? &port->chosen() : nullptr; }
  std::function<rdma::Counters()> portCounters() const {
    if (!port) return {};
    return [folder = fmt::format("/sys/class/infiniband/{}/ports/{}", chosen()->device.name,
                                 chosen()->port.number)] { return rdma::portCounters(folder); };
  }
};

/// Whether somebody asked for RDMA by name, and not for whatever there is.
bool isRdmaWanted(const BenchOptions& options, const std::vector<Transport>& transports) {
  return !options.device.device.empty() || portChoiceOf(options).memory == Memory::gpu ||
         std::ranges::any_of(transports, usesRdma);
}

/// Those for the threads that measure: beside the device, or as they were named.
Result<std::vector<int>> coresOf(const BenchOptions& options, const ChosenPort* port) {
  if (options.cores.empty()) return coresBeside("", port);
  const auto allowed = allowedCores();
  for (const int core : options.cores) {
    if (std::ranges::find(allowed, core) != allowed.end()) continue;
    return Failure(ExitCode::badInput,
                   Finding{.rule = "usage",
                           .message = fmt::format("this process may not run on core {}: it may on {}", core,
                                                  fmt::join(allowed, ", "))});
  }
  return options.cores;
}

/// Opens the RDMA device; where there is none, that is a failure only for who asked for one.
Result<Here> lookHere(Context& context, const BenchOptions& options,
                      const std::vector<Transport>& transports) {
  Here here;
  const bool isWanted = isRdmaWanted(options, transports);
  const auto devices = rdma::devices("");
  if (isWanted || (transports.empty() && !devices.empty())) {
    auto chosen = choosePort(devices, portChoiceOf(options));
    Result<std::unique_ptr<VerbsPort>> port = chosen ? VerbsPort::open(*std::move(chosen)) : chosen.failure();
    if (port) {
      here.port = *std::move(port);
    } else if (isWanted) {
      return port.failure();
    } else {
      for (Finding& finding : port.failure().findings) finding.severity = Severity::warning;
      context.terminal.show(port.failure().findings, context.sources);
    }
  }
  auto cores = coresOf(options, here.chosen());
  if (!cores) return cores.failure();
  here.cores = *std::move(cores);
  here.machine = machineValue("", here.chosen(), here.cores);
  return here;
}

ExitCode runServer(Context& context, const BenchOptions& options, Here here, const std::string& token) {
  auto listener = listenAt({"", options.port});
  if (!listener) return fail(context, listener.failure());
  context.terminal.message(fmt::format("waiting for clients at port {}; Ctrl-C ends it", portOf(*listener)));
  Reception reception(*std::move(listener), token, context.stop);
  // From the other end than a client's: both may be on one machine.
  const std::vector<int> cores(here.cores.rbegin(), here.cores.rend());
  const Side side{.stop = context.stop,
                  .verbs = here.port.get(),
                  .portCounters = here.portCounters(),
                  .cores = options.cores.empty() ? cores : options.cores};
  serveAll(reception, side, here.machine, [&](const std::string& client, const Result<Configuration>& end) {
    if (end) {
      context.terminal.message(fmt::format("{}: {} in {}", client,
                                           counted(end->tests.size(), "test", "tests"),
                                           counted(end->rounds, "round", "rounds")));
    } else {
      for (const Finding& finding : end.failure().findings)
        context.terminal.message(fmt::format("{}: {}", client, finding.message));
    }
  });
  return ExitCode::interrupted;
}

/// Every other core of those at hand is the other side's; all of them where there is one alone.
std::vector<int> everyOther(const std::vector<int>& cores, std::size_t first) {
  std::vector<int> chosen;
  if (cores.size() < 2) return chosen;
  for (std::size_t i = first; i < cores.size(); i += 2) chosen.push_back(cores[i]);
  return chosen;
}

Result<Report> measureAs(Context& context, const BenchOptions& options, const Wish& wish, const Here& here,
                         const std::string& token) {
  Request request{.token = token};
  request.queued = [&] {
    context.terminal.message("the server measures with another client: waiting for the turn");
  };
  request.plan = [&](const Common& common, Findings& notes) { return planFor(wish, common, notes); };
  request.progress = [&, told = std::uint64_t{0}](std::uint64_t round, const Test&) mutable {
    if (told == round + 1) return;
    told = round + 1;
    context.terminal.step(fmt::format("round {} of {}", told, wish.settings.rounds));
  };
  Side side{.stop = context.stop, .verbs = here.port.get(), .cores = here.cores};
  if (options.isLoopback) {
    Side other = side;
    side.portCounters = here.portCounters();  // one port for both
    side.cores = everyOther(here.cores, 0);
    other.cores = everyOther(here.cores, 1);
    return measureLoopback(std::move(request), std::move(side), std::move(other), here.machine);
  }
  side.portCounters = here.portCounters();
  const auto address = addressOf(options.server);
  if (!address) {
    return Failure(ExitCode::badInput, Finding{.rule = "usage",
                                               .message = "'" + options.server + "' is no address",
                                               .remedy = "write it as host, host:port or [IPv6]:port"});
  }
  request.server = *address;
  return measure(request, std::move(side), here.machine);
}

std::string textOf(const Report& report, std::string_view format) {
  if (format == "json") return yaml::writeJson(reportValue(report), 2) + "\n";
  if (format == "csv") return benchCsv(report);
  if (format == "perftest") return benchPerftest(report);
  return benchTable(report);
}

Findings faultsOf(const Value& document) {
  const auto recorded = recordedOf(document);
  return recorded ? Findings() : recorded.failure().findings;
}

/// What is to be said of the figures; a Failure where the baseline is none for them.
Result<Findings> verdictOf(const Report& report, const BenchOptions& options, const Value& baseline) {
  Findings findings = report.notes;
  append(findings, judge(report, options.limits));
  append(findings, judgeReach(report));
  if (baseline.isNull()) return findings;
  auto compared = compareWith(report, baseline);
  if (!compared) return compared.failure();
  append(findings, *std::move(compared));
  return findings;
}

Result<bool> writeFiles(const Report& report, const BenchOptions& options, const Value& baseline) {
  if (!options.saveFile.empty()) {
    auto written = writeFile(options.saveFile, textOf(report, "json"));
    if (!written) return written;
  }
  if (options.htmlFile.empty()) return true;
  std::vector<Recorded> earlier;
  if (!baseline.isNull()) earlier = *recordedOf(baseline);
  return writeFile(options.htmlFile, benchPage(report, earlier));
}

}  // namespace

ExitCode runRdmaBench(Context& context, std::vector<std::string> arguments) {
  BenchOptions options;
  FleetOptions onNodes;
  const auto app = makeApp("rdma bench", "SERVER|--server|--loopback|--nodes NODE,... [OPTIONS]",
                           "Measure latency and bandwidth to another machine, over RDMA and, beside it, over "
                           "TCP. The other side runs "
                           "'aictl rdma bench --server'; all options are the client's, and it gets the "
                           "results of both sides. Ends with 1 "
                           "where a limit is broken or a test became worse than the baseline.");
  addBenchOptions(*app, options);
  addFleetPairOptions(*app, onNodes);
  std::string command = "aictl rdma bench";
  for (const std::string& argument : arguments) command += " " + argument;
  if (const auto code = parse(*app, context, std::move(arguments))) return *code;
  onNodes.usesGpu = portChoiceOf(options).memory == Memory::gpu;
  if (onNodes.isWanted()) return benchNodes(context, options, onNodes, command);

  const auto wish = wishOf(options);
  if (!wish) return fail(context, wish.failure());
  const auto token = tokenOf(options);
  if (!token) return fail(context, token.failure());
  const auto baseline = readBaseline(options.baselineFile, faultsOf);
  if (!baseline) return fail(context, baseline.failure());
  auto here = lookHere(context, options, wish->transports);
  if (!here) return fail(context, here.failure());
  if (options.isServer) return runServer(context, options, *std::move(here), *token);

  const std::int64_t began = std::time(nullptr);
  auto report = measureAs(context, options, *wish, *here, *token);
  if (!report) return fail(context, report.failure());
  report->began = began;
  report->command = std::move(command);
  context.terminal.write(textOf(*report, options.format));
  if (const auto written = writeFiles(*report, options, *baseline); !written)
    return fail(context, written.failure());
  auto findings = verdictOf(*report, options, *baseline);
  if (!findings) return fail(context, findings.failure());
  const bool isGood = !hasErrors(*findings);
  context.terminal.show(*std::move(findings), context.sources);
  return isGood ? ExitCode::done : ExitCode::no;
}

}  // namespace aictl::commands
