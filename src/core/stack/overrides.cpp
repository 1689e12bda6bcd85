#include "core/stack/overrides.h"

#include "core/base/path.h"
#include "core/stack/typed.h"

namespace aictl::stack {
namespace {

using Steps = std::vector<PathStep>;

const std::string* keyOf(const PathStep& step) { return std::get_if<std::string>(&step); }

/// The schema of what the path leads to, from the template on; nullptr where it is not known.
const schema::Node* nodeAt(const Steps& steps, pack::Packs& packs) {
  if (steps.size() < 3 || keyOf(steps[0]) == nullptr) return nullptr;
  const auto found = packs.find(*keyOf(steps[0]));
  if (!found || found->definition == nullptr) return nullptr;
  const schema::Node* node = &found->definition->schema->root();
  for (std::size_t i = 2; i < steps.size() && node != nullptr; ++i) {
    const std::string* key = keyOf(steps[i]);
    if (key == nullptr) {
      node = node->items;
    } else {
      const auto* property = node->property(*key);
      node = property != nullptr ? property->schema : node->additional;
    }
  }
  return node;
}

/// Sets the value at the end of the steps; maps on the way are made, items of lists must be there.
bool setAt(Value& target, const Steps& steps, std::size_t next, const Value& value) {
  if (next == steps.size()) {
    target = value;
    return true;
  }
  if (const std::string* key = keyOf(steps[next])) {
    if (target.isNull()) target = Value::map({}, value.origin());
    if (!target.isMap()) return false;
    if (target.find(*key) == nullptr) target.set(Value(*key, value.origin()), Value());
    return setAt(target.at(*key), steps, next + 1, value);
  }
  const auto index = std::get<std::int64_t>(steps[next]);
  if (!target.isList() || index < 0 || static_cast<std::size_t>(index) >= target.size()) return false;
  return setAt(target.at(static_cast<std::size_t>(index)), steps, next + 1, value);
}

void applyOverride(const std::string& text, Stage stage, Value& document, pack::Packs& packs,
                   Sources& sources, Findings& findings) {
  const auto equals = text.find('=');
  const auto steps = parsePath(std::string_view(text).substr(0, equals));
  const bool isVariable = steps && keyOf(steps->front()) != nullptr && *keyOf(steps->front()) == "vars";
  if (isVariable != (stage == Stage::variables)) return;

  const Origin origin{0, 0, sources.add("--set " + text.substr(0, equals))};
  if (equals == std::string::npos || !steps) {
    findings.push_back({.rule = "override",
                        .message = "'" + text + "' is no PATH=VALUE",
                        .origin = origin,
                        .remedy = "write it as in --set train.resnet50.workers=8"});
    return;
  }
  const auto given = std::string_view(text).substr(equals + 1);
  // A variable has no schema: one that is a string stays one, so that a tag 1.10 does not become 1.1.
  const Value* before = isVariable ? follow(document, *steps) : nullptr;
  const auto faults = findings.size();
  const Value value = before != nullptr && before->isString()
                          ? Value(given, origin)
                          : typed(given, nodeAt(*steps, packs), origin, findings);
  if (findings.size() != faults) return;
  if (!document.isMap()) document = Value::map();
  const bool makesEntry = steps->size() >= 2 && stage == Stage::rest &&
                          follow(document, {steps->begin(), steps->begin() + 2}) == nullptr;
  if (makesEntry || !setAt(document, *steps, 0, value)) {
    findings.push_back({.rule = "override",
                        .message = "the path leads to nothing in the stack",
                        .origin = origin,
                        .remedy = "name an entry of the stack, as in train.resnet50.workers=8"});
  }
}

}  // namespace

void applyOverrides(const std::vector<std::string>& overrides, Stage stage, Value& document,
                    pack::Packs& packs, Sources& sources, Findings& findings) {
  for (const std::string& text : overrides) applyOverride(text, stage, document, packs, sources, findings);
}

}  // namespace aictl::stack
