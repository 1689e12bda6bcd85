#include "commands/rdma/bench_options.h"

#include <CLI/CLI.hpp>

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "commands/options.h"
#include "core/base/file.h"
#include "core/base/quantity.h"

namespace aictl::commands {
namespace {

using namespace rdma::bench;

constexpr const char* sweepWord = "sweep";

std::string sizeFault(const std::string& text) {
  const auto bytes = quantity(text);
  const bool isGood = text == sweepWord || (bytes && *bytes >= 1 && std::floor(*bytes) == *bytes &&
                                            *bytes <= static_cast<double>(largestMessage));
  if (isGood) return {};
  return fmt::format("'{}' is no size from 1 to {}, as in 8, 64Ki or 1Mi, nor {}", text,
                     sizeText(largestMessage), sweepWord);
}

/// A list: repeated, or with commas.
CLI::Option* addList(CLI::App& app, const char* name, std::vector<std::string>& values,
                     const char* description) {
  return app.add_option(name, values, description)
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false);
}

void addWhat(CLI::App& app, BenchOptions& options) {
  constexpr const char* group = whatGroup;
  auto* transports = addList(app, "--transport", options.transports,
                             "rc, uc and ud are RDMA, shm is with --loopback (rc, tcp, shm)");
  takesOneOf(*transports, {"rc", "uc", "ud", "tcp", "shm"});
  auto* operations = addList(app, "--operation", options.operations,
                             "rc has all, uc what sends and writes, the others send (write)");
  takesOneOf(*operations, {"send", "write", "write-imm", "read", "fetch-add", "compare-swap"});
  auto* measures = addList(app, "--measure", options.measures, "(both)");
  takesOneOf(*measures, {"latency", "bandwidth"});
  auto* sizes = addList(app, "--size", options.sizes,
                        "Bytes of a message, or 'sweep' for 2 … 8Mi (8 for latency, 64Ki for bandwidth)");
  sizes->type_name("SIZE,...")->check(sizeFault);
  auto* bothWays = app.add_flag("--both-ways", options.isBothWays, "Bandwidth in both directions at once");
  for (CLI::Option* option : {transports, operations, measures, sizes, bothWays}) option->group(group);
}

std::string countFault(const std::string& text) {
  std::uint64_t count = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), count);
  const bool isCount = read.ec == std::errc{} && read.ptr == text.data() + text.size();
  return isCount ? "" : fmt::format("'{}' is no whole number", text);
}

void addCount(CLI::App& app, const char* name, std::uint64_t& count, const char* description,
              const char* type = "COUNT") {
  app.add_option(name, count, description)->type_name(type)->check(countFault)->group(howGroup);
}

std::string limitFault(const std::string& text) {
  const auto limit = quantity(text);
  return limit && *limit > 0 ? "" : fmt::format("'{}' is no number above 0", text);
}

void addHow(CLI::App& app, BenchOptions& options) {
  constexpr const char* group = howGroup;
  Configuration& settings = options.settings;
  app.add_option("--duration", settings.seconds, "Of a round of a test (1)")
      ->type_name("SECONDS")
      ->group(group);
  addCount(app, "--iterations", settings.iterations, "Messages of a round, and not a duration");
  addCount(app, "--rounds", settings.rounds, "Each goes through all tests; their spread is the noise (5)");
  addCount(app, "--depth", settings.depth, "Messages under way at once, of a bandwidth (128)");
  addCount(app, "--connections", settings.connections, "At once, of a bandwidth: queue pairs of RDMA (1)");
  addCount(app, "--post-list", settings.postList,
           "Messages that RDMA's device is given at once, of a bandwidth (1)");
  app.add_flag("--events", options.isWithEvents, "RDMA sleeps until its device tells, and does not poll")
      ->group(group);
  app.add_flag("--rdma-cm", options.isByRdmaCm, "RDMA connects by the IP addresses of its interfaces")
      ->group(group);
  addCount(app, "--traffic-class", settings.trafficClass, "Of RDMA packets (0)", "NUMBER");
  addCount(app, "--service-level", settings.serviceLevel, "Of RDMA packets (0)", "NUMBER");
  app.add_option("--warm-up", settings.warmUpSeconds,
                 "At most; it ends once three windows are within 2 % (0.5)")
      ->type_name("SECONDS")
      ->group(group);
  app.add_option("--timeout", settings.silenceSeconds, "Of silence, after which the other side is lost (10)")
      ->type_name("SECONDS")
      ->group(group);
}

constexpr const char* hugePagesWord = "huge-pages";
constexpr std::string_view cudaWord = "cuda";

/// `cuda` or `cuda:1` → the number; none where it is no such word.
std::optional<std::optional<int>> gpuOf(std::string_view word) {
  constexpr double mostGpus = 1024;
  if (!word.starts_with(cudaWord)) return std::nullopt;
  word.remove_prefix(cudaWord.size());
  if (word.empty()) return std::optional<int>();
  const auto number = word.front() == ':' ? quantity(word.substr(1)) : std::nullopt;
  if (!number || *number < 0 || *number > mostGpus || std::floor(*number) != *number) return std::nullopt;
  return static_cast<int>(*number);
}

std::string memoryFault(const std::string& word) {
  if (word == "host" || word == hugePagesWord || gpuOf(word)) return {};
  return fmt::format("'{}' is none of host, {}, cuda and cuda:INDEX", word, hugePagesWord);
}

/// Flags stand for a word.
void addMemory(CLI::App& app, BenchOptions& options) {
  auto* const memory =
      app.add_option("--memory", options.memory,
                     "Where messages of RDMA lie: host, huge-pages, or cuda[:INDEX], a GPU (host; the GPU "
                     "nearest to the device)");
  memory->type_name("KIND")->check(memoryFault);
  auto* const hugePages =
      app.add_flag("--huge-pages", options.isInHugePages, "The same as --memory huge-pages");
  auto* const gpu = app.add_flag("--gpu", options.isInGpu, "The same as --memory cuda");
  for (CLI::Option* option : {memory, hugePages, gpu}) option->group(machineGroup);
  hugePages->excludes(memory);
  gpu->excludes(memory)->excludes(hugePages);
}

void addHere(CLI::App& app, BenchOptions& options) {
  constexpr const char* group = machineGroup;
  app.add_option("--device", options.device.device, "RDMA device, or device:port (the first that is active)")
      ->type_name("NAME")
      ->group(group);
  app.add_option("--gid-index", options.device.gidIndex, "Of its GID table (as 'aictl rdma list' chooses)")
      ->type_name("NUMBER")
      ->group(group);
  addMemory(app, options);
  app.add_option("--core", options.cores, "Cores for the threads that measure (those beside the device)")
      ->type_name("NUMBER,...")
      ->delimiter(',')
      ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
      ->allow_extra_args(false)
      ->group(group);
}

void addWhere(CLI::App& app, BenchOptions& options) {
  constexpr const char* group = "The two sides";
  app.add_option("SERVER", options.server, "Where 'aictl rdma bench --server' runs: host or host:port");
  app.add_flag("--server", options.isServer, "Wait for clients, and measure with each as it asks")
      ->group(group);
  app.add_flag("--loopback", options.isLoopback, "Both sides in this process")->group(group);
  app.add_option("--port", options.port, "Of a server")->type_name("NUMBER")->group(group);
  app.add_option("--token-file", options.tokenFile, "A file with a word that both sides have to know")
      ->type_name("FILE")
      ->group(group);
}

void addResults(CLI::App& app, BenchOptions& options) {
  constexpr const char* group = "Results";
  auto* output = app.add_option("-o,--output", options.format, "How (table)");
  takesOneOf(*output, {"table", "json", "csv", "perftest"});
  output->group(group);
  app.add_option("--save", options.saveFile, "Write the JSON document here too")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--html", options.htmlFile, "Write a page with plots here too")
      ->type_name("FILE")
      ->group(group);
  app.add_option("--min-bandwidth", options.limits.minimumGigabits,
                 "Ends with 1 below that, of RDMA if there is some")
      ->type_name("GBPS")
      ->check(limitFault)
      ->group(group);
  app.add_option("--max-latency-p99", options.limits.maximumMicrosecondsP99, "Ends with 1 above that")
      ->type_name("MICROSECONDS")
      ->check(limitFault)
      ->group(group);
  app.add_option("--baseline", options.baselineFile,
                 "An earlier JSON document: ends with 1 where a test became worse")
      ->type_name("FILE")
      ->group(group);
}

template <class Word>
std::vector<Word> wordsOf(const std::vector<std::string>& texts,
                          std::optional<Word> (*read)(std::string_view)) {
  std::vector<Word> words;
  for (const std::string& text : texts) {
    if (const auto word = read(text)) words.push_back(*word);
  }
  return words;
}

std::vector<std::uint64_t> sizesOf(const std::vector<std::string>& texts) {
  std::vector<std::uint64_t> sizes;
  for (const std::string& text : texts) {
    if (text != sweepWord) {
      sizes.push_back(static_cast<std::uint64_t>(*quantity(text)));
      continue;
    }
    for (const std::uint64_t size : sweep()) sizes.push_back(size);
  }
  return sizes;
}

}  // namespace

void addBenchOptions(CLI::App& app, BenchOptions& options) {
  addWhere(app, options);
  addWhat(app, options);
  addHow(app, options);
  addHere(app, options);
  addResults(app, options);
}

Result<std::string> tokenOf(const BenchOptions& options) {
  constexpr std::size_t limit = 4096;
  if (options.tokenFile.empty()) return std::string();
  auto token = readFile(options.tokenFile, limit);
  if (!token) return token.failure();
  while (!token->empty() && (token->back() == '\n' || token->back() == '\r')) token->pop_back();
  if (!token->empty()) return token;
  return Failure(ExitCode::badInput,
                 Finding{.rule = "token", .message = options.tokenFile + ": it is empty"});
}

PortChoice portChoiceOf(const BenchOptions& options) {
  PortChoice choice = options.device;
  const auto gpu = gpuOf(options.isInGpu ? cudaWord : options.memory);
  if (gpu) {
    choice.memory = Memory::gpu;
    choice.gpu = *gpu;
  } else if (options.isInHugePages || options.memory == hugePagesWord) {
    choice.memory = Memory::hugePages;
  }
  return choice;
}

Result<Wish> wishOf(const BenchOptions& options) {
  const int places =
      (options.server.empty() ? 0 : 1) + (options.isServer ? 1 : 0) + (options.isLoopback ? 1 : 0);
  if (places != 1) {
    return Failure(
        ExitCode::badInput,
        Finding{.rule = "usage",
                .message = places == 0 ? "the other side is needed" : "there can be one other side alone",
                .remedy = "start 'aictl rdma bench --server' there and 'aictl rdma bench HOST' here, or try "
                          "--loopback"});
  }
  Configuration settings = options.settings;
  if (options.isWithEvents) settings.waiting = Waiting::events;
  if (options.isByRdmaCm) settings.connecting = Connecting::rdmaCm;
  return Wish{.transports = wordsOf<Transport>(options.transports, transportOf),
              .operations = wordsOf<Operation>(options.operations, operationOf),
              .measures = wordsOf<Measure>(options.measures, measureOf),
              .sizes = sizesOf(options.sizes),
              .direction = options.isBothWays ? Direction::bothWays : Direction::oneWay,
              .settings = settings};
}

}  // namespace aictl::commands
