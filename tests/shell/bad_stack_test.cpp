// Stacks that are well-formed YAML and say something wrong: every fault at once, each at its place.

#include "shell/refused.h"

using aictl::test::checkRefused;
using aictl::test::Outcome;
using aictl::test::Workspace;

TEST_CASE("an unknown template is told with those that there are, and the nearest") {
  checkRefused(
      "stack: s\ntrian: {a: {image: x}}\n",
      "aictl.yaml:2:1: unknown template 'trian'; there are cache, graph, network, serve, train; did you "
      "mean 'train'?\n");
}

TEST_CASE("an unknown key is told with the nearest one") {
  checkRefused("stack: s\ntrain:\n  a:\n    image: x\n    gpu: 2\n    resourcs: {}\n",
               "aictl.yaml:5:5: train/a: unknown key 'gpu'; did you mean 'gpus'?\n"
               "aictl.yaml:6:5: train/a: unknown key 'resourcs'; did you mean 'resources'?\n");
}

TEST_CASE("a value that is none of a list is told with all of them, and the nearest") {
  checkRefused("stack: s\ntrain: {a: {image: x, framework: pytroch}}\n",
               "aictl.yaml:2:34: train/a: framework must be none, pytorch or tensorflow, not 'pytroch'; "
               "did you mean 'pytorch'?\n");
}

TEST_CASE("a reference to nothing is told with what there is") {
  checkRefused(
      "stack: s\ncache: {imagenet: {from: [s3://a/b], runtime: jindo}}\n"
      "train: {a: {image: x, caches: [imagenett], networks: [fast]}}\n",
      "aictl.yaml:3:32: train/a: there is no cache entry 'imagenett' in this stack; it has imagenet; did "
      "you mean 'imagenet'?\n"
      "aictl.yaml:3:55: train/a: there is no network entry 'fast' in this stack; it has none\n");
}

TEST_CASE("values of a wrong type are told with what was wanted") {
  checkRefused("stack: s\ntrain: {a: {image: [x], workers: four, env: [A], suspend: 'yes'}}\n",
               "aictl.yaml:2:20: train/a: image must be a string, not a list; it is: The container image.\n"
               "aictl.yaml:2:34: train/a: workers must be an integer, not the string 'four'; it is: How many "
               "pods train, whatever the framework calls them.\n"
               "aictl.yaml:2:45: train/a: env must be a map, not a list; it is: Environment variables, as "
               "NAME: value, or where the value comes from.\n"
               "aictl.yaml:2:59: train/a: suspend must be true or false, not the string 'yes'; write true\n");
}

TEST_CASE("counts that are negative, huge or no whole numbers are told") {
  checkRefused(
      "stack: s\n"
      "train:\n"
      "  a: {image: x, workers: -1}\n"
      "  b: {image: x, workers: 99999999999999999999}\n"
      "  c: {image: x, workers: 1.5}\n"
      "  d: {image: x, workers: .nan}\n",
      "aictl.yaml:3:26: train/a: workers must be at least 1; found -1\n"
      "aictl.yaml:4:26: train/b: workers must be at most 10000; found 99999999999999999999\n"
      "aictl.yaml:5:26: train/c: workers must be a whole number, not 1.5; it is: How many pods train, "
      "whatever the framework calls them.\n"
      "aictl.yaml:6:26: train/d: workers must be a whole number, not .nan; it is: How many pods train, "
      "whatever the framework calls them.\n");
}

TEST_CASE("a quantity with a unit that Kubernetes has not is told with the ones that were meant") {
  checkRefused(
      "stack: s\ntrain: {a: {image: x, memory: 16GB}}\n",
      "aictl.yaml:2:31: train/a: memory must be a quantity such as 500m, 2 or 16Gi; found '16GB'; did you "
      "mean '16G' or '16Gi'?\n");
}

TEST_CASE("a cycle of references is shown whole") {
  checkRefused(
      "stack: s\n"
      "graph:\n"
      "  first: {sequence: [{to: second}]}\n"
      "  second: {sequence: [{to: first}]}\n",
      "aictl.yaml:4:28: graph/second: entries refer to each other in a circle: graph/first → graph/second "
      "→ graph/first; take one of these references out\n");
}

TEST_CASE("a name that is no DNS label is told with one that would be") {
  checkRefused(
      "stack: s\ntrain: {My_Net: {image: x}}\n",
      "aictl.yaml:2:9: train: 'My_Net' cannot be a name: lower case letters, digits and hyphens, beginning "
      "and ending with a letter or digit, at most 63 characters; 'my-net-c7f33ffb' would be one\n");
}

TEST_CASE("a name that is too long is told") {
  const std::string name(64, 'a');
  checkRefused("stack: s\ntrain: {" + name + ": {image: x}}\n",
               "aictl.yaml:2:9: train: '" + name +
                   "' cannot be a name: lower case letters, digits and hyphens, "
                   "beginning and ending with a letter or digit, at most 63 characters; '" +
                   std::string(54, 'a') + "-ffe054fe' would be one\n");
}

TEST_CASE("a name that leaves no room for the names of its pods is told") {
  const std::string name(60, 'a');
  checkRefused("stack: s\ntrain: {" + name + ": {image: x, framework: tensorflow, workers: 11}}\n",
               "aictl.yaml:2:71: train/" + name +
                   ": the name leaves no room for -worker-11 in the 63 characters that "
                   "a pod's name can have\n");
}

TEST_CASE("a stack needs a name that is a DNS label") {
  checkRefused("train: {a: {image: x}}\n",
               "aictl.yaml:1:1: a stack needs a name; begin it with 'stack: NAME'\n");
  const std::string rule =
      " must be a DNS label (lower case letters, digits and hyphens, at most 63 characters), ";
  checkRefused("stack: My_Stack\n", "aictl.yaml:1:8: 'stack'" + rule + "not 'My_Stack'\n");
  checkRefused("stack: s\nnamespace: [a]\n", "aictl.yaml:2:12: 'namespace'" + rule + "not a list\n");
}

TEST_CASE("a section and an entry of a wrong shape are told") {
  checkRefused("stack: s\ntrain: [a]\n",
               "aictl.yaml:2:8: 'train' must be a map of names to specs, not a list\n");
  checkRefused("stack: s\ntrain: {a: }\n",
               "aictl.yaml:2:9: train/a: image is missing; give it: The container image.\n");
}

TEST_CASE("a stack for a later aictl is refused") {
  checkRefused("stack: s\nrequires: 99.0.0\n",
               "aictl.yaml:2:11: this stack needs aictl 99.0.0 or later, and this is " AICTL_VERSION "\n");
  checkRefused("stack: s\nrequires: soon\n",
               "aictl.yaml:2:11: 'requires' is the least version of aictl, such as 0.1.0\n");
}

TEST_CASE("all faults of a stack are told at once, in the order of the file") {
  checkRefused(
      "stack: s\n"
      "train:\n"
      "  a: {image: x, wrkers: 1}\n"
      "serve:\n"
      "  b: {image: x, port: 80800}\n"
      "trian: {}\n",
      "aictl.yaml:3:17: train/a: unknown key 'wrkers'; did you mean 'workers'?\n"
      "aictl.yaml:5:23: serve/b: port must be at most 65535; found 80800\n"
      "aictl.yaml:6:1: unknown template 'trian'; there are cache, graph, network, serve, train; did you "
      "mean 'train'?\n");
}
