// The speed that is promised against a real API server (the control plane of the cluster tests), each as a
// ratio to what curl or kubectl needs for the same in the same run, beside its budget. Ends with 1 where one
// is broken. Give it a machine that does nothing else.
//   bench-apply [AICTL [COUNT [ROUNDS]]]    (build/release/bin/aictl 500 5)
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cluster/control_plane.h"
#include "core/kube/access/kubeconfig.h"
#include "shell/fixture/measured.h"
#include "shell/fixture/workspace.h"

using namespace aictl;
using aictl::test::ControlPlane;
using aictl::test::Measured;
using aictl::test::measured;
using aictl::test::newNamespace;
using aictl::test::Workspace;

namespace {

constexpr double megabyte = 1e6;

[[noreturn]] void giveUp(const std::string& why, int code = 1) {
  std::fprintf(stderr, "%s\n", why.c_str());
  std::exit(code);
}

/// The first word of a run of this program that runs another to the end of all processes which that began.
constexpr const char* whole = "--whole";

/// aictl asks the cluster in a process that it does not wait for: that comes to us, its time with it.
int runWhole(char** words) {
  ::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  const pid_t process = ::fork();
  if (process == 0) {
    ::execvp(words[0], words);
    ::_exit(127);
  }
  int code = 1;
  int status = 0;
  for (pid_t ended = ::wait(&status); ended > 0; ended = ::wait(&status)) {
    if (ended == process) code = WEXITSTATUS(status);
  }
  return code;
}

double median(std::vector<double> numbers) {
  std::sort(numbers.begin(), numbers.end());
  return numbers[numbers.size() / 2];
}

/// Of rounds that follow each other: what slows the machine for a while slows both of a round.
double medianRatio(const std::vector<double>& ours, const std::vector<double>& theirs) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < ours.size(); ++i) ratios.push_back(ours[i] / theirs[i]);
  return median(std::move(ratios));
}

std::string text(const std::string& value, int number) {
  return fmt::format("{} {} {}", value, number, std::string(200, 'x'));
}

/// A person's folder with a stack of ConfigMaps, and what aictl, curl and kubectl do with it.
class Site {
 public:
  Site(std::string program, int count) : program_(std::move(program)), count_(count) {
    work_.environment["KUBECONFIG"] = ControlPlane::shared().file("kubeconfig");
    work_.write("aictl.yaml", "stack: bench\nmanifests: [all.yaml]\n");
    work_.write("run.yaml", "stack: run\ntrain: {a: {image: 'x:1'}}\n");
    Sources sources;
    const auto access = kube::readAccess({.kubeconfig = work_.environment["KUBECONFIG"]}, sources);
    if (!access) giveUp("the kubeconfig cannot be read");
    server_ = access->cluster.server;
    work_.write("ca.pem", access->cluster.certificateAuthority);
    work_.write("certificate.pem", access->user.clientCertificate);
    work_.write("key.pem", access->user.clientKey);
  }

  void writeStack(const std::string& value) const {
    std::string all;
    for (int i = 0; i < count_; ++i) {
      all +=
          fmt::format("---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{}}}\ndata: {{text: {}}}\n",
                      i, text(value, i));
    }
    work_.write("all.yaml", all);
  }

  /// Runs `aictl WORDS… -n SPACE`, which has to end with this code.
  Measured aictl(const std::string& space, std::vector<std::string> words, int code = 0) const {
    words.insert(words.begin(), program_);
    return run(space, std::move(words), code);
  }

  Measured kubectl(const std::string& space, std::vector<std::string> words) const {
    words.insert(words.begin(), "kubectl");
    return run(space, std::move(words), 0);
  }

  /// Runs a completion, of names that were not asked for before, with what goes on behind its back.
  Measured complete(std::vector<std::string> words) const {
    work_.remove("home/.cache/aictl/completion");
    if (words.front() == "aictl") words.front() = program_;
    words.insert(words.begin(), {"/proc/self/exe", whole});
    return measured({.words = std::move(words), .folder = work_.path("."), .environment = work_.environment});
  }

  /// Has curl read what the server has at this path.
  Measured read(const std::string& path) const {
    const Measured result = measured({.words = {"curl", "--silent", "--fail", "--cacert", "ca.pem", "--cert",
                                                "certificate.pem", "--key", "key.pem", server_ + path},
                                      .folder = work_.path("."),
                                      .environment = work_.environment});
    if (result.outcome.code != 0) giveUp("curl: " + result.outcome.err);
    return result;
  }

  bool hasKubectl() const { return work_.program({"env", "kubectl", "version", "--client"}).code == 0; }

  /// Has curl send the patches of the stack, with `more` at the end of their queries.
  Measured curl(const std::string& space, const std::string& value, const std::string& more) const {
    std::string config;
    for (int i = 0; i < count_; ++i) {
      work_.write(
          fmt::format("body{}", i),
          fmt::format(R"({{"apiVersion":"v1","kind":"ConfigMap","metadata":{{"name":"c{}","namespace":"{}",)"
                      R"("labels":{{"of":"bench"}}}},"data":{{"text":"{}"}}}})",
                      i, space, text(value, i)));
      config += fmt::format(
          "{}url = \"{}/api/v1/namespaces/{}/configmaps/c{}?fieldManager=aictl&fieldValidation=Strict{}\"\n"
          "request = PATCH\nhttp2\nsilent\nfail\ncacert = ca.pem\ncert = certificate.pem\nkey = key.pem\n"
          "header = \"Content-Type: application/apply-patch+yaml\"\ndata-binary = \"@body{}\"\noutput = "
          "\"/dev/null\"\n",
          i > 0 ? "next\n" : "", server_, space, i, more, i);
    }
    work_.write("requests", config);
    const Measured result = measured({.words = {"curl", "--no-progress-meter", "--parallel", "--parallel-max",
                                                "100", "--config", "requests"},
                                      .folder = work_.path("."),
                                      .environment = work_.environment});
    if (result.outcome.code != 0) giveUp("curl: " + result.outcome.err);
    return result;
  }

 private:
  Measured run(const std::string& space, std::vector<std::string> words, int code) const {
    words.insert(words.end(), {"-n", space});
    const std::string command = fmt::format("{}", fmt::join(words, " "));
    Measured result =
        measured({.words = std::move(words), .folder = work_.path("."), .environment = work_.environment});
    if (result.outcome.code != code) giveUp(fmt::format("{}: {}", command, result.outcome.err));
    return result;
  }

  Workspace work_;
  std::string program_;
  int count_;
  std::string server_;
};

/// A figure, its budget, and whether that is kept.
bool row(const std::string& what, double figure, double budget, const std::string& from) {
  const bool kept = figure <= budget;
  std::printf("%-44s %8.2f   budget %6.2f %s   %s\n", what.c_str(), figure, budget,
              kept ? "      " : "BROKEN", from.c_str());
  return kept;
}

/// A ratio of times, by the rounds that they are of.
bool row(const std::string& what, const std::vector<double>& ours, const std::vector<double>& theirs,
         double budget) {
  return row(what, medianRatio(ours, theirs), budget,
             fmt::format("{:.3f} s to {:.3f} s", median(ours), median(theirs)));
}

bool benchApply(const Site& site, int count, int rounds) {
  std::vector<double> first, again, diff, curl, curlDry, memory;
  site.writeStack("old");
  site.aictl(newNamespace(), {"apply", "-q"});  // warms the server
  for (int round = 0; round < rounds; ++round) {
    const std::string ours = newNamespace();
    const std::string theirs = newNamespace();
    site.writeStack("old");
    const Measured applied = site.aictl(ours, {"apply", "-q"});
    curl.push_back(site.curl(theirs, "old", "").seconds);
    const Measured second = site.aictl(ours, {"apply", "-q"});
    site.writeStack("new");
    diff.push_back(site.aictl(ours, {"diff", "-q"}, 1).seconds);
    curlDry.push_back(site.curl(theirs, "new", "&force=true&dryRun=All").seconds);
    first.push_back(applied.seconds);
    again.push_back(second.seconds);
    memory.push_back(static_cast<double>(std::max(applied.peakMemory, second.peakMemory)) / megabyte);
  }
  const std::string objects = fmt::format("{} ConfigMaps: ", count);
  bool kept = row(objects + "apply to curl", first, curl, 1.15);
  kept &= row(objects + "second apply to first", again, first, 1.1);
  kept &= row(objects + "diff to curl's dry runs", diff, curlDry, 1.15);
  return row(objects + "memory of apply, MB", *std::max_element(memory.begin(), memory.end()), 25, "") &&
         kept;
}

/// Processor time, which other work of the machine changes little.
bool benchStatus(const Site& site, int rounds) {
  if (!site.hasKubectl()) {
    std::printf("status of an entry to kubectl get: kubectl is not installed\n");
    return true;
  }
  const std::string space = newNamespace();
  site.aictl(space, {"apply", "-q", "-f", "run.yaml"});
  std::vector<double> ours, theirs, least;
  for (int round = 0; round < 2 * rounds + 1; ++round) {
    ours.push_back(site.aictl(space, {"status", "train/a", "-f", "run.yaml"}).outcome.processorSeconds);
    theirs.push_back(site.kubectl(space, {"get", "job", "a"}).outcome.processorSeconds);
    least.push_back(site.read("/apis/batch/v1/namespaces/" + space + "/jobs/a").outcome.processorSeconds);
  }
  // What loads libcurl and asks once cannot need less than this.
  std::printf("%-44s %8.2f\n", "processor time: curl's request to kubectl get", medianRatio(least, theirs));
  return row("processor time: status to kubectl get", ours, theirs, 0.1);
}

/// The names of the cluster that a shell offers.
bool benchNames(const Site& site, int rounds) {
  if (!site.hasKubectl()) {
    std::printf("names for completion to kubectl's: kubectl is not installed\n");
    return true;
  }
  const std::string space = newNamespace();
  site.kubectl(space, {"create", "serviceaccount", "bench"});  // there need be no controller that makes one
  std::vector<double> ours, theirs, least;
  for (int round = 0; round < 2 * rounds + 1; ++round) {
    const Measured one =
        site.complete({"aictl", "__complete", "--", "train", "a", "-n", space, "--service-account", ""});
    const Measured other =
        site.complete({"kubectl", "__complete", "get", "serviceaccounts", "-n", space, ""});
    if (one.outcome.out.find("bench\n") == std::string::npos)
      giveUp("no names: " + one.outcome.out + one.outcome.err);
    if (other.outcome.out.find("bench\n") == std::string::npos)
      giveUp("kubectl: no names: " + other.outcome.err);
    ours.push_back(one.outcome.processorSeconds);
    theirs.push_back(other.outcome.processorSeconds);
    least.push_back(site.read("/api/v1/namespaces/" + space + "/serviceaccounts").outcome.processorSeconds);
  }
  // What libcurl and TLS take for one request is the most of it.
  const bool kept = row("processor time: names to curl's request", ours, least, 1.5);
  return row("processor time: names to kubectl __complete", ours, theirs, 0.1) && kept;
}

bool benchMany(const std::string& program) {
  const Site site(program, 10'000);
  const std::string space = newNamespace();
  site.writeStack("old");
  std::size_t peak = 0;
  for (const std::string command : {"apply", "plan", "status"})
    peak = std::max(peak, site.aictl(space, {command, "-q"}).peakMemory);
  return row("10,000 ConfigMaps: memory, MB", static_cast<double>(peak) / megabyte, 60, "");
}

}  // namespace

int main(int argumentCount, char** arguments) {
  if (argumentCount > 2 && std::string(arguments[1]) == whole) return runWhole(arguments + 2);
  const std::string program =
      std::filesystem::absolute(argumentCount > 1 ? arguments[1] : AICTL_SOURCE "/build/release/bin/aictl");
  const int count = argumentCount > 2 ? std::atoi(arguments[2]) : 500;
  const int rounds = argumentCount > 3 ? std::atoi(arguments[3]) : 5;
  if (!std::filesystem::exists(program)) giveUp("there is no " + program, 77);
  const Site site(program, count);
  bool kept = benchApply(site, count, rounds);
  kept &= benchStatus(site, rounds);
  kept &= benchNames(site, rounds);
  kept &= benchMany(program);
  return kept ? 0 : 1;
}
