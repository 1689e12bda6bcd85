// aictl in a pipeline: the examples of packaging/pipelines, and how each command ends.

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <set>
#include <thread>

#include "cluster/fixture/cluster.h"
#include "cluster/fixture/play.h"
#include "core/yaml/yaml.h"
#include "shell/fixture/lines.h"

using namespace aictl;
using aictl::test::Cluster;
using aictl::test::linesWith;
using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

namespace fs = std::filesystem;

std::string fileText(const std::string& path) {
  std::ifstream in(std::string(AICTL_SOURCE) + "/" + path);
  return {std::istreambuf_iterator<char>(in), {}};
}

Value yamlOf(const std::string& path) {
  Sources sources;
  Findings findings;
  const std::string text = fileText(path);
  Value document = yaml::readDocument(text, sources.add(path, text), findings);
  REQUIRE(findings.empty());
  return document;
}

/// A script with the variables that it gets.
struct Script {
  std::string name;
  std::string text;
  std::map<std::string, std::string> environment;
};

void addVariables(const Value* variables, const std::string& access, Script& script) {
  if (variables == nullptr) return;
  for (const Entry& variable : variables->entries()) {
    const std::string value(variable.value.string());
    script.environment[std::string(variable.key.string())] =
        value == "${{ secrets.KUBECONFIG }}" ? access : value;
  }
}

/// The scripts of a workflow of GitHub Actions, in their order.
std::vector<Script> githubScripts(const std::string& access) {
  std::vector<Script> scripts;
  const Value workflow = yamlOf("packaging/pipelines/github-actions.yaml");
  for (const Entry& job : workflow.find("jobs")->entries()) {
    for (const Value& step : job.value.find("steps")->items()) {
      if (step.find("run") == nullptr) continue;
      Script script{.name = std::string(findString(step, {"name"})),
                    .text = std::string(findString(step, {"run"}))};
      addVariables(job.value.find("env"), access, script);
      addVariables(step.find("env"), access, script);
      scripts.push_back(std::move(script));
    }
  }
  return scripts;
}

/// Those of a pipeline of GitLab, a job's lines as one script.
std::vector<Script> gitlabScripts() {
  std::vector<Script> scripts;
  const Value pipeline = yamlOf("packaging/pipelines/gitlab-ci.yaml");
  for (const Entry& job : pipeline.entries()) {
    const Value* lines = job.value.isMap() ? job.value.find("script") : nullptr;
    if (lines == nullptr) continue;
    Script script{.name = std::string(job.key.string())};
    for (const Value& line : lines->items()) script.text += std::string(line.string()) + "\n";
    scripts.push_back(std::move(script));
  }
  return scripts;
}

/// Runs a script (its second word) in a folder (its first) as a container does: as a user that nobody knows,
/// with no home, where nothing but that folder can be written. The third word is the folder of the program.
const std::string inContainer = R"(
mount --make-rprivate /
mount --bind "$1" "$1"
mount --bind "$3" "$1/bin"
for place in / /tmp /var/tmp /dev/shm; do
  if mountpoint -q "$place"; then mount -o remount,ro,bind "$place"; fi
done
cd "$1"
unset HOME
PATH="$1/bin:$PATH" exec setpriv --reuid 54321 --regid 54321 --clear-groups bash -eo pipefail -c "$2"
)";

/// A person's repository, in which pipelines run: as they do in the image, with no home.
class Repository {
 public:
  Repository() {
    work().write(".git/HEAD", "ref: refs/heads/main\n");
    work().write("deploy/m.yaml", "{apiVersion: v1, kind: ConfigMap, metadata: {name: m}}\n");
    write("");
    const fs::path program = work().command({}).words.front();
    work().environment["PATH"] = program.parent_path().string() + ":/usr/bin:/bin";
    work().environment.erase("HOME");
  }
  Workspace& work() { return cluster_.work; }
  const Cluster& cluster() const { return cluster_; }

  /// The stack, with more lines; and its manifests as they are to be in the repository.
  void write(const std::string& more) {
    work().write("aictl.yaml",
                 "stack: s\nnamespace: " + cluster_.nameSpace + "\nmanifests: [deploy/m.yaml]\n" + more);
    work().aictl({"render", "--to", "manifests"});
  }

  /// As runners run it: bash, which stops at the first command that fails.
  Outcome run(const Script& script) {
    test::Command command{.words = {"/bin/bash", "-eo", "pipefail", "-c", script.text},
                          .folder = work().path("."),
                          .environment = work().environment};
    for (const auto& [name, value] : script.environment)
      command.environment[name] = name == "KUBECONFIG" ? work().path("access") : value;
    return test::run(command);
  }

 private:
  Cluster cluster_;
};

}  // namespace

TEST_CASE("the example for GitHub Actions checks, shows what differs, applies and waits") {
  Repository repository;
  const auto scripts = githubScripts(repository.cluster().administrator());
  CHECK(scripts.size() == 6);
  for (const Script& script : scripts) {
    INFO(script.name);
    const Outcome run = repository.run(script);
    INFO(run.out << run.err);
    CHECK(run.code == 0);
  }
  CHECK(linesWith("\"text\"", repository.work().read("diff.sarif"))
            .find("configmap/m: it is not in the cluster") != std::string::npos);
  CHECK(repository.run(scripts[3]).code == 0);
  CHECK(linesWith("\"results\": []", repository.work().read("diff.sarif")).size() > 1);

  repository.write("train: {a: {image: x, gpu: 1}}\n");
  const Outcome faulty = repository.run(scripts[0]);
  CHECK(faulty.code == 2);
  CHECK(faulty.err.starts_with("::error file=aictl.yaml,line=4,col=23,title=unknown-key::train/a: "));
}

TEST_CASE("the example for GitLab writes the reports that it names, good or bad") {
  Repository repository;
  const auto scripts = gitlabScripts();
  CHECK(scripts.size() == 4);
  for (const Script& script : scripts) {
    INFO(script.name);
    const Outcome run = repository.run(script);
    INFO(run.out << run.err);
    CHECK(run.code == 0);
  }
  CHECK(repository.work().read("codequality.json") == "[]\n");
  CHECK(linesWith("<failure", repository.work().read("diff.xml")).find("it is not in the cluster") !=
        std::string::npos);
  CHECK(linesWith("configmap/m", repository.work().read("wait.xml")).ends_with("/>\n"));

  repository.write("train: {a: {image: x, gpu: 1}}\n");
  CHECK(repository.run(scripts[0]).code == 2);
  CHECK(linesWith("\"path\"", repository.work().read("codequality.json")) == "\"path\": \"aictl.yaml\",\n");
}

TEST_CASE("aictl runs as any user, without a home, in a file system that is read only") {
  Repository repository;
  Workspace& work = repository.work();
  if (work.program({"/usr/bin/unshare", "--mount", "true"}).code != 0) {
    WARN("skipped: only root may have file systems of its own here");
    return;
  }
  work.write("access", repository.cluster().administrator());
  fs::create_directory(work.path("bin"));
  fs::permissions(work.path("."), fs::perms::all);
  const auto run = [&](const std::string& script) {
    const std::string program = fs::path(work.command({}).words.front()).parent_path().string();
    return work.program(
        {"/usr/bin/unshare", "--mount", "bash", "-ec", inContainer, "bash", work.path(""), script, program});
  };
  work.environment["KUBECONFIG"] = work.path("access");
  const Outcome bare = run("id -u; ! touch /tmp/probe; ! [ -v HOME ]; touch probe");
  INFO(bare.err);
  CHECK(bare.out == "54321\n");
  CHECK(bare.code == 0);

  const Outcome all = run(
      "aictl version\naictl validate -q\naictl __complete -- vali\naictl plan -q >/dev/null\naictl apply\n"
      "aictl status -o name\naictl train other --image x:1 --dry-run -q\naictl gpu list -q || [ $? = 5 ]\n");
  INFO(all.err);
  CHECK(all.code == 0);
  CHECK(all.out == "aictl " AICTL_VERSION "\nvalidate\tSay all that is wrong with the stack\nconfigmap/m\n");
  CHECK(all.err.find("warning") == std::string::npos);
  const Outcome refused = run("aictl render --to /tmp/manifests");
  CHECK(refused.code == 2);
  CHECK(refused.err.find("/tmp/manifests") != std::string::npos);
}

TEST_CASE("each exit code of the README is that of a command that ends so") {
  Cluster cluster;
  Workspace& work = cluster.work;
  work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  std::map<int, int> codes;  // by what the README says
  codes[0] = cluster.aictl({"apply", "-q"}).code;
  codes[1] = cluster.aictl({"render", "--to", "manifests", "--check"}).code;
  codes[2] = cluster.aictl({"apply", "--set", "train.a.gpu=1"}).code;
  codes[3] =
      cluster.aictl({"apply", "--kubeconfig", test::ControlPlane::shared().file("restricted.kubeconfig")})
          .code;
  work.write("nowhere",
             "contexts: [{name: c, context: {cluster: c}}]\nclusters: [{name: c, cluster: {server: "
             "'http://127.0.0.1:1'}}]\ncurrent-context: c\n");
  codes[4] = cluster.aictl({"plan", "--kubeconfig", "nowhere"}).code;
  codes[5] = work.aictl({"rdma", "bench", "--loopback", "--device", "mlx5_99"}).code;
  const auto waiting = test::begin(cluster, {"wait", "--for", "deleted"});
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  waiting->signal(SIGINT);
  codes[130] = waiting->wait().code;

  std::size_t documented = 0;
  const std::string readme = fileText("README.md");
  for (const auto& [code, seen] : codes) {
    INFO("exit code " << code);
    CHECK(seen == code);
    CHECK(readme.find("\n| " + std::to_string(code) + " | ") != std::string::npos);
  }
  const auto table = readme.find("## Exit codes");
  for (auto at = readme.find("\n| ", table); at < readme.find("\n## ", table + 1);
       at = readme.find("\n| ", at + 1))
    documented += std::isdigit(static_cast<unsigned char>(readme[at + 3])) != 0 ? 1 : 0;
  CHECK(documented == codes.size());
}
