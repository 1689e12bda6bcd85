// Expressions in stack files.
#include "core/stack/expressions.h"

#include <cstdlib>

#include "stacking.h"

using namespace aictl;
using namespace stacking;

namespace {

/// The document with its expressions evaluated; faults as `line:column: message; remedy`.
struct Evaluated {
  Value value;
  Lines faults;

  explicit Evaluated(std::string_view text, const stack::Options& options = {}) {
    Sources sources;
    Findings findings;
    const auto file = sources.add("f", std::string(text));
    value = stack::evaluateExpressions(read(text, file), options, sources, findings);
    for (const auto& finding : findings) faults.push_back(aictl::text(finding, sources).substr(2));
  }
};

std::string evaluated(std::string_view text) {
  const Evaluated result(text);
  CHECK(result.faults == Lines{});
  return shown(result.value);
}

Lines faultsOf(std::string_view text) { return Evaluated(text).faults; }

}  // namespace

TEST_CASE("a variable is known by its own name, and vars are no part of the result") {
  CHECK(evaluated("vars: {registry: r.example.com, port: 8080}\nserve: {a: {image: '${registry}/a', port: "
                  "{$eval: port}}}") == "{serve: {a: {image: r.example.com/a, port: 8080}}}");
}

TEST_CASE("later variables see earlier ones") {
  CHECK(evaluated("vars: {a: 1, b: {$eval: a + 1}, c: '${a}-${b}'}\nx: {b: '${c}'}") == "{x: {b: 1-2}}");
}

TEST_CASE("a variable does not see a later one") {
  CHECK(faultsOf("vars: {a: '${b}', b: 1}\nx: {b: 1}") ==
        Lines{"1:14: there is no variable 'b'; add it to vars; a variable of "
              "the shell in the container is written $${b}"});
}

TEST_CASE("keys may hold expressions") {
  CHECK(evaluated("vars: {v: 2}\nserve: {'fraud-v${v}': {image: i}}") == "{serve: {fraud-v2: {image: i}}}");
}

TEST_CASE("JSON-e's operators work in entries and make them") {
  CHECK(
      evaluated("vars: {gpu: true}\ntrain: {a: {gpus: {$if: gpu, then: 2}, cpu: {$if: '!gpu', then: 1}}}") ==
      "{train: {a: {gpus: 2}}}");
  CHECK(evaluated("vars: {names: [a, b]}\ntrain: {$merge: {$map: {$eval: names}, each(n): {'${n}': {image: "
                  "'i/${n}'}}}}") == "{train: {a: {image: i/a}, b: {image: i/b}}}");
  CHECK(evaluated("vars: {prod: false}\ntrain: {debug: {$if: '!prod', then: {image: i}}, real: {$if: prod, "
                  "then: {image: i}}}") == "{train: {debug: {image: i}}}");
}

TEST_CASE("a shell's variable is told, with how to write it") {
  CHECK(faultsOf("train: {a: {command: [sh, -c, 'echo ${HOME}']}}") ==
        Lines{"1:39: there is no variable 'HOME'; add it to vars; a variable of the shell in the container "
              "is written $${HOME}"});
  CHECK(evaluated("train: {a: {command: [sh, -c, 'echo $${HOME}/$HOME/$(pwd)']}}") ==
        "{train: {a: {command: [sh, -c, \"echo ${HOME}/$HOME/$(pwd)\"]}}}");
}

TEST_CASE("a shell's form that is no expression is told, with how to write it") {
  const auto faults = faultsOf("train: {a: {command: ['${HOME:-/root}']}}");
  REQUIRE(faults.size() == 1);
  CHECK(faults.front().find("what a shell in the container is to see is written '$${'") != std::string::npos);
}

TEST_CASE("a misspelt variable is told with the one that was meant, at its place in the text") {
  CHECK(faultsOf("vars: {tag: v1}\nx: {b: \"image:${taag}\"}") ==
        Lines{"2:17: there is no variable 'taag'; did you mean 'tag'?"});
}

TEST_CASE("an expression that never closes is told") {
  const auto faults = faultsOf("x: {b: 'a ${b'}");
  REQUIRE(faults.size() == 1);
  CHECK(faults.front().find("close it with '}', or write '$${'") != std::string::npos);
}

TEST_CASE("a fault of one entry hides nothing of the others, and leaves it out") {
  const Evaluated result(
      "train: {a: {image: '${one}'}, b: {image: ok}, c: {image: '${two}'}}\nnamespace: '${three}'");
  CHECK(shown(result.value) == "{train: {b: {image: ok}}}");
  CHECK(result.faults.size() == 3);
}

TEST_CASE("a variable that has a fault is told once, not again where it is used") {
  CHECK(faultsOf("vars: {a: {$eval: '1 +'}}\nx: {b: '${a}', d: '${a}'}").size() == 1);
  CHECK(faultsOf("vars: {my-var: 1}\nx: {b: 1}") ==
        Lines{"1:8: 'my-var' cannot be a variable: letters, digits and '_', not beginning with a digit"});
}

TEST_CASE("a variable cannot have a name that expressions have already") {
  for (const auto* name : {"env", "git", "environment", "now", "min", "range", "len"}) {
    INFO(name);
    CHECK(faultsOf("vars: {" + std::string(name) + ": 1}\nx: {b: 1}") ==
          Lines{"1:8: a variable cannot be called '" + std::string(name) +
                "': expressions have that name already"});
  }
}

TEST_CASE("vars are a map, or nothing") {
  CHECK(faultsOf("vars: [a]\nx: {b: 1}") == Lines{"1:7: vars must be a map, not a list"});
  CHECK(evaluated("vars:\nx: {b: 1}") == "{x: {b: 1}}");
}

TEST_CASE("env holds the variables of the environment, as strings") {
  ::setenv("AICTL_TEST_VARIABLE", "12=3", 1);
  CHECK(evaluated("x: {b: '${env.AICTL_TEST_VARIABLE}'}") == "{x: {b: 12=3}}");
  CHECK(evaluated("vars: {v: {$eval: env.AICTL_TEST_VARIABLE}}\nx: {b: {$eval: v}}") == R"({x: {b: 12=3}})");
  ::unsetenv("AICTL_TEST_VARIABLE");
  CHECK(faultsOf("x: {b: '${env.AICTL_TEST_VARIABLE}'}").size() == 1);
}

TEST_CASE("git is known even where there is no repository, with nothing in it") {
  const TemporaryFolder folder;
  const Evaluated result("x: {b: {$eval: git.commit}}", {.files = {folder.path("aictl.yaml")}});
  CHECK(result.faults == Lines{});
  CHECK(shown(result.value) == "{x: {b: null}}");
}

TEST_CASE("one name given by two expressions is told, and the first stays") {
  const Evaluated result("vars: {a: x, b: x}\nserve: {'${a}': {port: 1}, '${b}': {port: 2}}");
  CHECK(shown(result.value) == "{serve: {x: {port: 1}}}");
  CHECK(result.faults == Lines{"2:28: 'x' is there twice: an expression gives it too"});
}

TEST_CASE("values that are not computed keep their places, and computed ones have that of their expression") {
  const Evaluated result("vars: {v: 1}\nx:\n  y:\n    a: plain\n    b: {$eval: v}\n    c: 'is ${v}'\n");
  const auto placeOf = [&](const char* key) {
    const auto origin = find(result.value, {"x", "y", key})->origin();
    return std::to_string(origin.line) + ":" + std::to_string(origin.column);
  };
  CHECK(placeOf("a") == "4:8");
  CHECK(placeOf("b") == "1:11");
  CHECK(placeOf("c") == "6:8");
}

TEST_CASE("lists, scalars and empty sections at the top are evaluated too") {
  CHECK(evaluated("vars: {n: ml}\nnamespace: '${n}'\nmanifests: ['${n}.yaml']\ntrain: {}\nserve:\n") ==
        "{namespace: ml, manifests: [ml.yaml], train: {}, serve: null}");
}

TEST_CASE("work without end is ended by a finding") {
  const auto faults = faultsOf(
      "vars: {many: {$eval: 'range(0, 30000)'}}\n"
      "x: {b: {$map: {$eval: many}, each(a): {$map: {$eval: many}, each(b): {$eval: a * b}}}}\n");
  REQUIRE(faults.size() == 1);
  CHECK(faults.front() == "2:78: the template needs more than 20,000,000 steps");
}
