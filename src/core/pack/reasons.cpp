#include "core/pack/reasons.h"

#include <algorithm>
#include <array>

#include "core/base/pattern.h"
#include "core/base/time.h"
#include "core/pack/object_scope.h"
#include "core/pack/pod_containers.h"

namespace aictl::pack {
namespace {

constexpr std::string_view anyKind = "any";
constexpr std::array<std::string_view, 13> keys{"examine", "of",     "given", "each",    "as",
                                                "read",    "events", "when",  "message", "evidence",
                                                "remedy",  "rank",   "log"};

Failure fault(std::string_view key, const jsone::Error& error, Origin origin) {
  return {ExitCode::badInput, Finding{.rule = "reason",
                                      .message = std::string(key) + ": " + error.text(),
                                      .origin = error.origin.known() ? error.origin : origin}};
}

/// `since(time)`: seconds from an RFC 3339 time to now; null of null.
Value since(const jsone::Call& call, std::int64_t now) {
  if (call.arguments.size() != 1) call.fail("since takes a time");
  if (call.arguments[0].isNull()) return {};
  const auto then = call.arguments[0].isString() ? rfc3339Seconds(call.arguments[0].string()) : std::nullopt;
  if (!then) call.fail("since takes a time such as 2026-11-25T02:04:40Z");
  return Value(now - *then);
}

/// What all expressions of a reason know.
jsone::Scope scopeOf(const Value& object, std::int64_t now) {
  jsone::Scope scope;
  addObject(scope, object);
  scope.set("containers", jsone::Function([&object](const jsone::Call&) { return podContainers(object); }));
  scope.set("since", jsone::Function([now](const jsone::Call& call) { return since(call, now); }));
  return scope;
}

bool isTrue(const Value* value) { return value != nullptr && value->isBoolean() && value->boolean(); }

Pattern patternOf(const jsone::Call& call, const std::string& function) {
  if (call.arguments.size() != 1 || !call.arguments[0].isString()) call.fail(function + " takes a pattern");
  Pattern pattern(call.arguments[0].string());
  if (!pattern.error().empty()) call.fail(function + ": " + pattern.error());
  return pattern;
}

/// `said(pattern)`: the message of the latest event that has it, null where none has.
Value said(const jsone::Call& call, const Value& events) {
  const Pattern pattern = patternOf(call, "said");
  for (const Value& event : events.items()) {
    const std::string_view message = findString(event, {"message"});
    if (pattern.found(message)) return Value(message);
  }
  return {};
}

/// `line(pattern)`: the last line of the log that has it, null where none has.
Value line(const jsone::Call& call, const std::vector<std::string>& lines) {
  const Pattern pattern = patternOf(call, "line");
  const auto last =
      std::find_if(lines.rbegin(), lines.rend(), [&](const std::string& one) { return pattern.found(one); });
  return last == lines.rend() ? Value() : Value(*last);
}

/// A text of a reason; "" where it is absent or gives null.
std::string textOf(const Value* written, const jsone::Scope& scope) {
  if (written == nullptr) return {};
  jsone::Evaluation evaluation;
  const Value text = evaluation.evaluate(jsone::Template(*written), scope);
  if (text.isNull()) return {};
  return text.isString() ? std::string(text.string()) : text.scalarText();
}

}  // namespace

Reason::Reason(const Value& document, Findings& findings) : document_(document) {
  const auto complain = [&](std::string message, Origin origin) {
    findings.push_back({.rule = "reason", .message = std::move(message), .origin = origin});
  };
  if (!document.isMap()) {
    complain("a reason is a map", document.origin());
    return;
  }
  for (const Entry& entry : document.entries()) {
    if (std::ranges::find(keys, entry.key.string()) == keys.end())
      complain("a reason has no key '" + std::string(entry.key.string()) + "'", entry.key.origin());
  }
  const auto expect = [&](std::string_view key, Value::Kind kind) {
    const Value* value = document.find(key);
    if (value == nullptr || value->kind() == kind) return;
    complain(
        std::string(key) + " of a reason is " + withArticle(kind) + ", not " + withArticle(value->kind()),
        value->origin());
  };
  for (const char* key : {"of", "given", "each", "as", "when"}) expect(key, Value::Kind::string);
  for (const char* key : {"events", "log"}) expect(key, Value::Kind::boolean);
  expect("read", Value::Kind::map);
  expect("rank", Value::Kind::integer);
  const std::string_view of = findString(document, {"of"});
  if (of.empty() || (document.find("message") == nullptr && document.find("examine") == nullptr))
    complain("a reason has to have 'of', and 'message' or 'examine'", document.origin());
  const std::size_t slash = of.find('/');
  if (slash != std::string_view::npos) group_ = of.substr(0, slash);
  kind_ = slash == std::string_view::npos ? of : of.substr(slash + 1);
  if (kind_ == anyKind) kind_.clear();
  readsEvents_ = isTrue(document.find("events"));
  readsLog_ = isTrue(document.find("log"));
}

bool Reason::isAbout(std::string_view group, std::string_view kind) const {
  return kind_.empty() || (kind_ == kind && group_ == group);
}

bool Reason::isGiven(const jsone::Scope& scope) const {
  const Value* given = document_.find("given");
  jsone::Evaluation evaluation;
  return given == nullptr || jsone::truthy(evaluation.evaluate(jsone::Expression(*given), scope));
}

Result<std::vector<Wanted>> Reason::related(const Value& object) const {
  std::vector<Wanted> all;
  const Value* examine = document_.find("examine");
  if (examine == nullptr) return all;
  try {
    const jsone::Scope scope = scopeOf(object, 0);
    if (!isGiven(scope)) return all;
    jsone::Evaluation evaluation;
    const Value list = evaluation.evaluate(jsone::Template(*examine), scope);
    if (!list.isList()) return all;
    for (const Value& item : list.items()) {
      if (item.isMap()) all.push_back(wantedOf({}, item));
    }
    return all;
  } catch (const jsone::Error& error) {
    return fault("examine", error, document_.origin());
  }
}

Result<std::vector<Suspicion>> Reason::suspicions(const Value& object, std::int64_t now) const {
  std::string_view key = "given";
  try {
    jsone::Evaluation evaluation;
    jsone::Scope scope = scopeOf(object, now);
    if (!tells() || !isGiven(scope)) return std::vector<Suspicion>();
    std::vector<Value> items{Value()};
    key = "each";
    if (const Value* each = document_.find("each")) {
      const Value list = evaluation.evaluate(jsone::Expression(*each), scope);
      items.clear();
      if (list.isList()) items.assign(list.items().begin(), list.items().end());
    }
    key = "read";
    std::vector<Suspicion> all;
    for (const Value& item : items) {
      Suspicion& suspicion = all.emplace_back(Suspicion{.item = item});
      const Value* read = document_.find("read");
      if (read == nullptr || !read->isMap()) continue;
      scope.set(document_.find("as") != nullptr ? findString(document_, {"as"}) : "item", item);
      for (const Entry& entry : read->entries()) {
        const Value written = evaluation.evaluate(jsone::Template(entry.value), scope);
        if (written.isMap()) suspicion.wanted.push_back(wantedOf(std::string(entry.key.string()), written));
      }
    }
    return all;
  } catch (const jsone::Error& error) {
    return fault(key, error, document_.origin());
  }
}

Result<std::optional<Diagnosis>> Reason::judge(const Value& object, const Suspicion& suspicion,
                                               const Circumstances& circumstances) const {
  std::string_view key = "when";
  try {
    jsone::Scope scope = scopeOf(object, circumstances.now);
    scope.set(document_.find("as") != nullptr ? findString(document_, {"as"}) : "item", suspicion.item);
    scope.set("said",
              jsone::Function([&](const jsone::Call& call) { return said(call, circumstances.events); }));
    scope.set("line",
              jsone::Function([&](const jsone::Call& call) { return line(call, circumstances.lines); }));
    if (const Value* read = document_.find("read"); read != nullptr && read->isMap()) {
      for (const Entry& entry : read->entries()) scope.set(entry.key.string(), Value());
    }
    for (const auto& [name, value] : circumstances.found) scope.set(name, value);
    jsone::Evaluation evaluation;
    const Value* when = document_.find("when");
    if (when != nullptr && !jsone::truthy(evaluation.evaluate(jsone::Expression(*when), scope)))
      return std::optional<Diagnosis>();
    key = "message";
    return std::optional<Diagnosis>(diagnosis(scope));
  } catch (const jsone::Error& error) {
    return fault(key, error, document_.origin());
  }
}

Diagnosis Reason::diagnosis(const jsone::Scope& scope) const {
  Diagnosis result{.message = textOf(document_.find("message"), scope),
                   .evidence = textOf(document_.find("evidence"), scope)};
  if (const Value* rank = document_.find("rank"); rank != nullptr && rank->isInteger())
    result.rank = rank->integer();
  const Value* remedy = document_.find("remedy");
  if (remedy == nullptr || !remedy->isList()) {
    result.remedy = textOf(remedy, scope);
    return result;
  }
  for (const Value& choice : remedy->items()) {
    const Value* when = choice.find("when");
    jsone::Evaluation evaluation;
    if (when != nullptr && when->isString() &&
        !jsone::truthy(evaluation.evaluate(jsone::Expression(*when), scope)))
      continue;
    result.remedy = textOf(choice.find("do"), scope);
    break;
  }
  return result;
}

Result<std::vector<Reason>> readReasons(Packs& packs) {
  std::vector<Reason> reasons;
  Findings findings;
  for (const std::string& name : packs.list("why")) {
    const auto documents = packs.read("why/" + name + ".yaml", findings);
    if (!documents) continue;
    for (const Value& document : *documents) reasons.emplace_back(document, findings);
  }
  if (hasErrors(findings)) return Failure(ExitCode::badInput, std::move(findings));
  return reasons;
}

}  // namespace aictl::pack
