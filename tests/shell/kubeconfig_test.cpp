// Commands that need a cluster, before the first request: the kubeconfig, the contexts and the environments.

#include "catch.h"
#include "shell/fixture/workspace.h"

using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

/// A stack, and a kubeconfig `kube` with two contexts for a server that is not there.
struct Stack {
  Stack() {
    work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
    work.write("kube",
               "apiVersion: v1\n"
               "kind: Config\n"
               "current-context: one\n"
               "contexts:\n"
               "- {name: one, context: {cluster: c, user: u}}\n"
               "- {name: two, context: {cluster: c, user: nobody}}\n"
               "clusters:\n"
               "- {name: c, cluster: {server: 'https://127.0.0.1:1'}}\n"
               "users:\n"
               "- {name: u, user: {token: secret}}\n");
  }

  /// Each command that talks to a cluster, refused with this line before it does.
  void checkRefused(const std::vector<std::string>& options, const std::string& line) const {
    for (std::vector<std::string> words :
         {std::vector<std::string>{"apply"}, {"apply", "--dry-run"}, {"delete"}}) {
      INFO("aictl " << words.front());
      words.insert(words.end(), options.begin(), options.end());
      const Outcome run = work.aictl(words);
      CHECK(run.code == 2);
      CHECK(run.out.empty());
      CHECK(run.err == line);
    }
  }

  Workspace work;
};

const std::string notThere =
    "nothing listens at https://127.0.0.1:1 (connection refused); check that the cluster runs, and its "
    "address in the "
    "kubeconfig\n";

}  // namespace

TEST_CASE("where there is no kubeconfig, the places that were looked at are told") {
  const Stack stack;
  stack.checkRefused(
      {},
      "there is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a cluster; give one with "
      "--kubeconfig FILE or KUBECONFIG\n");
  stack.checkRefused({"--kubeconfig", "nothing"}, "nothing: no such file\n");
}

TEST_CASE("a kubeconfig that is broken is told with its place") {
  const Stack stack;
  stack.work.write("kube", "contexts: [\n");
  stack.checkRefused({"--kubeconfig", "kube"},
                     "kube:1:11: '[' is never closed; close it with ']'; the text may be cut off\n");
}

TEST_CASE("a context that the kubeconfig has not is told with those that it has") {
  const Stack stack;
  stack.checkRefused({"--kubeconfig", "kube", "--context", "tow"},
                     "the kubeconfig has no context 'tow'; there are one, two; did you mean 'two'?\n");
}

TEST_CASE("a context that names a user who is not there is told at its place") {
  const Stack stack;
  stack.checkRefused({"--kubeconfig", "kube", "--context", "two"},
                     "kube:6:43: the kubeconfig has no user 'nobody'; there is only u\n");
}

TEST_CASE("the kubeconfig is found by --kubeconfig, KUBECONFIG, and in the home folder, in this order") {
  Stack stack;
  CHECK(stack.work.aictl({"apply", "--kubeconfig", "kube"}).err == notThere);
  stack.work.environment["KUBECONFIG"] = stack.work.path("kube");
  CHECK(stack.work.aictl({"apply"}).err == notThere);
  CHECK(stack.work.aictl({"apply", "--kubeconfig", "nothing"}).code == 2);
  stack.work.environment.erase("KUBECONFIG");
  stack.work.write("home/.kube/config", stack.work.read("kube"));
  CHECK(stack.work.aictl({"apply"}).err == notThere);
}

TEST_CASE("a server that is not there ends every command with 4") {
  const Stack stack;
  for (const std::vector<std::string>& words : {std::vector<std::string>{"apply"},
                                                {"apply", "--dry-run"},
                                                {"delete"},
                                                {"train", "b", "--image", "x"}}) {
    INFO("aictl " << words.front());
    auto command = words;
    command.insert(command.end(), {"--kubeconfig", "kube"});
    const Outcome run = stack.work.aictl(command);
    CHECK(run.code == 4);
    CHECK(run.out.empty());
    CHECK(run.err == notThere);
  }
}

TEST_CASE("a stack goes to the contexts that it allows, and to no other") {
  const Stack stack;
  stack.work.write("aictl.yaml", "stack: s\ncontext: [two, three]\ntrain: {a: {image: x}}\n");
  stack.checkRefused(
      {"--kubeconfig", "kube"},
      "aictl.yaml:2:10: the stack 's' is not for the context 'one', but for two, three; choose one with "
      "--context\n");
  stack.work.write("aictl.yaml", "stack: s\ncontext: one\ntrain: {a: {image: x}}\n");
  CHECK(stack.work.aictl({"apply", "--kubeconfig", "kube"}).code == 4);
}

TEST_CASE(
    "where there are environments and none is chosen, a command on the cluster is refused with their list") {
  const Stack stack;
  stack.work.write("aictl.dev.yaml", "{}\n");
  stack.work.write("aictl.prod.yaml", "{}\n");
  stack.checkRefused(
      {"--kubeconfig", "kube"},
      "the stack has environments and none is chosen: dev, prod; choose one with --environment\n");
  CHECK(stack.work.aictl({"apply", "--kubeconfig", "kube", "--environment", "dev"}).code == 4);
}

TEST_CASE("with a stack that has faults no cluster is asked for anything") {
  const Stack stack;
  stack.work.write("aictl.yaml", "stack: s\ntrain: {a: {imag: x}}\n");
  stack.checkRefused({"--kubeconfig", "kube"},
                     "aictl.yaml:2:13: train/a: unknown key 'imag'; did you mean 'image'?\n");
}
