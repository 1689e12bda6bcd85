// What is decided without a cluster: who is measured with whom, what is odd, and what pods are and say.

#include <set>

#include "catch.h"
#include "core/fleet/matrix.h"
#include "core/fleet/outliers.h"
#include "core/fleet/pod_form.h"
#include "core/fleet/pods.h"
#include "core/fleet/told.h"
#include "core/fleet/tournament.h"
#include "core/yaml/json.h"

using namespace aictl;
using namespace aictl::fleet;
using statistics::Better;

namespace {

constexpr double good = 100;
constexpr double bad = 20;

/// The pairs of so many nodes, with a figure each.
template <class FigureOf>
std::vector<PairFigures> pairsOf(std::size_t nodes, FigureOf figureOf) {
  std::vector<PairFigures> pairs;
  for (std::size_t a = 0; a < nodes; ++a) {
    for (std::size_t b = a + 1; b < nodes; ++b) {
      const double figure = figureOf(a, b);
      pairs.push_back({a, b, {figure - 1, figure, figure + 1}});
    }
  }
  return pairs;
}

std::set<Pair> outlierPairs(const std::vector<PairFigures>& pairs, const Outliers& outliers) {
  std::set<Pair> found;
  for (const std::size_t place : outliers.pairs) found.emplace(pairs[place].a, pairs[place].b);
  return found;
}

Value readJson(const std::string& text) {
  const auto value = yaml::readJson(text);
  REQUIRE(value);
  return *value;
}

PodForm builtinForm() {
  Sources sources;
  pack::Packs packs(sources);
  const auto form = PodForm::read(packs);
  REQUIRE(form);
  return *form;
}

}  // namespace

TEST_CASE("a tournament has each pair once, and each player at most once in a round") {
  for (const std::size_t players : {2U, 3U, 4U, 5U, 8U, 9U, 32U}) {
    const auto rounds = tournament(players);
    CHECK(rounds.size() == players - (players % 2 == 0 ? 1 : 0));
    std::set<Pair> pairs;
    std::size_t count = 0;
    for (const auto& round : rounds) {
      CHECK(round.size() == players / 2);
      std::set<std::size_t> playing;
      for (const Pair& pair : round) {
        CHECK(pair.first < pair.second);
        CHECK(pair.second < players);
        playing.insert({pair.first, pair.second});
      }
      CHECK(playing.size() == 2 * round.size());
      pairs.insert(round.begin(), round.end());
      count += round.size();
    }
    CHECK(pairs.size() == players * (players - 1) / 2);
    CHECK(count == pairs.size());
  }
}

TEST_CASE("nobody plays alone") {
  CHECK(tournament(0).empty());
  CHECK(tournament(1).empty());
}

TEST_CASE("links that differ within the noise have no outlier") {
  const auto pairs = pairsOf(
      5, [](std::size_t a, std::size_t b) { return good + static_cast<double>(a) - static_cast<double>(b); });
  const Outliers outliers = findOutliers(pairs, 5, Better::higher);
  CHECK(outliers.isKnown);
  CHECK(outliers.nodes.empty());
  CHECK(outliers.pairs.empty());
}

TEST_CASE("a slow node is found among few nodes, with all of its pairs") {
  for (const std::size_t nodes : {3U, 4U, 5U, 8U}) {
    const auto pairs = pairsOf(nodes, [](std::size_t a, std::size_t) { return a == 0 ? bad : good; });
    const Outliers outliers = findOutliers(pairs, nodes, Better::higher);
    INFO(nodes);
    CHECK(outliers.nodes == std::vector<std::size_t>{0});
    CHECK(outliers.pairs.size() == nodes - 1);
    CHECK(outliers.reference == good);
  }
}

TEST_CASE("a slow link makes its pair an outlier, and none of its nodes") {
  const auto pairs = pairsOf(4, [](std::size_t a, std::size_t b) { return a == 1 && b == 2 ? bad : good; });
  const Outliers outliers = findOutliers(pairs, 4, Better::higher);
  CHECK(outliers.nodes.empty());
  CHECK(outlierPairs(pairs, outliers) == std::set<Pair>{{1, 2}});
}

TEST_CASE("of latencies the high ones are worse, and what is better than the others is none") {
  const auto pairs = pairsOf(5, [](std::size_t a, std::size_t b) { return a == 1 && b == 2 ? bad : good; });
  CHECK(findOutliers(pairs, 5, Better::lower).pairs.empty());
  const auto slow =
      pairsOf(5, [](std::size_t a, std::size_t b) { return a == 1 && b == 2 ? 2 * good : good; });
  CHECK(outlierPairs(slow, findOutliers(slow, 5, Better::lower)) == std::set<Pair>{{1, 2}});
}

TEST_CASE("a pair whose rounds spread as far as it is off is no outlier") {
  auto pairs = pairsOf(5, [](std::size_t, std::size_t) { return good; });
  pairs[3].rounds = {20, 70, 130};
  CHECK(findOutliers(pairs, 5, Better::higher).pairs.empty());
}

TEST_CASE("one pair has nothing to be compared with") {
  const auto pairs = pairsOf(2, [](std::size_t, std::size_t) { return good; });
  CHECK_FALSE(findOutliers(pairs, 2, Better::higher).isKnown);
}

TEST_CASE("a log is taken apart into the result, findings, and what is of others") {
  const Finding finding{.severity = Severity::warning,
                        .rule = "device",
                        .message = "a \"quoted\" word",
                        .entry = {},
                        .evidence = "seen",
                        .remedy = "do"};
  const Told told = toldIn(std::vector<std::string>{resultLine("one"), "exec: no such file", resultLine(""),
                                                    findingLine(finding), resultLine("  two"), "! no JSON"});
  CHECK(told.result == "one\n\n  two\n");
  REQUIRE(told.findings.size() == 1);
  CHECK(told.findings[0].severity == Severity::warning);
  CHECK(told.findings[0].message == finding.message);
  CHECK(told.findings[0].remedy == "do");
  CHECK(told.others == std::vector<std::string>{"exec: no such file", "! no JSON"});
}

TEST_CASE("a pod goes to its node by the scheduler, asks for no device and has no rights at all") {
  const auto manifest = builtinForm().manifest({.name = "aictl-1-a",
                                                .nameSpace = "ml",
                                                .node = "node-a",
                                                .image = "x:1",
                                                .words = {"rdma", "bench"},
                                                .labels = readJson(R"({"aictl.dev/fleet-run": "1"})"),
                                                .seconds = 90,
                                                .port = 18515});
  REQUIRE(manifest);
  const Value& spec = *manifest->find("spec");
  CHECK(spec.find("nodeName") == nullptr);
  CHECK(yaml::writeJson(*find(spec, {"affinity", "nodeAffinity"})).find(R"("values":["node-a"])") !=
        std::string::npos);
  CHECK(*spec.find("activeDeadlineSeconds") == Value(90));
  CHECK(spec.find("hostNetwork") == nullptr);
  CHECK(spec.find("volumes") == nullptr);
  const Value& container = spec.find("containers")->items()[0];
  CHECK(container.find("resources") == nullptr);
  CHECK(yaml::writeJson(*container.find("args")) == R"(["rdma","bench"])");
  CHECK(*find(container, {"securityContext", "allowPrivilegeEscalation"}) == Value(false));
  CHECK(*find(container, {"startupProbe", "tcpSocket", "port"}) == Value(18515));
  CHECK(findString(*manifest, {"metadata", "labels", "aictl.dev/fleet-run"}) == "1");
}

TEST_CASE("a pod that looks at its node says what that takes, and asks for no accelerator") {
  const PodForm form = builtinForm();
  const auto manifest =
      form.manifest({.name = "a", .node = "node-a", .image = "x:1", .access = Access::node});
  REQUIRE(manifest);
  const Value& container = find(*manifest, {"spec", "containers"})->items()[0];
  CHECK(*find(container, {"securityContext", "privileged"}) == Value(true));
  CHECK(container.find("resources") == nullptr);
  CHECK(container.find("startupProbe") == nullptr);
  CHECK(form.needs({.access = Access::node})->size() == 3);
  CHECK(form.needs({})->empty());
  CHECK(*form.root({.access = Access::node}) == "/host");
  CHECK(form.root({})->empty());
}

TEST_CASE("a pod with messages in the memory of a GPU sees those of its node, and asks for none") {
  const PodForm form = builtinForm();
  PodWish wish{.name = "a", .nameSpace = "ml", .node = "node-a", .image = "x:1", .usesGpu = true};
  const auto wanted = form.toRead(wish);
  REQUIRE(wanted->size() == 1);
  CHECK(wanted->front().kind == "RuntimeClass");
  CHECK(wanted->front().isOptional);
  wish.read["runtimeClass"] = Value();
  const auto usual = form.manifest(wish);
  REQUIRE(usual);
  CHECK(find(*usual, {"spec", "runtimeClassName"}) == nullptr);
  const Value& container = find(*usual, {"spec", "containers"})->items()[0];
  CHECK(
      yaml::writeJson(*container.find("env")) ==
      R"([{"name":"NVIDIA_VISIBLE_DEVICES","value":"all"},{"name":"NVIDIA_DRIVER_CAPABILITIES","value":"compute,utility"}])");
  CHECK(container.find("resources") == nullptr);
  CHECK(find(container, {"securityContext", "privileged"}) == nullptr);
  CHECK(form.needs(wish)->front() == "the GPUs of their nodes, of which they ask for none and see all");
  CHECK(form.needs(wish)->back() == "NVIDIA's container runtime");
  wish.read["runtimeClass"] = readJson(R"({"metadata": {"name": "nvidia"}})");
  CHECK(findString(*form.manifest(wish), {"spec", "runtimeClassName"}) == "nvidia");
  CHECK(form.needs(wish)->back() == "the runtime class nvidia");
}

TEST_CASE("a pod with a token has it as a file of a Secret, beside the files of its node") {
  const PodForm form = builtinForm();
  PodWish wish{.name = "a", .image = "x:1", .access = Access::node, .tokenSecret = "aictl-1-token"};
  CHECK(*form.tokenFile(wish) == "/run/aictl/token");
  CHECK(form.needs(wish)->back() == "a Secret with the token");
  const Value spec = *form.manifest(wish)->find("spec");
  CHECK(yaml::writeJson((*spec.find("volumes"))[1]) ==
        R"({"name":"token","secret":{"secretName":"aictl-1-token"}})");
  CHECK(yaml::writeJson((*find(spec.find("containers")->items()[0], {"volumeMounts"}))[1]) ==
        R"({"name":"token","mountPath":"/run/aictl","readOnly":true})");
  wish.tokenSecret.clear();
  CHECK(form.tokenFile(wish)->empty());
}

TEST_CASE("the address of a pod is known once it has one") {
  const PodForm form = builtinForm();
  CHECK(*form.address({}, readJson(R"({"status": {"podIP": "10.0.0.7"}})")) == "10.0.0.7");
  CHECK(form.address({}, readJson(R"({"status": {}})"))->empty());
}

TEST_CASE("a pod in a secondary network asks for its device, and is reached where that network says") {
  const PodForm form = builtinForm();
  PodWish wish{.name = "a", .nameSpace = "ml", .node = "node-a", .image = "x:1", .network = "rdma-net"};
  const auto wanted = form.toRead(wish);
  REQUIRE(wanted->size() == 1);
  CHECK(wanted->front().name == "rdma-net");
  wish.read[wanted->front().as] =
      readJson(R"({"metadata": {"annotations": {"k8s.v1.cni.cncf.io/resourceName": "rdma/hca"}}})");
  const auto manifest = form.manifest(wish);
  REQUIRE(manifest);
  const Value& container = find(*manifest, {"spec", "containers"})->items()[0];
  CHECK(findString(container, {"resources", "limits", "rdma/hca"}) == "1");
  CHECK(yaml::writeJson(*find(container, {"securityContext", "capabilities"})) ==
        R"({"drop":["ALL"],"add":["IPC_LOCK"]})");
  CHECK(form.needs(wish)->back() == "a device of rdma/hca each");

  const auto address = [&](const std::string& status) {
    Value pod = readJson(R"({"metadata": {"annotations": {}}, "status": {"podIP": "10.0.0.7"}})");
    pod.at("metadata").at("annotations").set("k8s.v1.cni.cncf.io/network-status", Value(status));
    return *form.address(wish, pod);
  };
  CHECK(
      address(R"([{"name": "cni", "ips": ["10.0.0.7"]}, {"name": "ml/rdma-net", "ips": ["192.168.5.2"]}])") ==
      "192.168.5.2");
  CHECK(address("no JSON").empty());
}

TEST_CASE("a pod is ready once its condition says so, and not when it runs") {
  CHECK(stageOf(readJson("{}")) == Stage::coming);
  CHECK(stageOf(readJson(R"({"status": {"phase": "Running"}})")) == Stage::running);
  CHECK(stageOf(readJson(
            R"({"status": {"phase": "Running", "conditions": [{"type": "Ready", "status": "True"}]}})")) ==
        Stage::ready);
  CHECK(stageOf(readJson(R"({"status": {"phase": "Failed"}})")) == Stage::ended);
}

TEST_CASE("a command of many nodes ends as the worst of them, and with 5 where no node has the thing") {
  const auto answers = [](std::initializer_list<std::optional<ExitCode>> codes) {
    std::vector<Answer> all;
    for (const auto& code : codes) all.push_back({.code = code});
    return all;
  };
  CHECK(exitCode(answers({ExitCode::done, ExitCode::notHere})) == ExitCode::done);
  CHECK(exitCode(answers({ExitCode::notHere, ExitCode::notHere})) == ExitCode::notHere);
  CHECK(exitCode(answers({ExitCode::done, ExitCode::no, ExitCode::notHere})) == ExitCode::no);
  CHECK(exitCode(answers({ExitCode::no, std::nullopt})) == ExitCode::noAnswer);
}

TEST_CASE("what an odd node has is told of the node, and not of each of its pairs") {
  PairsReport report;
  for (const char* name : {"a", "b", "c", "d"}) report.nodes.push_back({.name = name});
  const rdma::bench::Test test{.measure = rdma::bench::Measure::bandwidth, .bytes = 65536};
  for (const PairFigures& pair : pairsOf(4, [](std::size_t, std::size_t b) { return b == 3 ? bad : good; })) {
    std::vector<double> bytes;
    for (const double gigabits : pair.rounds) bytes.push_back(gigabits * 1e9 / 8);
    report.pairs.push_back({.nodes = {pair.a, pair.b}, .results = {{test, bytes}}});
  }
  const Findings findings = judge(report, matricesOf(report));
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].entry == "d");
  CHECK(findings[0].message == "tcp send bandwidth, 64 KiB: 20 Gb/s, where the others have 100 Gb/s");
}

TEST_CASE("what pairs say in the same words is told once") {
  PairsReport report;
  for (const char* name : {"a", "b", "c"}) report.nodes.push_back({.name = name});
  const Findings said{{.severity = Severity::info, .rule = "bench", .message = "no RDMA device"}};
  for (const Pair& pair : {Pair{0, 1}, Pair{0, 2}, Pair{1, 2}})
    report.pairs.push_back({.nodes = pair, .answer = {.findings = said}});
  Findings findings = judge(report, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].entry.empty());
  report.pairs[0].answer.findings.clear();
  findings = judge(report, {});
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].entry == "a → c and 1 more");
}
