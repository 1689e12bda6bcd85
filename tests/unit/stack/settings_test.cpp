// What a stack says about itself.
#include "stacking.h"

using namespace aictl;
using namespace stacking;

TEST_CASE("a stack has a name, a namespace and the contexts that are allowed") {
  Fixture fixture;
  const auto stack = fixture.load("stack: fraud\nnamespace: ml\ncontext: [prod-a, prod-b]\n");
  CHECK(fixture.lines().empty());
  CHECK(stack.name == "fraud");
  CHECK(stack.nameSpace == "ml");
  CHECK(stack.contexts == Lines{"prod-a", "prod-b"});
  CHECK(stack.file == fixture.folder.path("aictl.yaml"));
}

TEST_CASE("one context may stand by itself, and none allows all") {
  Fixture fixture;
  CHECK(fixture.load("stack: s\ncontext: prod\n").contexts == Lines{"prod"});
  CHECK(fixture.load("stack: s\ncontext:\n").contexts.empty());
  CHECK(said("stack: s\ncontext: {a: b}\n") ==
        Lines{"aictl.yaml:2:10: 'context' is the name of a kubeconfig context, or a list of them"});
  CHECK(said("stack: s\ncontext: [1]\n").size() == 1);
}

TEST_CASE("the command line's namespace goes over the stack's") {
  Fixture fixture;
  fixture.options.nameSpace = "mine";
  CHECK(fixture.load("stack: s\nnamespace: ml\n").nameSpace == "mine");
}

TEST_CASE("a stack without a name is told") {
  CHECK(said("namespace: ml\n") ==
        Lines{"aictl.yaml:1:1: a stack needs a name; begin it with 'stack: NAME'"});
  CHECK(said("stack:\n") == Lines{"aictl.yaml:1:1: a stack needs a name; begin it with 'stack: NAME'"});
}

TEST_CASE("names of stacks and namespaces are DNS labels") {
  CHECK(said("stack: Fraud\n").front().find("aictl.yaml:1:8: 'stack' must be a DNS label") == 0);
  CHECK(said("stack: 5\n").front().find("not '5'") != std::string::npos);
  CHECK(said("stack: [a]\n").front().find("not a list") != std::string::npos);
  CHECK(said("stack: s\nnamespace: a.b\n").front().find("aictl.yaml:2:12: 'namespace' must be a DNS label") ==
        0);
  CHECK(said("stack: " + std::string(64, 'a') + "\n").size() == 1);
}

TEST_CASE("a stack may need a later aictl than this one") {
  CHECK(said("stack: s\nrequires: 0.0.1\n").empty());
  CHECK(said("stack: s\nrequires: 0\n").empty());
  CHECK(said("stack: s\nrequires: 99.1\n")
            .front()
            .find("aictl.yaml:2:11: this stack needs aictl 99.1 or later, and this is ") == 0);
  for (const auto* wrong : {"soon", "'1.'", "1..2", "-1", "[1]", "'1.x'", "99999999999999999999.0"}) {
    INFO(wrong);
    CHECK(said("stack: s\nrequires: " + std::string(wrong) + "\n") ==
          Lines{"aictl.yaml:2:11: 'requires' is the least version of aictl, such as 0.1.0"});
  }
}
