#include "core/stack/overrides.h"

#include "core/base/nearest.h"
#include "core/base/path.h"
#include "core/stack/literal.h"
#include "core/stack/typed.h"

namespace aictl::stack {
namespace {

using Steps = std::span<const PathStep>;

const std::string* keyOf(const PathStep& step) { return std::get_if<std::string>(&step); }

/// The schema one step further; nullptr where it is not known.
const schema::Node* below(const schema::Node* node, const PathStep& step) {
  if (node == nullptr) return nullptr;
  const std::string* key = keyOf(step);
  if (key == nullptr) return node->items;
  const auto* property = node->property(*key);
  return property != nullptr ? property->schema : node->additional;
}

/// The schema of the entry that a path leads into; nullptr where it leads into none.
const schema::Node* entrySchema(Steps steps, pack::Packs& packs) {
  if (steps.size() < 2 || keyOf(steps[0]) == nullptr) return nullptr;
  const auto found = packs.find(*keyOf(steps[0]));
  return found && found->definition != nullptr ? &found->definition->schema->root() : nullptr;
}

/// `gpus: 2` where a path goes on to gpus.vendor: what the short form stands for.
Value fromShortForm(const schema::Node& node, const Value& value) {
  Value map = Value::map({}, value.origin());
  map.set(Value(node.shortProperty, value.origin()), value);
  return map;
}

/// Sets the value at the end of the steps; maps on the way are made, items of lists must be there. `node` is
/// the target's schema.
bool setAt(Value& target, const schema::Node* node, Steps steps, const Value& value) {
  if (steps.empty()) {
    target = value;
    return true;
  }
  const auto rest = steps.subspan(1);
  if (const std::string* key = keyOf(steps.front())) {
    if (target.isNull()) target = Value::map({}, value.origin());
    if (!target.isMap() && node != nullptr && !node->shortProperty.empty())
      target = fromShortForm(*node, target);
    if (!target.isMap()) return false;
    if (target.find(*key) == nullptr) target.set(Value(*key, value.origin()), Value());
    return setAt(target.at(*key), below(node, steps.front()), rest, value);
  }
  if (!target.isList()) return false;
  auto index = std::get<std::int64_t>(steps.front());
  if (index < 0) index += static_cast<std::int64_t>(target.size());
  if (index < 0 || index >= static_cast<std::int64_t>(target.size())) return false;
  return setAt(target.at(static_cast<std::size_t>(index)), below(node, steps.front()), rest, value);
}

/// Where the path ends in `PATH=VALUE`: quoted keys may hold the sign.
std::size_t pathLength(std::string_view text) {
  char quote = '\0';
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (quote != '\0') {
      if (text[i] == quote) quote = '\0';
    } else if (text[i] == '"' || text[i] == '\'') {
      quote = text[i];
    } else if (text[i] == '=') {
      return i;
    }
  }
  return std::string_view::npos;
}

/// What the path most likely was to be: each entry is a candidate.
std::string remedyFor(const Value& document, Steps steps) {
  std::vector<std::string> candidates;
  for (const Entry& section : document.entries()) {
    if (!section.value.isMap()) continue;
    for (const Entry& entry : section.value.entries()) {
      candidates.push_back(pathText({std::string(section.key.string()), std::string(entry.key.string())}));
    }
  }
  const auto head = steps.first(std::min<std::size_t>(steps.size(), 2));
  const auto meant = didYouMean(pathText({head.begin(), head.end()}), candidates);
  return meant.empty() ? "name an entry of the stack, as in train.resnet50.workers=8" : meant;
}

class Overrides {
 public:
  Overrides(Stage stage, Value& document, pack::Packs& packs, Sources& sources, Findings& findings)
      : stage_(stage), document_(document), packs_(packs), sources_(sources), findings_(findings) {}

  void apply(const std::string& text) {
    const auto length = pathLength(text);
    const auto path = parsePath(std::string_view(text).substr(0, length));
    const bool isVariable = path && keyOf(path->front()) != nullptr && *keyOf(path->front()) == "vars";
    if (isVariable != (stage_ == Stage::variables)) return;

    const Origin origin{0, 0, sources_.add("--set " + text.substr(0, length))};
    if (length == std::string::npos || !path) {
      complain("'" + text + "' is no PATH=VALUE", origin, "write it as in --set train.resnet50.workers=8");
      return;
    }
    const auto given = std::string_view(text).substr(length + 1);
    const bool isSet = isVariable ? setVariable(*path, given, origin) : setInStack(*path, given, origin);
    if (!isSet) complain("the path leads to nothing in the stack", origin, remedyFor(document_, *path));
  }

 private:
  void complain(std::string message, Origin origin, std::string remedy) {
    findings_.push_back(
        {.rule = "override", .message = std::move(message), .origin = origin, .remedy = std::move(remedy)});
  }

  /// A variable has no schema: one that is a string stays one, so that a tag 1.10 does not become 1.1.
  bool setVariable(const std::vector<PathStep>& path, std::string_view given, Origin origin) {
    const Value* before = follow(document_, path);
    const bool isText = before != nullptr && before->isString();
    const auto value = isText ? Value(given, origin) : typedValue(given, nullptr, origin);
    return !value || setAt(document_, nullptr, path, literal(*value));
  }

  bool setInStack(const std::vector<PathStep>& path, std::string_view given, Origin origin) {
    const Steps steps(path);
    const schema::Node* root = entrySchema(steps, packs_);
    const schema::Node* node = root;
    for (std::size_t i = 2; i < steps.size(); ++i) node = below(node, steps[i]);
    const auto value = typedValue(given, node, origin);
    if (!value) return true;
    if (steps.size() < 2) return setAt(document_, nullptr, steps, *value);
    // No entry comes of a path that was misspelt.
    if (follow(document_, {path.begin(), path.begin() + 2}) == nullptr) return false;
    if (root == nullptr) return setAt(document_, nullptr, steps, *value);
    return setAt(document_.at(*keyOf(steps[0])).at(*keyOf(steps[1])), root, steps.subspan(2), *value);
  }

  /// None where the text is no value, which was told.
  std::optional<Value> typedValue(std::string_view text, const schema::Node* node, Origin origin) {
    const auto before = findings_.size();
    Value value = typed(text, node, origin, findings_);
    return findings_.size() == before ? std::optional(std::move(value)) : std::nullopt;
  }

  Stage stage_;
  Value& document_;
  pack::Packs& packs_;
  Sources& sources_;
  Findings& findings_;
};

}  // namespace

void applyOverrides(const std::vector<std::string>& overrides, Stage stage, Value& document,
                    pack::Packs& packs, Sources& sources, Findings& findings) {
  Overrides all(stage, document, packs, sources, findings);
  for (const std::string& text : overrides) all.apply(text);
}

}  // namespace aictl::stack
