// The flags that are made of a schema, and the words that give a spec.
#include "commands/stack/spec_flags.h"

#include <CLI/CLI.hpp>
#include <algorithm>

#include "core/pack/pack.h"
#include "core/yaml/yaml.h"
#include "recording.h"

using namespace aictl;
using Lines = std::vector<std::string>;

namespace {

Value read(std::string_view text) {
  Findings findings;
  Value value = yaml::readDocument(text, 1, findings);
  REQUIRE(findings.empty());
  return value;
}

constexpr std::string_view schemaText = R"(
type: object
properties:
  workers: {type: integer, description: How many.}
  image: {type: string}
  share: {type: number}
  suspend: {type: boolean}
  serviceAccount: {type: string}
  size: {type: [string, integer]}
  either: {type: [string, boolean]}
  scale: {type: object, properties: {min: {type: integer}, max: {type: integer}, metric: {type: string, enum: [rps, cpu]}}}
  gpus: {type: object, x-short: count, properties: {count: {type: integer}, vendor: {type: string}, deep: {type: object, properties: {er: {type: string}}}}}
  preload: {type: object, x-short: enabled, properties: {enabled: {type: boolean}, ttl: {type: integer}}}
  networks: {type: array, items: {type: string}}
  ports: {type: array, items: {type: integer}}
  caches: {type: array, items: {type: object, x-short: name, properties: {name: {type: string}, path: {type: string}}}}
  env: {type: object, additionalProperties: {type: object, x-short: value, properties: {value: {type: string}, secret: {type: string}}}}
  labels: {type: object, additionalProperties: {type: string}}
  limits: {type: object, additionalProperties: {type: integer}}
  command: {type: array, items: {type: string}}
  node: {$ref: '#/$defs/node'}
$defs:
  node: {type: object, properties: {name: {type: string}, next: {type: array, items: {$ref: '#/$defs/node'}}}}
)";

schema::Schema load(std::string_view text) {
  const Value source = read(text);
  Value schemaOnly = source;
  schemaOnly.erase("$defs");
  Findings findings;
  auto schema = schema::Schema::load(schemaOnly, source, {}, findings);
  for (const auto& finding : findings) FAIL(finding.message);
  return schema;
}

/// Parses words as a command would.
struct Given {
  schema::Schema schema = load(schemaText);
  CLI::App app;
  commands::SpecFlags flags;
  Sources sources;
  Findings findings;
  Value spec;

  explicit Given(Lines words, bool showAll = false) : flags(app, schema.root(), showAll) {
    app.allow_extras();
    std::ranges::reverse(words);
    app.parse(words);
    CHECK(app.remaining() == Lines{});
    spec = flags.spec(sources, findings);
  }
};

std::string specOf(Lines words) {
  const Given given(std::move(words));
  CHECK(given.findings.empty());
  return yaml::writeInline(given.spec);
}

}  // namespace

TEST_CASE("a scalar is a flag of its name, with hyphens, and is what the schema wants") {
  CHECK(specOf({"--workers", "4"}) == "{workers: 4}");
  CHECK(specOf({"--workers=4"}) == "{workers: 4}");
  CHECK(specOf({"--image", "5"}) == R"({image: "5"})");
  CHECK(specOf({"--share", "0.5"}) == "{share: 0.5}");
  CHECK(specOf({"--share", "-1"}) == "{share: -1}");
  CHECK(specOf({"--service-account", "sa"}) == "{serviceAccount: sa}");
  CHECK(specOf({"--size", "16Gi"}) == "{size: 16Gi}");
  CHECK(specOf({"--size", "16"}) == "{size: 16}");
  CHECK(specOf({"--image", ""}) == R"({image: ""})");
}

TEST_CASE("of a scalar that is given twice the last counts") {
  CHECK(specOf({"--workers", "4", "--workers", "5"}) == "{workers: 5}");
}

TEST_CASE("what was not given is no part of the spec") { CHECK(specOf({}) == "{}"); }

TEST_CASE("a boolean is a flag, with its opposite") {
  CHECK(specOf({"--suspend"}) == "{suspend: true}");
  CHECK(specOf({"--no-suspend"}) == "{suspend: false}");
  CHECK(specOf({"--suspend=false"}) == "{suspend: false}");
}

TEST_CASE("an object is given by its properties") {
  CHECK(specOf({"--scale.min", "1", "--scale.metric", "rps"}) == "{scale: {min: 1, metric: rps}}");
  CHECK(specOf({"--scale", "{min: 1, max: 3}"}) == "{scale: {min: 1, max: 3}}");
  CHECK(specOf({"--scale", "{min: 1, max: 3}", "--scale.max", "5"}) == "{scale: {min: 1, max: 5}}");
}

TEST_CASE("an object with a short form is given by it, beside its other properties") {
  CHECK(specOf({"--gpus", "2"}) == "{gpus: 2}");
  CHECK(specOf({"--gpus", "2", "--gpus.vendor", "amd"}) == "{gpus: {count: 2, vendor: amd}}");
  CHECK(specOf({"--gpus.vendor", "amd", "--gpus", "2"}) == "{gpus: {count: 2, vendor: amd}}");
  CHECK(specOf({"--gpus.count", "2"}) == "{gpus: {count: 2}}");
  CHECK(specOf({"--gpus.deep.er", "x"}) == "{gpus: {deep: {er: x}}}");
  CHECK(specOf({"--gpus", "{count: 1, vendor: intel}"}) == "{gpus: {count: 1, vendor: intel}}");
}

TEST_CASE("an object whose short form is a boolean is a flag") {
  CHECK(specOf({"--preload"}) == "{preload: true}");
  CHECK(specOf({"--no-preload"}) == "{preload: false}");
  CHECK(specOf({"--preload", "--preload.ttl", "5"}) == "{preload: {enabled: true, ttl: 5}}");
}

TEST_CASE("a list is repeated or comma-separated") {
  CHECK(specOf({"--networks", "a,b", "--networks", "c"}) == "{networks: [a, b, c]}");
  CHECK(specOf({"--ports", "80,443"}) == "{ports: [80, 443]}");
  CHECK(specOf({"--networks", "1"}) == R"({networks: ["1"]})");
}

TEST_CASE("a list may be written as YAML, whole or item by item") {
  CHECK(specOf({"--networks", "[a, 'b,c']"}) == R"({networks: [a, "b,c"]})");
  CHECK(specOf({"--caches", "{name: imagenet, path: /d}", "--caches", "other"}) ==
        "{caches: [{name: imagenet, path: /d}, other]}");
}

TEST_CASE("a map is KEY=VALUE, repeated") {
  CHECK(specOf({"--labels", "a=b", "--labels", "c=d=e"}) == "{labels: {a: b, c: d=e}}");
  CHECK(specOf({"--limits", "cpu=4"}) == "{limits: {cpu: 4}}");
  CHECK(specOf({"--labels", "a="}) == R"({labels: {a: ""}})");
  CHECK(specOf({"--env", "T={secret: s}", "--env", "A=1"}) == R"({env: {T: {secret: s}, A: "1"}})");
  CHECK(specOf({"--labels", "{a: b, c: d}"}) == "{labels: {a: b, c: d}}");
}

TEST_CASE("what is no KEY=VALUE is told") {
  const Given given({"--labels", "a"});
  REQUIRE(given.findings.size() == 1);
  CHECK(text(given.findings.front(), given.sources) ==
        "--labels: 'a' is no KEY=VALUE; write it as in --labels KEY=VALUE");
}

TEST_CASE("YAML that does not end is told at the flag") {
  const Given given({"--caches", "{name: "});
  REQUIRE_FALSE(given.findings.empty());
  CHECK(text(given.findings.front(), given.sources).find("--caches: ") == 0);
}

TEST_CASE("where a schema recurs there is only YAML") {
  CHECK(specOf({"--node.name", "a", "--node.next", "{name: b}"}) == "{node: {name: a, next: [{name: b}]}}");
}

TEST_CASE("values are literal and stand at their flags") {
  const Given given({"--image", "${HOME}", "--scale.min", "1", "--labels", "a=${b}"});
  CHECK(yaml::writeInline(given.spec) == R"({image: "${HOME}", scale: {min: 1}, labels: {a: "${b}"}})");
  CHECK(given.sources.place(given.spec.find("image")->origin()) == "--image");
  CHECK(given.sources.place(find(given.spec, {"scale", "min"})->origin()) == "--scale.min");
  CHECK(given.sources.place(find(given.spec, {"labels", "a"})->origin()) == "--labels");
}

TEST_CASE("the help shows the first level, and all on request") {
  const auto shown = [](bool showAll) {
    const Given given({}, showAll);
    Lines names;
    for (const CLI::Option* option : given.app.get_options()) {
      if (option->get_group() == "Spec") names.push_back(option->get_lnames().front());
    }
    return names;
  };
  const auto some = shown(false);
  const auto all = shown(true);
  const auto has = [](const Lines& names, const char* name) {
    return std::ranges::find(names, name) != names.end();
  };
  CHECK(has(some, "workers"));
  CHECK(has(some, "gpus"));
  CHECK(has(some, "env"));
  CHECK_FALSE(has(some, "scale.min"));
  CHECK_FALSE(has(some, "scale"));
  CHECK(has(all, "scale.min"));
  CHECK(has(all, "gpus.vendor"));
  CHECK_FALSE(has(all, "gpus.count"));
}

TEST_CASE("a spec is told as the words that give it") {
  const auto schema = load(schemaText);
  const auto words = [&](std::string_view spec) { return commands::asFlags(read(spec), schema.root()); };
  CHECK(words("{workers: 4, image: i}") == "--workers 4 --image i");
  CHECK(words("{gpus: 2, suspend: false, preload: true}") == "--gpus 2 --no-suspend --preload");
  CHECK(words("{gpus: {count: 2, vendor: amd}}") == "--gpus 2 --gpus.vendor amd");
  CHECK(words("{networks: [a, b]}") == "--networks a,b");
  CHECK(words("{labels: {a: b, c: d e}}") == "--labels a=b --labels 'c=d e'");
  CHECK(words("{command: [sh, -c, \"echo 'a b' $HOME\"]}") == R"(-- sh -c 'echo '\''a b'\'' $HOME')");
}

namespace {

/// The words of a command line, as a shell splits them.
Lines shellWords(std::string_view text) {
  Lines words;
  std::string word;
  bool inside = false;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\'') {
        quoted = false;
      } else {
        word += c;
      }
    } else if (c == '\'') {
      quoted = inside = true;
    } else if (c == '\\' && i + 1 < text.size()) {
      word += text[++i];
      inside = true;
    } else if (c == ' ') {
      if (inside) words.push_back(std::exchange(word, {}));
      inside = false;
    } else {
      word += c;
      inside = true;
    }
  }
  if (inside) words.push_back(word);
  return words;
}

/// Equal but for the order of keys: flags are read in the order of the schema.
bool sameInAnyOrder(const Value& a, const Value& b) {
  UNSCOPED_INFO(yaml::writeInline(a));
  return a == b;
}

/// The spec that comes of the words that a spec is told as.
Value again(const Value& spec, const schema::Schema& schema) {
  Lines words = shellWords(commands::asFlags(spec, schema.root()));
  const auto dashes = std::ranges::find(words, "--");
  const Lines command(dashes == words.end() ? dashes : dashes + 1, words.end());
  words.erase(dashes, words.end());
  CLI::App app;
  app.allow_extras();
  const commands::SpecFlags flags(app, schema.root(), false);
  std::ranges::reverse(words);
  app.parse(words);
  CHECK(app.remaining() == Lines{});
  Sources sources;
  Findings findings;
  Value result = flags.spec(sources, findings);
  CHECK(findings.empty());
  Value list = Value::list();
  for (const auto& word : command) list.push(Value(word));
  if (!command.empty()) result.set("command", list);
  return result;
}

}  // namespace

TEST_CASE("the words of an example give the example, for all templates") {
  Sources sources;
  pack::Packs packs(sources);
  for (const auto& name : packs.templates()) {
    const auto found = packs.find(name);
    REQUIRE(found);
    const schema::Schema& schema = *found->definition->schema;
    for (const auto& example : found->definition->examples) {
      INFO(name << ": " << example.title << ": " << commands::asFlags(example.spec, schema.root()));
      CHECK(sameInAnyOrder(schema.normalise(again(example.spec, schema)), schema.normalise(example.spec)));
    }
  }
}

TEST_CASE("the words of a spec give the spec, whatever is in its texts") {
  const auto schema = load(schemaText);
  for (const auto* spec : {"{networks: ['a,b', c]}",
                           "{networks: ['[x']}",
                           "{networks: []}",
                           "{labels: {'a=b': c}}",
                           "{labels: {}}",
                           "{labels: {a: '{b}'}}",
                           "{image: 'it''s'}",
                           "{image: \"line\\nline\"}",
                           "{image: ''}",
                           "{image: '-x'}",
                           "{image: --workers}",
                           "{networks: ['']}",
                           "{networks: ['true', '1', 'null']}",
                           "{ports: [1]}",
                           "{either: true}",
                           "{either: x}",
                           "{caches: [a, {name: b, path: '/c d'}]}",
                           "{caches: [{name: 'x,y'}]}",
                           "{env: {A: 'x y', B: {secret: s}}}",
                           "{env: {A: '{not: yaml'}}",

                           "{size: 16}",
                           "{image: '{a}'}",
                           "{image: '[a]'}",
                           "{node: {name: a, next: [{name: b, next: [{name: c}]}]}}",
                           "{scale: {min: 0}}",
                           "{gpus: {deep: {er: 'a b'}}}",
                           "{preload: {ttl: 1}}",
                           "{share: 1.5, limits: {a: 1}}",
                           "{command: ['', 'a b', '$x', '*', \"'\"]}"}) {
    INFO(spec << ": " << commands::asFlags(read(spec), schema.root()));
    const Value value = schema.normalise(read(spec));
    CHECK(sameInAnyOrder(schema.normalise(again(value, schema)), value));
  }
}
