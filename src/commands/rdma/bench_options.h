#pragma once

#include <optional>
#include <string>
#include <vector>

#include "commands/parser.h"
#include "core/rdma/bench/plan.h"
#include "core/rdma/bench/socket.h"
#include "core/rdma/bench/verbs_port.h"
#include "core/rdma/bench/verdict.h"

namespace aictl::commands {

/// What a person types after `aictl rdma bench`.
struct BenchOptions {
  std::string server;  ///< whom to measure with; "" for none
  bool isServer = false;
  bool isLoopback = false;
  std::uint16_t port = rdma::bench::standardPort;  ///< of a server
  std::string tokenFile;

  std::vector<std::string> transports;
  std::vector<std::string> operations;
  std::vector<std::string> measures;
  std::vector<std::string> sizes;
  bool isBothWays = false;
  bool isWithEvents = false;
  bool isByRdmaCm = false;
  rdma::bench::Configuration settings;

  rdma::bench::PortChoice device;  ///< but for the memory, which `portChoiceOf` knows
  std::string memory;
  bool isInHugePages = false;
  bool isInGpu = false;
  std::vector<int> cores;

  std::string format = "table";
  std::string htmlFile;
  std::string saveFile;
  std::string baselineFile;
  rdma::bench::Limits limits;
};

/// Headings of options that both sides of a benchmark have a use for.
inline constexpr const char* whatGroup = "What to measure";
inline constexpr const char* howGroup = "How to measure";
inline constexpr const char* machineGroup = "This machine";

void addBenchOptions(CLI::App& app, BenchOptions& options);

/// What was chosen of this machine's devices, with the memory that messages are to lie in.
rdma::bench::PortChoice portChoiceOf(const BenchOptions& options);

/// The word that both sides have to know; "" for none. Says in words where its file has none.
Result<std::string> tokenOf(const BenchOptions& options);

/// What is to be measured, as the options say it; says in words what cannot be.
Result<rdma::bench::Wish> wishOf(const BenchOptions& options);

}  // namespace aictl::commands
