// Any schema and any specs: loading, making long, checking and filling end without a crash, and a spec that
// was made long stays as it is.
#include <cstdio>
#include <cstdlib>

#include "core/schema/schema.h"
#include "core/yaml/yaml.h"

namespace {

using aictl::Findings;
using aictl::Value;
using aictl::schema::Dialect;
using aictl::schema::Schema;

constexpr aictl::yaml::Limits limits{.bytes = 1U << 20U, .depth = 100, .values = 20'000};

void hold(bool holds, const char* what, const Value& value) {
  if (holds) return;
  std::fprintf(stderr, "%s:\n%s\n", what, aictl::yaml::write(value).c_str());
  std::abort();
}

void trySpec(const Schema& schema, const Value& spec) {
  const Value normal = schema.normalise(spec);
  hold(schema.normalise(normal) == normal, "a spec is not made long at once", spec);
  Findings findings;
  schema.check(normal, "fuzz/spec", findings);
  for (const auto& finding : findings)
    hold(!finding.message.empty() && !finding.rule.empty(), "a finding without words", spec);
  schema.references(normal);
  const Value filled = schema.fill(normal);
  if (!findings.empty() || !normal.isMap()) return;
  for (const auto& property : schema.root().properties) {
    hold(filled.find(property.name) != nullptr, "a property is not filled in", filled);
  }
}

void tryDialect(const std::vector<Value>& documents, Dialect dialect) {
  const Value& document = documents.front();
  const aictl::schema::Files files{
      .read = [&](std::string_view) -> std::optional<Value> { return documents.back(); },
      .list =
          [](std::string_view) {
            return std::vector<std::string>{"a", "b"};
          }};
  const Value* inner = document.find("schema");
  Findings findings;
  const Schema schema =
      Schema::load(inner == nullptr ? document : *inner, document, files, findings, dialect);
  if (!findings.empty()) return;
  schema.validate(findings);
  for (std::size_t i = 1; i < documents.size(); ++i) trySpec(schema, documents[i]);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Findings findings;
  const auto documents = aictl::yaml::read(text, 1, findings, limits);
  if (!findings.empty() || documents.empty()) return 0;
  for (const auto dialect : {Dialect::templates, Dialect::cluster, Dialect::standard})
    tryDialect(documents, dialect);
  return 0;
}
