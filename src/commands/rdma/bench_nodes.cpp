#include "commands/rdma/bench_nodes.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

#include "commands/baseline_file.h"
#include "commands/fleet/session.h"
#include "commands/rdma/bench_nodes_page.h"
#include "commands/rdma/bench_nodes_text.h"
#include "core/base/file.h"
#include "core/fleet/matrix_baseline.h"
#include "core/fleet/matrix_value.h"
#include "core/fleet/token_secret.h"
#include "core/yaml/json.h"

namespace aictl::commands {
namespace {

Finding usage(std::string message, std::string remedy = {}) {
  return {.rule = "usage", .message = std::move(message), .remedy = std::move(remedy)};
}

/// What goes with one other machine alone.
Findings faultsOf(const BenchOptions& options) {
  Findings faults;
  if (!options.server.empty() || options.isServer || options.isLoopback)
    faults.push_back(usage("with --nodes both sides are nodes", "leave out SERVER, --server and --loopback"));
  if (options.format != "table" && options.format != "json")
    faults.push_back(usage(fmt::format("a matrix has no form '{}'", options.format), "it is table or json"));
  return faults;
}

/// As long as a pair can take, and more: what goes on then is taken for lost.
std::chrono::seconds longestOf(const BenchOptions& options) {
  const auto orUsual = [](std::size_t count, std::size_t usual) { return count == 0 ? usual : count; };
  constexpr std::size_t sweepSizes = 23;
  const bool isSweep = std::ranges::find(options.sizes, "sweep") != options.sizes.end();
  const std::size_t tests = orUsual(options.transports.size(), 2) * orUsual(options.operations.size(), 1) *
                            orUsual(options.measures.size(), 2) *
                            (isSweep ? sweepSizes : orUsual(options.sizes.size(), 1));
  constexpr double secondsOfIterations = 30;
  const rdma::bench::Configuration& settings = options.settings;
  const double round =
      (settings.iterations > 0 ? secondsOfIterations : settings.seconds) + settings.warmUpSeconds + 1;
  constexpr double atLeast = 60;
  const double all = atLeast + 2 * static_cast<double>(tests * settings.rounds) * round;
  return std::chrono::seconds(static_cast<std::int64_t>(std::min(all, 1e6)));
}

fleet::PairsQuestion questionOf(const BenchOptions& options, const FleetOptions& onNodes) {
  fleet::PairsQuestion question{
      .serverWords = {"rdma", "bench", "--server", "--port", std::to_string(options.port)},
      .clientWords = {"rdma", "bench", "--output", "json"},
      .port = options.port,
      .access = onNodes.usesNodeNetwork ? fleet::Access::node : fleet::Access::pod,
      .longest = longestOf(options)};
  for (std::string& word :
       ownWords(onNodes, [](const CLI::Option& option) { return option.get_group() == machineGroup; }))
    question.serverWords.push_back(std::move(word));
  for (std::string& word : ownWords(onNodes, [](const CLI::Option& option) {
         const std::string& group = option.get_group();
         return group == whatGroup || group == howGroup || group == machineGroup ||
                option.check_lname("min-bandwidth") || option.check_lname("max-latency-p99");
       }))
    question.clientWords.push_back(std::move(word));
  return question;
}

}  // namespace

ExitCode benchNodes(Context& context, const BenchOptions& options, const FleetOptions& onNodes,
                    const std::string& command) {
  const auto fail = [&](const Failure& failure) {
    context.terminal.show(failure.findings, context.sources);
    return failure.code;
  };
  if (const Findings faults = faultsOf(options); !faults.empty()) return fail({ExitCode::badInput, faults});
  const auto token = tokenOf(options);
  if (!token) return fail(token.failure());
  const auto baseline = readBaseline(options.baselineFile, fleet::baselineFaults);
  if (!baseline) return fail(baseline.failure());
  auto session = FleetSession::open(context, onNodes);
  if (!session) return session.failure().code;
  if ((*session)->nodes().size() < 2)
    return fail({ExitCode::badInput, usage("a pair takes two nodes", "name more of them")});
  const fleet::PairsQuestion question = questionOf(options, onNodes);
  std::optional<fleet::TokenSecret> secret;
  if (!token->empty()) secret.emplace((*session)->fleet());
  (*session)->announce(question.access);
  if (secret) {
    if (const auto failure = secret->create(*token)) return fail(*failure);
  }
  const std::int64_t began = std::time(nullptr);
  const auto report = fleet::measurePairs((*session)->fleet(), (*session)->nodes(), question);
  if (!report) return fail(report.failure());

  const auto matrices = fleet::matricesOf(*report);
  Findings findings = fleet::judge(*report, matrices);
  const auto compared = baseline->isNull() || matrices.empty()
                            ? Result<Findings>(Findings())
                            : fleet::compareWith(*report, matrices, *baseline);
  if (compared) append(findings, *compared);
  const fleet::RunFacts facts{
      .began = began, .command = command, .nameSpace = (*session)->fleet().nameSpace, .image = onNodes.image};
  const std::string document =
      yaml::writeJson(fleet::pairsValue(facts, *report, matrices, findings), 2) + "\n";
  context.terminal.write(options.format == "json" ? document : nodesTable(*report, matrices));
  if (!options.saveFile.empty()) {
    const auto written = writeFile(options.saveFile, document);
    if (!written) return fail(written.failure());
  }
  if (!options.htmlFile.empty()) {
    const auto written = writeFile(options.htmlFile, nodesPage(facts, *report, matrices, findings));
    if (!written) return fail(written.failure());
  }
  const bool isGood = !hasErrors(findings);
  context.terminal.show(std::move(findings), context.sources);
  if (matrices.empty()) return ExitCode::noAnswer;
  if (!compared) return fail(compared.failure());
  return isGood ? ExitCode::done : ExitCode::no;
}

}  // namespace aictl::commands
