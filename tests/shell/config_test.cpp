// What a person likes, from the configuration file, and what goes over it.

#include "catch.h"
#include "shell/fixture/lines.h"
#include "shell/fixture/workspace.h"

using namespace aictl;
using aictl::test::linesWith;
using aictl::test::Workspace;

namespace {

const std::string configFile = "home/.config/aictl/config.yaml";

/// A stack without a namespace, and a kubeconfig with two contexts.
struct Desk {
  Workspace work;

  Desk() {
    work.write("aictl.yaml", "stack: s\ntrain: {one: {image: x}}\n");
    work.write("kube",
               "contexts: [{name: one, context: {cluster: c, user: u, namespace: of-context}}, {name: two, "
               "context: {cluster: c, user: u}}]\n"
               "clusters: [{name: c, cluster: {server: 'https://127.0.0.1:1'}}]\nusers: [{name: u, user: "
               "{token: t}}]\n"
               "current-context: one\n");
    work.environment["KUBECONFIG"] = work.path("kube");
  }

  /// The row of a setting, its columns apart by one blank.
  std::string shown(const std::string& setting, std::vector<std::string> options = {}) const {
    options.insert(options.begin(), {"config", "show", "-o", "table"});
    const auto run = work.aictl(options);
    CHECK(run.code == 0);
    const auto at = run.out.find("\n" + setting + " ");
    REQUIRE(at != std::string::npos);
    std::string row = run.out.substr(at + 1, run.out.find('\n', at + 1) - at);
    for (auto blanks = row.find("  "); blanks != std::string::npos; blanks = row.find("  "))
      row.erase(blanks, 1);
    return row;
  }
};

}  // namespace

TEST_CASE("config show says of each setting what holds and who says so") {
  const Desk desk;
  CHECK(desk.shown("context") == "context one " + desk.work.path("kube") + ":4:18\n");
  CHECK(desk.shown("output") == "output table built in\n");
  CHECK(desk.shown("environment") == "environment -\n");
  desk.work.write(configFile, "context: two\noutput: json\n");
  CHECK(desk.shown("context") == "context two " + desk.work.path(configFile) + ":1:10\n");
}

TEST_CASE("on a terminal config show is no wider than that; elsewhere it is whole") {
  const Desk desk;
  const std::string space(63, 'n');
  auto command = desk.work.command({"config", "show", "-n", space});
  CHECK(test::run(command).out.find(space + "  --namespace\n") != std::string::npos);
  command.output = test::Output::terminal;
  const std::string row = linesWith("namespace", test::run(command).out);
  CHECK(row.find(space + "  -…") != std::string::npos);
}

TEST_CASE("a flag goes over a variable, that over the stack, that over the file, that over the kubeconfig") {
  Desk desk;
  CHECK(desk.shown("namespace").starts_with("namespace of-context "));
  desk.work.write(configFile, "namespace: of-file\n");
  CHECK(desk.shown("namespace") == "namespace of-file " + desk.work.path(configFile) + ":1:12\n");
  desk.work.write("aictl.yaml", "stack: s\nnamespace: of-stack\n");
  CHECK(desk.shown("namespace") == "namespace of-stack aictl.yaml:2:12\n");
  desk.work.environment["AICTL_NAMESPACE"] = "of-variable";
  CHECK(desk.shown("namespace") == "namespace of-variable $AICTL_NAMESPACE\n");
  CHECK(desk.shown("namespace", {"-n", "of-flag"}) == "namespace of-flag --namespace\n");
}

TEST_CASE("a value that is wrong is told of who gave it, the variable or the flag") {
  Desk desk;
  desk.work.environment["AICTL_NAMESPACE"] = "A_B";
  const std::string fault = ": 'A_B' is no DNS label ";
  CHECK(desk.work.aictl({"render"}).err.starts_with("$AICTL_NAMESPACE" + fault));
  CHECK(desk.work.aictl({"render", "-n", "A_B"}).err.starts_with("--namespace" + fault));
  CHECK(desk.work.aictl({"render", "--namespace=A_B"}).err.starts_with("--namespace" + fault));
}

TEST_CASE("the context of the file is the one that is used, unless a flag or a variable names another") {
  Desk desk;
  desk.work.write("aictl.yaml", "stack: s\ncontext: nowhere\n");
  desk.work.write(configFile, "context: two\n");
  const auto used = [&](std::vector<std::string> options) {
    options.insert(options.begin(), "plan");
    return linesWith("is not for the context", desk.work.aictl(options).err);
  };
  CHECK(used({}).find("not for the context 'two'") != std::string::npos);
  CHECK(used({"--context", "one"}).find("not for the context 'one'") != std::string::npos);
  desk.work.environment["AICTL_CONTEXT"] = "one";
  CHECK(used({}).find("not for the context 'one'") != std::string::npos);
}

TEST_CASE("a context of the file that the kubeconfig does not have is told where it stands") {
  const Desk desk;
  desk.work.write(configFile, "context: tvo\n");
  const auto run = desk.work.aictl({"plan"});
  CHECK(run.code == 2);
  CHECK(run.err ==
        desk.work.path(configFile) +
            ":1:10: the kubeconfig has no context 'tvo'; there are one, two; did you mean 'two'?\n");
}

TEST_CASE("output of the file is that of commands with this form, and changes no rendering") {
  Desk desk;
  const std::string rendered = desk.work.aictl({"render"}).out;
  desk.work.write(configFile, "output: json\nnamespace: elsewhere\ncontext: two\n");
  CHECK(desk.work.aictl({"template", "list"}).out.starts_with("{"));
  CHECK(desk.work.aictl({"template", "list", "-o", "table"}).out.starts_with("TEMPLATE"));
  CHECK(desk.work.aictl({"render"}).out == rendered);
  desk.work.environment["AICTL_OUTPUT"] = "name";
  CHECK(desk.work.aictl({"template", "list"}).out.starts_with("cache\n"));
  CHECK(desk.work.aictl({"explain", "train.image"}).out.starts_with("train.image"));  // it has no such form
  desk.work.environment["AICTL_OUTPUT"] = "xml";
  CHECK(desk.work.aictl({"template", "list"}).err ==
        "$AICTL_OUTPUT: it must be table, wide, json, yaml or name; found 'xml'\n");
}

TEST_CASE("color of the file holds unless NO_COLOR or a flag says otherwise") {
  Desk desk;
  desk.work.write(configFile, "color: always\n");
  desk.work.write("aictl.yaml", "stak: s\n");
  CHECK(desk.work.aictl({"validate"}).err.find("\033[") != std::string::npos);
  CHECK(desk.work.aictl({"validate", "--color=never"}).err.find("\033[") == std::string::npos);
  desk.work.environment["NO_COLOR"] = "1";
  CHECK(desk.work.aictl({"validate"}).err.find("\033[") == std::string::npos);
}

TEST_CASE("a file with faults is told with their places, and nothing is done") {
  const Desk desk;
  desk.work.write(configFile, "contxt: two\ncolor: blue\n");
  const auto run = desk.work.aictl({"render"});
  CHECK(run.code == 2);
  CHECK(run.out.empty());
  CHECK(run.err == desk.work.path(configFile) + ":1:1: unknown key 'contxt'; did you mean 'context'?\n" +
                       desk.work.path(configFile) +
                       ":2:8: color must be always, never or auto; found blue\n");
}

TEST_CASE("XDG_CONFIG_HOME says where the file is") {
  Desk desk;
  desk.work.write("elsewhere/aictl/config.yaml", "namespace: there\n");
  desk.work.environment["XDG_CONFIG_HOME"] = desk.work.path("elsewhere");
  CHECK(desk.shown("namespace").starts_with("namespace there "));
}

TEST_CASE("of a file with faults nothing holds, and help comes all the same") {
  const Desk desk;
  desk.work.write(configFile, "namespace: of-file\noutput: 5\n");
  CHECK(desk.work.aictl({"config", "show"}).code == 2);
  CHECK(desk.work.aictl({"plan", "--help"}).code == 0);
  CHECK(desk.work.aictl({"--help"}).code == 0);
}

TEST_CASE("a home that is not there, not absolute, or no folder stops nothing") {
  Desk desk;
  desk.work.write("file", "");
  for (const std::string& home :
       {std::string("/nowhere"), std::string("home"), std::string(), desk.work.path("file")}) {
    INFO(home);
    desk.work.environment["HOME"] = home;
    const auto run = desk.work.aictl({"render"});
    CHECK(run.code == 0);
    CHECK(run.err.empty());
    CHECK(desk.shown("output") == "output table built in\n");
  }
}

TEST_CASE("what is no file is no configuration: a folder or a pipe of that name is not waited for") {
  const Desk desk;
  desk.work.write(configFile + "/nothing", "");
  CHECK(desk.shown("output") == "output table built in\n");
  desk.work.remove(configFile);
  CHECK(desk.work.program({"mkfifo", desk.work.path(configFile)}).code == 0);
  CHECK(desk.shown("output") == "output table built in\n");
}

TEST_CASE("a file that cannot be read is a warning, and stops nothing") {
  const Desk desk;
  desk.work.write(configFile, "output: json\n" + std::string(2U << 20U, '#'));
  const auto run = desk.work.aictl({"template", "list"});
  CHECK(run.code == 0);
  CHECK(run.out.starts_with("TEMPLATE"));
  CHECK(run.err == "warning: " + desk.work.path(configFile) +
                       ": larger than the 1 MiB that are read; what it says does not hold\n");
}
