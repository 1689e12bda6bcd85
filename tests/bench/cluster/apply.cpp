// Applies ConfigMaps to the control plane of the cluster tests and, in turn with it, has curl send the same
// patches: shows the ratio of the times. Arguments: how many (500), how many rounds (5).
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cluster/control_plane.h"
#include "core/kube/apply/carry_out.h"
#include "core/pack/kinds.h"
#include "core/pack/pack.h"
#include "core/yaml/json.h"

using namespace aictl;
using aictl::test::ControlPlane;
using aictl::test::newNamespace;
using aictl::test::runProgram;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

kube::Access readAccess() {
  Sources sources;
  return *kube::readAccess({.kubeconfig = ControlPlane::shared().file("kubeconfig")}, sources);
}

Value configMap(const std::string& space, int number) {
  return Value::map(
      {{"apiVersion", "v1"},
       {"kind", "ConfigMap"},
       {"metadata", Value::map({{"name", fmt::format("c{}", number)}, {"namespace", space}})},
       {"data", Value::map({{"key", fmt::format("value {}", number)}, {"text", std::string(200, 'x')}})}});
}

/// Plans and carries out a stack of ConfigMaps, as `aictl apply` does.
double applyOnce(const std::string& space, int count, kube::ApplyOutcome expected) {
  const kube::ApplySet set{"bench", space};
  kube::Waves waves(1);
  for (int i = 0; i < count; ++i) {
    Value object = configMap(space, i);
    object.at("metadata").set("labels", Value::map({{kube::partOfLabel, Value(set.id())}}));
    waves[0].push_back({std::move(object), ""});
  }
  const Clock::time_point start = Clock::now();
  auto client = *kube::Client::open(readAccess(), {});
  kube::Discovery discovery(*client, "");
  Sources sources;
  pack::Packs packs(sources);
  pack::Kinds kinds(packs);
  const Result<kube::Plan> plan = kube::plan(*client, discovery, kinds, set, waves, {});
  if (!plan) std::exit((std::fprintf(stderr, "the plan went wrong\n"), 1));
  const kube::CarriedOut outcome = kube::carryOut(*client, discovery, *plan, {}, {});
  const double seconds = secondsSince(start);
  const bool good = kube::exitCode(outcome) == ExitCode::done &&
                    std::all_of(outcome.results.begin(), outcome.results.end(),
                                [&](const kube::Applied& one) { return one.outcome == expected; });
  if (!good) std::exit((std::fprintf(stderr, "the apply went wrong\n"), 1));
  return seconds;
}

double curlOnce(const std::string& space, int count, const std::string& folder) {
  const kube::Access access = readAccess();
  std::ofstream(folder + "/ca.pem") << access.cluster.certificateAuthority;
  std::ofstream(folder + "/certificate.pem") << access.user.clientCertificate;
  std::ofstream(folder + "/key.pem") << access.user.clientKey;
  std::ofstream config(folder + "/requests");
  for (int i = 0; i < count; ++i) {
    const std::string body = fmt::format("{}/body{}", folder, i);
    std::ofstream(body) << yaml::writeJson(configMap(space, i));
    if (i > 0) config << "next\n";
    config
        << "url = \"" << access.cluster.server << "/api/v1/namespaces/" << space << "/configmaps/c" << i
        << "?fieldManager=aictl&fieldValidation=Strict\"\nrequest = PATCH\nhttp2\nsilent\nfail\ncacert = \""
        << folder << "/ca.pem\"\ncert = \"" << folder << "/certificate.pem\"\nkey = \"" << folder
        << "/key.pem\"\nheader = \"Content-Type: application/apply-patch+yaml\"\ndata-binary = \"@" << body
        << "\"\noutput = \"/dev/null\"\n";
  }
  config.close();
  const Clock::time_point start = Clock::now();
  const int code = runProgram({"curl", "--no-progress-meter", "--parallel", "--parallel-max", "100",
                               "--config", folder + "/requests"});
  const double seconds = secondsSince(start);
  if (code != 0) std::exit((std::fprintf(stderr, "curl ended with %d\n", code), 1));
  return seconds;
}

double median(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers[numbers.size() / 2];
}

}  // namespace

int main(int argumentCount, char** arguments) {
  const int count = argumentCount > 1 ? std::atoi(arguments[1]) : 500;
  const int rounds = argumentCount > 2 ? std::atoi(arguments[2]) : 5;
  std::string folder = (std::filesystem::temp_directory_path() / "aictl-bench.XXXXXX").string();
  if (::mkdtemp(folder.data()) == nullptr) return 1;
  applyOnce(newNamespace(), count, kube::ApplyOutcome::created);  // warms the server
  std::vector<double> ours;
  std::vector<double> again;
  std::vector<double> curls;
  for (int round = 0; round < rounds; ++round) {
    const std::string space = newNamespace();
    ours.push_back(applyOnce(space, count, kube::ApplyOutcome::created));
    again.push_back(applyOnce(space, count, kube::ApplyOutcome::unchanged));
    curls.push_back(curlOnce(newNamespace(), count, folder));
  }
  std::filesystem::remove_all(folder);
  rusage usage{};
  ::getrusage(RUSAGE_SELF, &usage);
  std::printf(
      "apply of %d ConfigMaps, median of %d rounds in turn: aictl %.3f s, curl --parallel --http2 %.3f s\n",
      count, rounds, median(ours), median(curls));
  std::printf("ratio to curl %.2f (budget 1.15), second apply to the first %.2f (budget 1.1)\n",
              median(ours) / median(curls), median(again) / median(ours));
  const double applies = 2 * rounds + 1;
  const double processor = static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
                           static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  std::printf("peak memory of this program %.1f MB, processor time an apply %.3f s\n",
              static_cast<double>(usage.ru_maxrss) / 1024, processor / applies);
}
