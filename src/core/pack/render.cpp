#include "core/pack/render.h"

#include <algorithm>

#include "core/pack/absent.h"

namespace aictl::pack {
namespace {

Value entryValue(const Subject& subject) {
  const Origin origin = subject.origin;
  const std::string& templateName = subject.found.definition->name;
  Value labels = ownLabels(subject.stack, templateName, subject.name, origin);
  Value metadata = Value::map({{"name", Value(subject.name, origin)},
                               {"namespace", Value(subject.nameSpace, origin)},
                               {"labels", labels}},
                              origin);
  return Value::map({{"template", Value(templateName, origin)},
                     {"name", Value(subject.name, origin)},
                     {"namespace", Value(subject.nameSpace, origin)},
                     {"metadata", std::move(metadata)},
                     {"labels", std::move(labels)}},
                    origin);
}

std::string unknownArgument(const Part& part, const Value& given) {
  for (const Entry& entry : given.entries()) {
    const auto key = entry.key.string();
    if (std::ranges::find(part.arguments, key, &Part::Argument::name) == part.arguments.end())
      return std::string(key);
  }
  return {};
}

/// Binds what a call gives to a part's arguments; says what is missing or too much.
jsone::Scope argumentScope(const Part& part, std::string_view path, const jsone::Call& call,
                           const jsone::Scope& root) {
  jsone::Scope scope(&root);
  const Value given = call.arguments.size() > 1 ? call.arguments[1] : Value::map();
  if (!given.isMap()) call.fail("include takes the arguments of a part as a map");
  std::size_t used = 0;
  for (const Part::Argument& argument : part.arguments) {
    if (const Value* value = given.find(argument.name)) {
      scope.set(argument.name, *value);
      ++used;
    } else if (argument.defaultValue) {
      scope.set(argument.name, *argument.defaultValue);
    } else {
      call.fail("part '" + std::string(path) + "' needs the argument '" + argument.name + "'");
    }
  }
  if (used != given.size())
    call.fail("part '" + std::string(path) + "' takes no argument '" + unknownArgument(part, given) + "'");
  return scope;
}

}  // namespace

Value ownLabels(std::string_view stack, std::string_view templateName, std::string_view name, Origin origin) {
  return Value::map({{"app.kubernetes.io/name", Value(name, origin)},
                     {"app.kubernetes.io/managed-by", Value("aictl", origin)},
                     {"aictl.dev/stack", Value(stack, origin)},
                     {"aictl.dev/template", Value(templateName, origin)},
                     {"aictl.dev/name", Value(name, origin)}},
                    origin);
}

EntryRenderer::EntryRenderer(const Subject& subject, const jsone::Scope& functions, Reference reference)
    : subject_(subject), reference_(std::move(reference)), scope_(&functions) {
  scope_.set("spec", subject.spec);
  scope_.set("entry", entryValue(subject));
  scope_.set("stack", Value::map({{"name", Value(subject.stack)}, {"namespace", Value(subject.nameSpace)}}));
  scope_.set("environment", subject.environment.empty() ? Value() : Value(subject.environment));
  scope_.set("include", jsone::Function([this](const jsone::Call& call) { return include(call); }));
  scope_.set("ref", jsone::Function([this](const jsone::Call& call) { return this->reference(call); }));
}

Value EntryRenderer::include(const jsone::Call& call) {
  if (call.arguments.empty() || call.arguments.size() > 2 || !call.arguments[0].isString()) {
    call.fail("include takes the path of a part, and perhaps its arguments as a map");
  }
  const std::string_view path = call.arguments[0].string();
  const auto part = subject_.found.pack->part(path);
  if (!part) {
    const Finding& fault = part.failure().findings.front();
    throw jsone::Error{"TemplateError", "", fault.message, fault.origin};
  }
  if (*part == nullptr) call.fail("there is no part '" + std::string(path) + "'");
  if (!(*part)->arguments.empty() || call.arguments.size() > 1) {
    return call.evaluation.evaluate((*part)->body, argumentScope(**part, path, call, scope_));
  }
  // What takes no arguments is the same for all of the entry.
  const auto known = included_.find(path);
  if (known != included_.end()) return known->second;
  Value result = call.evaluation.evaluate((*part)->body, scope_);
  included_.emplace(path, result);
  return result;
}

Value EntryRenderer::reference(const jsone::Call& call) {
  if (call.arguments.size() != 2 || !call.arguments[1].isString())
    call.fail("ref takes a template and a name");
  std::vector<std::string> templates;
  const Value& wanted = call.arguments[0];
  if (wanted.isString()) templates.emplace_back(wanted.string());
  if (wanted.isList()) {
    for (const Value& item : wanted.items()) {
      if (item.isString()) templates.emplace_back(item.string());
    }
  }
  auto offers = reference_(templates, call.arguments[1].string());
  if (!offers) call.fail("there is no entry '" + std::string(call.arguments[1].string()) + "' to refer to");
  return *offers;
}

Finding EntryRenderer::templateFault(const jsone::Error& error) const {
  return {.rule = "template",
          .message = error.text(),
          .origin = error.origin,
          .entry = subject_.label(),
          .remedy = "this is a fault of the template, not of the stack"};
}

Value EntryRenderer::offers(Findings& findings) {
  const Template& definition = *subject_.found.definition;
  if (!definition.offers) return Value::map();
  try {
    Value offers = jsone::Evaluation().evaluate(*definition.offers, scope_);
    for (const auto& name : definition.offered) {
      if (offers.find(name) == nullptr) offers.set(Value(name), nullptr);
    }
    return offers;
  } catch (const jsone::Error& error) {
    findings.push_back(templateFault(error));
    return Value::map();
  }
}

void EntryRenderer::checkRules(Findings& findings) {
  for (const Rule& rule : subject_.found.definition->rules) {
    try {
      checkRule(rule, findings);
    } catch (const jsone::Error& error) {
      findings.push_back(templateFault(error));
    }
  }
}

void EntryRenderer::checkRule(const Rule& rule, Findings& findings) {
  if (!rule.each) {
    checkOnce(rule, scope_, findings);
    return;
  }
  const auto checkItem = [&](const Value& key, const Value& item) {
    jsone::Scope scope(&scope_);
    scope.set(rule.as, item);
    scope.set("key", key);
    checkOnce(rule, scope, findings);
  };
  const Value each = jsone::Evaluation().evaluate(**rule.each, scope_);
  if (each.isMap()) {
    for (const Entry& entry : each.entries()) checkItem(entry.key, entry.value);
  } else if (each.isList()) {
    for (std::size_t i = 0; i < each.size(); ++i) checkItem(Value(i), each[i]);
  }
}

void EntryRenderer::checkOnce(const Rule& rule, const jsone::Scope& scope, Findings& findings) {
  if (rule.when && !jsone::truthy(jsone::Evaluation().evaluate(**rule.when, scope))) return;
  if (rule.findings) {
    checkFindings(rule, scope, findings);
  } else {
    checkAssertion(rule, scope, findings);
  }
}

void EntryRenderer::checkAssertion(const Rule& rule, const jsone::Scope& scope, Findings& findings) {
  jsone::Evaluation evaluation;
  if (jsone::truthy(evaluation.evaluate(**rule.assertion, scope))) return;
  const Value message = evaluation.evaluate(*rule.message, scope);
  const Origin place = evaluation.evaluate(**rule.at, scope).origin();
  findings.push_back(finding(rule, place, message.isString() ? message.string() : std::string_view(rule.id)));
}

void EntryRenderer::checkFindings(const Rule& rule, const jsone::Scope& scope, Findings& findings) {
  const Value list = jsone::Evaluation().evaluate(*rule.findings, scope);
  if (!list.isList()) {
    throw jsone::Error{"TemplateError", "", "the findings of rule '" + rule.id + "' are no list",
                       rule.origin};
  }
  for (const Value& item : list.items()) {
    if (isAbsent(item)) continue;
    const auto message = findString(item, {"message"});
    if (message.empty()) {
      throw jsone::Error{"TemplateError", "", "a finding of rule '" + rule.id + "' has no message",
                         item.origin()};
    }
    const Value* at = item.find("at");
    const Entry* inner = at == nullptr ? nullptr : at->findEntry(findString(item, {"key"}));
    const Origin place = inner != nullptr ? inner->key.origin() : at != nullptr ? at->origin() : Origin{};
    findings.push_back(finding(rule, place, message));
    if (const auto own = severity(findString(item, {"severity"}))) findings.back().severity = *own;
  }
}

Finding EntryRenderer::finding(const Rule& rule, Origin place, std::string_view message) const {
  return {.severity = rule.severity,
          .rule = rule.id,
          .message = std::string(message),
          .origin = place.known() ? place : subject_.origin,
          .entry = subject_.label()};
}

std::vector<Value> EntryRenderer::manifests(Findings& findings) {
  std::vector<Value> manifests;
  for (const Variant& variant : subject_.found.definition->variants) {
    try {
      if (variant.when && !jsone::truthy(jsone::Evaluation().evaluate(**variant.when, scope_))) continue;
      for (const std::string& path : variant.manifests) {
        const auto part = subject_.found.pack->part(path);
        if (!part) {
          append(findings, part.failure().findings);
        } else if (*part == nullptr) {
          throw jsone::Error{"TemplateError", "", "there is no manifest '" + path + ".yaml'",
                             subject_.found.definition->origin};
        } else {
          addManifest(compact(jsone::Evaluation().evaluate((*part)->body, scope_)), manifests, findings);
        }
      }
    } catch (const jsone::Error& error) {
      findings.push_back(templateFault(error));
    }
  }
  return manifests;
}

void EntryRenderer::addManifest(Value manifest, std::vector<Value>& manifests, Findings& findings) {
  if (isAbsent(manifest)) return;
  if (manifest.isList()) {
    for (const Value& item : manifest.items()) addManifest(item, manifests, findings);
    return;
  }
  if (findString(manifest, {"apiVersion"}).empty() || findString(manifest, {"kind"}).empty() ||
      findString(manifest, {"metadata", "name"}).empty()) {
    findings.push_back(templateFault(
        {"TemplateError", "", "a manifest needs apiVersion, kind and metadata.name", manifest.origin()}));
    return;
  }
  manifests.push_back(std::move(manifest));
}

}  // namespace aictl::pack
