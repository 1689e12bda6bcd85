#include "core/pack/template.h"

#include <algorithm>

#include "core/base/nearest.h"
#include "core/jsone/identifier.h"

namespace aictl::pack {
namespace {

/// Reads one document; every fault is a finding at its place in the pack.
class Reader {
 public:
  Reader(std::string name, const Value& document, const schema::Files& files, const jsone::SyntaxTrees* trees,
         Findings& findings)
      : name_(std::move(name)), document_(document), files_(files), trees_(trees), findings_(findings) {}

  Template read() {
    Template result;
    result.name = name_;
    result.origin = document_.origin();
    if (!document_.isMap()) {
      complain("a template is a map with 'schema' and 'variants'", document_.origin());
      return result;
    }
    checkKeys(document_, {"description", "schema", "$defs", "variants", "rules", "offers", "examples"});
    result.description = textAt(document_, "description");
    if (const Value* source = document_.find("schema")) {
      result.schema =
          std::make_unique<schema::Schema>(schema::Schema::load(*source, document_, files_, findings_));
    } else {
      complain("a template needs a schema", document_.origin());
    }
    for (const Value& variant : listAt(document_, "variants"))
      result.variants.push_back(readVariant(variant));
    if (document_.find("variants") == nullptr) complain("a template needs variants", document_.origin());
    readRules(document_.find("rules"), result.rules);
    readOffers(result);
    readExamples(result);
    return result;
  }

 private:
  void complain(std::string message, Origin origin, std::string remedy = {}) {
    findings_.push_back({.rule = "template",
                         .message = "template " + name_ + ": " + std::move(message),
                         .origin = origin,
                         .remedy = std::move(remedy)});
  }

  void checkKeys(const Value& map, std::initializer_list<std::string_view> known) {
    for (const Entry& entry : map.entries()) {
      const auto key = entry.key.string();
      if (std::ranges::find(known, key) != known.end()) continue;
      complain("unknown key '" + std::string(key) + "'", entry.key.origin(),
               didYouMean(key, {known.begin(), known.end()}));
    }
  }

  std::string textAt(const Value& map, std::string_view key) {
    const Value* text = map.find(key);
    if (text == nullptr) return {};
    if (!text->isString()) complain("'" + std::string(key) + "' must be a text", text->origin());
    return std::string(findString(map, {key}));
  }

  std::span<const Value> listAt(const Value& map, std::string_view key) {
    const Value* list = map.find(key);
    if (list == nullptr) return {};
    if (!list->isList()) {
      complain("'" + std::string(key) + "' must be a list", list->origin());
      return {};
    }
    return list->items();
  }

  std::optional<LazyExpression> expression(const Value& map, std::string_view key) {
    const Value* source = map.find(key);
    if (source == nullptr) return std::nullopt;
    if (source->isString()) return LazyExpression(*source, trees_);
    complain("'" + std::string(key) + "' must be an expression, written as a string", source->origin());
    return std::nullopt;
  }

  Variant readVariant(const Value& source) {
    Variant variant;
    if (!source.isMap()) {
      complain("a variant is a map with 'manifests' and perhaps 'when'", source.origin());
      return variant;
    }
    checkKeys(source, {"when", "manifests"});
    variant.when = expression(source, "when");
    for (const Value& file : listAt(source, "manifests")) {
      constexpr std::string_view suffix = ".yaml";
      if (!file.isString() || !file.string().ends_with(suffix)) {
        complain("a manifest is a file with the suffix .yaml", file.origin());
        continue;
      }
      const auto path = file.string().substr(0, file.string().size() - suffix.size());
      variant.manifests.push_back(name_ + "/" + std::string(path));
    }
    return variant;
  }

  void readRules(const Value* list, std::vector<Rule>& rules) {
    if (list == nullptr) return;
    if (!list->isList()) {
      complain("rules are a list", list->origin());
      return;
    }
    if (rules.empty()) rules.reserve(list->size());
    for (const Value& source : list->items()) {
      if (!source.isMap()) {
        complain("a rule is a map", source.origin());
      } else if (const Value* reference = source.find("$ref")) {
        readSharedRules(*reference, rules);
      } else {
        rules.push_back(readRule(source));
      }
    }
  }

  /// `{$ref: lib/rules.yaml#/pod}`: a list of rules of another file.
  void readSharedRules(const Value& reference, std::vector<Rule>& rules) {
    const std::string text(reference.isString() ? reference.string() : std::string_view{});
    if (std::ranges::find(openReferences_, text) != openReferences_.end()) {
      complain("'" + text + "' takes itself in", reference.origin());
      return;
    }
    const auto hash = text.find("#/");
    const auto file = hash == std::string::npos ? std::nullopt : files_.read(text.substr(0, hash));
    const Value* list = file ? file->find(text.substr(hash + 2)) : nullptr;
    if (list == nullptr || !list->isList()) {
      complain("'" + text + "' leads to no list of rules", reference.origin(),
               "write it as in lib/rules.yaml#/pod");
      return;
    }
    openReferences_.push_back(text);
    readRules(list, rules);
    openReferences_.pop_back();
  }

  Rule readRule(const Value& source) {
    checkKeys(source, {"id", "severity", "when", "each", "as", "assert", "at", "message", "findings"});
    Rule rule;
    rule.origin = source.origin();
    rule.id = textAt(source, "id");
    if (rule.id.empty()) complain("a rule needs an id", source.origin());
    rule.severity = readSeverity(source);
    rule.when = expression(source, "when");
    rule.each = expression(source, "each");
    rule.as = textAt(source, "as");
    rule.assertion = expression(source, "assert");
    rule.at = expression(source, "at");
    if (const Value* message = source.find("message")) rule.message.emplace(*message, trees_);
    if (const Value* list = source.find("findings")) rule.findings.emplace(*list, trees_);
    if (source.find("each") != nullptr && !jsone::isIdentifier(rule.as)) {
      complain("a rule with 'each' needs 'as', the name that expressions have for the item", source.origin());
    }
    checkForm(source);
    return rule;
  }

  /// A rule is of one of two forms.
  void checkForm(const Value& source) {
    const auto has = [&](std::string_view key) { return source.find(key) != nullptr; };
    const bool isAssertion = has("assert") && has("at") && has("message");
    const bool isMixed = has("findings") && (has("assert") || has("at") || has("message"));
    if (isMixed || (!isAssertion && !has("findings"))) {
      complain("a rule has assert, at and message, or findings", source.origin());
    }
  }

  Severity readSeverity(const Value& source) {
    const Value* severity = source.find("severity");
    if (severity == nullptr) return Severity::error;
    if (severity->isString()) {
      if (const auto known = aictl::severity(severity->string())) return *known;
    }
    complain("a severity is error, warning or info", severity->origin());
    return Severity::error;
  }

  void readOffers(Template& result) {
    const Value* offers = document_.find("offers");
    if (offers == nullptr) return;
    if (!offers->isMap()) {
      complain("offers are a map with fixed keys", offers->origin());
      return;
    }
    for (const Entry& entry : offers->entries()) {
      result.offered.emplace_back(entry.key.string());
      if (entry.key.string().find('$') != std::string_view::npos) {
        complain("offers are a map with fixed keys, not '" + result.offered.back() + "'", entry.key.origin());
      }
    }
    result.offers.emplace(*offers, trees_);
  }

  void readExamples(Template& result) {
    for (const Value& example : listAt(document_, "examples")) {
      const Value* spec = example.find("spec");
      if (spec == nullptr || !spec->isMap()) {
        complain("an example is {title, spec}", example.origin());
        continue;
      }
      result.examples.push_back({std::string(findString(example, {"title"})), *spec});
    }
  }

  std::string name_;
  const Value& document_;
  const schema::Files& files_;
  const jsone::SyntaxTrees* trees_;
  Findings& findings_;
  std::vector<std::string> openReferences_;  ///< the lists of rules that are being read
};

}  // namespace

Template readTemplate(std::string name, const Value& document, const schema::Files& files,
                      const jsone::SyntaxTrees* trees, Findings& findings) {
  return Reader(std::move(name), document, files, trees, findings).read();
}

void checkExpressions(const Template& definition, Findings& findings) {
  const auto check = [&](const std::optional<LazyExpression>& expression) {
    if (!expression) return;
    try {
      (void)**expression;
    } catch (const jsone::Error& error) {
      findings.push_back({.rule = "template",
                          .message = "template " + definition.name + ": " + error.text(),
                          .origin = error.origin.known() ? error.origin : expression->source().origin()});
    }
  };
  for (const Variant& variant : definition.variants) check(variant.when);
  for (const Rule& rule : definition.rules) {
    check(rule.when);
    check(rule.each);
    check(rule.assertion);
    check(rule.at);
  }
}

}  // namespace aictl::pack
