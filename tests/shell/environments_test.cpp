// Environments: `aictl.NAME.yaml` beside the stack is merged over it.

#include "catch.h"
#include "shell/fixture/workspace.h"

using aictl::test::Outcome;
using aictl::test::Workspace;

namespace {

/// A stack with two environments, `dev` and `prod`.
struct Stack {
  Stack() {
    work.write("aictl.yaml",
               "stack: s\n"
               "vars: {tag: v1}\n"
               "train:\n"
               "  a: {image: 'r/m:${tag}', args: [one, two], labels: {team: ml}, workdir: /a}\n"
               "  b: {image: y}\n");
    work.write("aictl.prod.yaml",
               "vars: {tag: v2}\n"
               "train: {a: {args: [three], labels: {env: '${environment}'}, workdir: null}, b: null}\n");
    work.write("aictl.dev.yaml", "{}\n");
  }
  Workspace work;
};

}  // namespace

TEST_CASE(
    "an environment is merged over the stack: maps by key, lists replaced, null removes, variables too") {
  const Stack stack;
  const Outcome run = stack.work.aictl({"render", "--environment", "prod"});
  CHECK(run.code == 0);
  CHECK(run.err.empty());
  CHECK(run.out ==
        "apiVersion: batch/v1\n"
        "kind: Job\n"
        "metadata:\n"
        "  name: a\n"
        "  namespace: default\n"
        "  labels:\n"
        "    team: ml\n"
        "    env: prod\n"
        "    app.kubernetes.io/name: a\n"
        "    app.kubernetes.io/managed-by: aictl\n"
        "    aictl.dev/stack: s\n"
        "    aictl.dev/template: train\n"
        "    aictl.dev/name: a\n"
        "spec:\n"
        "  template:\n"
        "    metadata:\n"
        "      labels:\n"
        "        team: ml\n"
        "        env: prod\n"
        "        app.kubernetes.io/name: a\n"
        "        app.kubernetes.io/managed-by: aictl\n"
        "        aictl.dev/stack: s\n"
        "        aictl.dev/template: train\n"
        "        aictl.dev/name: a\n"
        "    spec:\n"
        "      restartPolicy: OnFailure\n"
        "      containers:\n"
        "      - name: main\n"
        "        image: r/m:v2\n"
        "        args:\n"
        "        - three\n");
}

TEST_CASE("AICTL_ENVIRONMENT chooses an environment, and the option goes over it") {
  Stack stack;
  stack.work.environment["AICTL_ENVIRONMENT"] = "prod";
  CHECK(stack.work.aictl({"render", "-o", "name"}).out == "job.batch/a\n");
  CHECK(stack.work.aictl({"render", "-o", "name", "--environment", "dev"}).out ==
        "job.batch/a\njob.batch/b\n");
}

TEST_CASE("an environment that is not there is told with its file and the nearest one") {
  const Stack stack;
  const Outcome run = stack.work.aictl({"render", "--environment", "prd"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == "there is no environment 'prd': aictl.prd.yaml is missing; did you mean 'prod'?\n");
}

TEST_CASE("a fault of an environment stands in its own file") {
  const Stack stack;
  stack.work.write("aictl.dev.yaml", "train: {a: {wrkdir: /b}}\n");
  const Outcome run = stack.work.aictl({"render", "--environment", "dev"});
  CHECK(run.code == 2);
  CHECK(run.err == "aictl.dev.yaml:1:13: train/a: unknown key 'wrkdir'; did you mean 'workdir'?\n");
}

TEST_CASE("validate checks all environments where none is chosen, and else the chosen one") {
  const Stack stack;
  const Outcome good = stack.work.aictl({"validate"});
  CHECK(good.code == 0);
  CHECK(good.out.empty());
  CHECK(good.err ==
        "aictl.yaml in environment dev: 2 entries, 2 manifests, no errors\n"
        "aictl.yaml in environment prod: 1 entry, 1 manifest, no errors\n");

  stack.work.write("aictl.dev.yaml", "train: {a: {wrkdir: /b}}\n");
  const Outcome bad = stack.work.aictl({"validate"});
  CHECK(bad.code == 2);
  CHECK(bad.err ==
        "aictl.dev.yaml:1:13: train/a: unknown key 'wrkdir'; did you mean 'workdir'?\n"
        "aictl.yaml in environment prod: 1 entry, 1 manifest, no errors\n");
  CHECK(stack.work.aictl({"validate", "--environment", "prod"}).code == 0);
}

TEST_CASE("a fault that all environments have is told once") {
  const Stack stack;
  stack.work.write("aictl.yaml", "stack: s\ntrain: {a: {image: x, wrkdir: /b}}\n");
  stack.work.write("aictl.prod.yaml", "{}\n");
  const Outcome run = stack.work.aictl({"validate"});
  CHECK(run.code == 2);
  CHECK(run.err == "aictl.yaml:2:23: train/a: unknown key 'wrkdir'; did you mean 'workdir'?\n");
}

TEST_CASE("environments lie beside the stack file, wherever it is") {
  const Workspace work;
  work.write("deep/aictl.yaml", "stack: s\ntrain: {a: {image: x}}\n");
  work.write("deep/aictl.dev.yaml", "train: {b: {image: x}}\n");
  CHECK(work.aictl({"render", "-o", "name", "-f", "deep/aictl.yaml", "--environment", "dev"}).out ==
        "job.batch/a\njob.batch/b\n");
}
