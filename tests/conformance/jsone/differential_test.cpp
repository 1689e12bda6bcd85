// JSON-e beside its reference implementation: made templates give the same values, keys in the same order,
// and the same texts of errors, but where the language of this project differs for a reason.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <string>

#include "catch.h"
#include "core/jsone/jsone.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"
#include "shell/fixture/program.h"

namespace {

using aictl::Entry;
using aictl::Value;
using aictl::test::Outcome;
namespace jsone = aictl::jsone;

constexpr int skipped = 77;  // how ctest is told
constexpr auto package = "json-e@4.8.4";

std::string variable(const char* name, const std::string& otherwise) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : otherwise;
}

[[noreturn]] void skip(const std::string& reason) {
  fmt::print("skipped: {}\n", reason);
  fmt::print(
      "it needs node 20 and the npm package {}: in JSONE_NPM (the package's folder), or npm to install it\n",
      package);
  std::exit(skipped);
}

// npm may need what the caller has set: a proxy, authorities of certificates.
std::map<std::string, std::string> environment() {
  std::map<std::string, std::string> all;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    const std::size_t equals = text.find('=');
    if (equals != std::string_view::npos) all.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return all;
}

Outcome run(const std::vector<std::string>& words) {
  try {
    aictl::test::Process process({.words = words, .folder = AICTL_BUILD, .environment = environment()});
    return process.wait(std::chrono::seconds(1200));
  } catch (const std::runtime_error& error) {
    skip(error.what());
  }
}

// The folder of the npm package, installed into the build where none is given.
std::string packageFolder() {
  const std::string given = variable("JSONE_NPM", "");
  if (!given.empty()) return given;
  const std::string prefix = AICTL_BUILD "/jsone-npm";
  const std::string folder = prefix + "/node_modules/json-e";
  if (std::filesystem::exists(folder + "/package.json")) return folder;
  std::filesystem::create_directories(prefix);
  const Outcome installed = run({"npm", "install", "--no-save", "--no-audit", "--no-fund", "--fetch-retries",
                                 "1", "--prefix", prefix, package});
  if (installed.code != 0)
    skip("npm install ended with " + std::to_string(installed.code) + ": " + installed.err);
  return folder;
}

bool looksLikeIndex(std::string_view key) {
  return !key.empty() && std::ranges::all_of(key, [](char c) { return c >= '0' && c <= '9'; });
}

// JavaScript puts keys that look like indices first; all others keep their order.
bool sameOrder(const Value& ours, const Value& theirs) {
  if (ours.isList()) return std::ranges::equal(ours.items(), theirs.items(), sameOrder);
  if (!ours.isMap()) return true;
  const bool indices = std::ranges::any_of(
      ours.entries(), [](const Entry& entry) { return looksLikeIndex(entry.key.string()); });
  return std::ranges::all_of(ours.entries(), [&](const Entry& entry) {
    const auto at = static_cast<std::size_t>(&entry - ours.entries().data());
    return (indices || theirs.entries()[at].key.string() == entry.key.string()) &&
           sameOrder(entry.value, *theirs.find(entry.key.string()));
  });
}

// Where the reference implementation goes on with what is no value of JSON, or reads past a fault, this
// project's gives an error (jsone.h): how that begins.
constexpr std::array<std::string_view, 9> deliberate{
    "BuiltinError: number: '",                            // NaN
    "BuiltinError: '",                                    // a time that is none, as null
    "BuiltinError: invalid arguments to builtin: join",   // lists and maps inside, as "[object Object]"
    "BuiltinError: invalid arguments to builtin: range",  // a step that is not whole, after a call without
                                                          // one
    "TemplateError: evaluated template contained uncalled functions",      // the text of a function's program
    "InterpreterError: the result of ",                                    // NaN or infinity
    "InterpreterError: cannot perform interval access with non-integers",  // true and texts as ends
    "SyntaxError: Found: ",                                                // `a[1 2]`, `(true ||)`
    "SyntaxError: Unexpected end of input",
};

// The error's text without its place.
std::string withoutPlace(std::string text) {
  const auto place = text.find(" at template");
  const auto colon = text.find(": ");
  if (place != std::string::npos && place < colon) text.erase(place, text.find(": ", place) - place);
  return text;
}

struct Tally {
  std::size_t values = 0;
  std::size_t errors = 0;
  std::size_t faults = 0;
  std::size_t deliberate = 0;
};

void compareValues(const Value& ours, const Value& theirs) {
  INFO("theirs: " << aictl::yaml::writeJson(theirs));
  INFO("ours:   " << aictl::yaml::writeJson(ours));
  const bool equal = ours == theirs;
  CHECK(equal);
  if (equal) CHECK(sameOrder(ours, theirs));
}

void compareError(const std::string& ours, const Value& tested, Tally& tally) {
  const Value* theirs = tested.find("error");
  const std::string plain = withoutPlace(ours);
  if (theirs != nullptr && tested.find("fault") != nullptr) {
    ++tally.faults;  // it broke down; that ours is an error is enough
  } else if (theirs != nullptr && (ours == theirs->string() || (plain.ends_with("t is not callable") ||
                                                                plain.ends_with("array is not callable")))) {
    ++tally.errors;
  } else if (std::ranges::any_of(deliberate,
                                 [&](std::string_view begin) { return plain.starts_with(begin); })) {
    ++tally.deliberate;
  } else {
    CHECK(ours == (theirs != nullptr ? std::string(theirs->string())
                                     : "the value " + aictl::yaml::writeJson(*tested.find("result"))));
  }
}

void compare(const Value& tested, Tally& tally) {
  INFO("template: " << aictl::yaml::writeJson(*tested.find("template")));
  INFO("context:  " << aictl::yaml::writeJson(*tested.find("context")));
  jsone::Scope scope;
  for (const Entry& entry : tested.find("context")->entries()) scope.set(entry.key.string(), entry.value);
  try {
    const Value ours = jsone::Evaluation().evaluate(jsone::Template(*tested.find("template")), scope);
    const Value* theirs = tested.find("result");
    if (theirs == nullptr) {
      CHECK("the value " + aictl::yaml::writeJson(ours) == tested.find("error")->string());
      return;
    }
    compareValues(ours, *theirs);
    ++tally.values;
  } catch (const jsone::Error& error) {
    compareError(error.text(), tested, tally);
  }
}

}  // namespace

TEST_CASE("made templates give what the reference implementation gives") {
  const std::string count = variable("JSONE_CASES", "5000");
  const std::string seed = variable("JSONE_SEED", "1");
  const Outcome made =
      run({"node", AICTL_SOURCE "/tests/conformance/jsone/differential.mjs", packageFolder(), seed, count});
  INFO(made.err);
  REQUIRE(made.code == 0);
  Tally tally;
  std::string_view rest = made.out;
  for (std::size_t end = rest.find('\n'); end != std::string_view::npos; end = rest.find('\n')) {
    const auto tested = aictl::yaml::readJson(rest.substr(0, end));
    rest.remove_prefix(end + 1);
    REQUIRE(tested);
    compare(*tested, tally);
  }
  fmt::print("seed {}: {} values and {} errors alike; {} faults there, {} differences for a reason\n", seed,
             tally.values, tally.errors, tally.faults, tally.deliberate);
  CHECK(tally.values > std::stoul(count) / 4);
  CHECK(tally.errors > std::stoul(count) / 10);
  CHECK(tally.deliberate < std::stoul(count) / 20);
}
