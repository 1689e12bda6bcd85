#include "core/fleet/pairs.h"

#include <fmt/format.h>

#include "core/fleet/reason.h"
#include "core/fleet/told.h"
#include "core/yaml/json.h"

namespace aictl::fleet {
namespace {

class Measuring {
 public:
  Measuring(Fleet& fleet, const std::vector<std::string>& nodes, const PairsQuestion& question)
      : fleet_(fleet), question_(question), pods_(podsOf(fleet)) {
    for (const std::string& node : nodes) report_.nodes.push_back({.name = node});
  }

  Result<PairsReport> run() {
    if (auto failure = startServers()) return *std::move(failure);
    report_.rounds = roundsOfReady();
    for (std::size_t round = 0; round < report_.rounds.size(); ++round) {
      if (auto failure = measureRound(round)) return *std::move(failure);
    }
    return std::move(report_);
  }

 private:
  std::chrono::seconds startTime() const {
    return std::chrono::ceil<std::chrono::seconds>(fleet_.patience.start);
  }

  Result<Value> manifestOf(PodWish wish, const std::vector<std::string>& words) const {
    wish.words = {std::string(inPodCommand)};
    wish.words.insert(wish.words.end(), words.begin(), words.end());
    wish.access = question_.access;
    const auto tokenFile = fleet_.form.tokenFile(wish);
    if (!tokenFile) return tokenFile.failure();
    if (!tokenFile->empty()) wish.words.insert(wish.words.end(), {"--token-file", *tokenFile});
    return fleet_.form.manifest(wish);
  }

  std::optional<Failure> startServers() {
    const auto rounds = static_cast<std::int64_t>(report_.nodes.size() + 1);
    std::vector<Value> manifests;
    for (const FleetNode& node : report_.nodes) {
      PodWish wish = wishFor(fleet_, node.name, "server");
      wish.port = question_.port;
      wish.seconds = (startTime() + rounds * (startTime() + question_.longest)).count();
      servers_.push_back(wish.name);
      auto manifest = manifestOf(std::move(wish), question_.serverWords);
      if (!manifest) return manifest.failure();
      manifests.push_back(*std::move(manifest));
    }
    if (auto failure = pods_.create(manifests)) return failure;
    if (auto failure = pods_.await(servers_, Stage::ready, startTime())) return failure;
    for (std::size_t i = 0; i < servers_.size(); ++i) {
      if (auto failure = meet(i)) return failure;
    }
    return std::nullopt;
  }

  /// Finds the address of a server, or why there is none.
  std::optional<Failure> meet(std::size_t node) {
    addresses_.emplace_back();
    if (pods_.stage(servers_[node]) != Stage::ready) {
      Answer answer = answerOf(fleet_, pods_, servers_[node], report_.nodes[node].name);
      for (Finding& finding : answer.findings) finding.entry = report_.nodes[node].name;
      report_.nodes[node].findings = std::move(answer.findings);
      return std::nullopt;
    }
    auto address = fleet_.form.address(wishFor(fleet_, report_.nodes[node].name, "server"),
                                       pods_.object(servers_[node]));
    if (!address) return address.failure();
    addresses_.back() = *std::move(address);
    if (addresses_.back().empty()) {
      report_.nodes[node].findings = {{.rule = "fleet",
                                       .message = "its pod has no address in that network",
                                       .entry = report_.nodes[node].name}};
    }
    return std::nullopt;
  }

  std::vector<std::vector<Pair>> roundsOfReady() const {
    std::vector<std::size_t> ready;
    for (std::size_t i = 0; i < addresses_.size(); ++i) {
      if (!addresses_[i].empty()) ready.push_back(i);
    }
    auto rounds = tournament(ready.size());
    for (auto& round : rounds) {
      for (Pair& pair : round) pair = {ready[pair.first], ready[pair.second]};
    }
    return rounds;
  }

  std::string serverOf(const Pair& pair) const {
    const std::string& address = addresses_[pair.second];
    const bool isVersion6 = address.find(':') != std::string::npos;
    return fmt::format("{}{}{}:{}", isVersion6 ? "[" : "", address, isVersion6 ? "]" : "", question_.port);
  }

  std::optional<Failure> measureRound(std::size_t round) {
    const std::vector<Pair>& pairs = report_.rounds[round];
    std::vector<Value> manifests;
    std::vector<std::string> names;
    std::string told;
    for (const Pair& pair : pairs) {
      const std::string& client = report_.nodes[pair.first].name;
      PodWish wish = wishFor(fleet_, client, fmt::format("round-{}", round + 1));
      wish.seconds = (startTime() + question_.longest).count();
      names.push_back(wish.name);
      std::vector<std::string> words = question_.clientWords;
      words.push_back(serverOf(pair));
      auto manifest = manifestOf(std::move(wish), words);
      if (!manifest) return manifest.failure();
      manifests.push_back(*std::move(manifest));
      told += fmt::format("{}{} → {}", told.empty() ? "" : ", ", client, report_.nodes[pair.second].name);
    }
    fleet_.progress(fmt::format("round {} of {}: {}", round + 1, report_.rounds.size(), told));
    if (auto failure = pods_.create(manifests)) return failure;
    if (auto failure = pods_.await(names, Stage::ended, question_.longest)) return failure;
    for (std::size_t i = 0; i < pairs.size(); ++i) take(pairs[i], names[i]);
    for (const Finding& finding : pods_.remove(names)) fleet_.said(finding);
    return std::nullopt;
  }

  void take(const Pair& pair, const std::string& pod) {
    PairResult result{.nodes = pair, .answer = answerOf(fleet_, pods_, pod, report_.nodes[pair.first].name)};
    const auto document =
        result.answer.result.empty() ? Result<Value>(Value()) : yaml::readJson(result.answer.result);
    auto recorded = document && !document->isNull() ? rdma::bench::recordedOf(*document)
                                                    : std::vector<rdma::bench::Recorded>();
    if (document && recorded && !recorded->empty()) {
      result.results = *std::move(recorded);
      if (const Value* configuration = document->find("configuration")) result.configuration = *configuration;
      if (const Value* client = document->find("client")) report_.nodes[pair.first].machine = *client;
      if (const Value* server = document->find("server")) report_.nodes[pair.second].machine = *server;
    } else if (!hasErrors(result.answer.findings)) {
      result.answer.findings.push_back({.rule = "fleet", .message = "what it told is no whole result"});
    }
    report_.pairs.push_back(std::move(result));
  }

  Fleet& fleet_;
  const PairsQuestion& question_;
  PairsReport report_;
  std::vector<std::string> servers_;
  std::vector<std::string> addresses_;  ///< by node; "" of one that is left out
  Pods pods_;
};

}  // namespace

Result<PairsReport> measurePairs(Fleet& fleet, const std::vector<std::string>& nodes,
                                 const PairsQuestion& question) {
  return Measuring(fleet, nodes, question).run();
}

}  // namespace aictl::fleet
