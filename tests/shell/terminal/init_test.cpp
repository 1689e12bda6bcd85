// What a person is asked in a terminal.

#include "catch.h"
#include "shell/fixture/terminal_shell.h"

using namespace aictl;
using aictl::test::shellName;
using aictl::test::TerminalShell;
using aictl::test::Workspace;

TEST_CASE("init asks what the stack is to be and for its image, and an empty line takes what is suggested") {
  Workspace work;
  TerminalShell shell(work, shellName());
  shell.type("aictl init --no-cluster --name fraud\n");
  CHECK(shell.shows("Which template: cache, graph, network, serve, train?"));
  shell.type("train\n");
  CHECK(shell.shows("The image of train [python:3.12]:"));
  shell.type("\n");
  CHECK(shell.shows("train.fraud.image: it has to have train.py"));
  CHECK(work.read("aictl.yaml").find("    image: python:3.12\n") != std::string::npos);
  work.remove("aictl.yaml");
  shell.run("true");
  shell.type("aictl init --no-cluster --name fraud --template serve\n");
  CHECK(shell.shows("The image of serve [registry.example.com/fraud:1]:"));
  shell.type("example/serve:2\n");
  CHECK(shell.shows("aictl.yaml"));
  CHECK(work.read("aictl.yaml").find("    image: example/serve:2\n") != std::string::npos);
}

TEST_CASE("Ctrl-C at a question of init ends it, nothing is written, and the prompt has a line of its own") {
  Workspace work;
  TerminalShell shell(work, shellName());
  shell.type("aictl init --no-cluster --template train\n");
  CHECK(shell.shows("The image of train [python:3.12]:"));
  shell.type("\x03");
  CHECK(shell.endsWith(" ^C\n$"));
  shell.run("true");
  CHECK(!work.has("aictl.yaml"));
}
