#include "core/stack/json_patch.h"

#include <charconv>

namespace aictl::stack {
namespace {

Failure fault(std::string message, Origin origin) {
  return {ExitCode::badInput, Finding{.rule = "patch", .message = std::move(message), .origin = origin}};
}

/// The steps of a JSON pointer (RFC 6901); none where it is none.
std::optional<std::vector<std::string>> pointerSteps(std::string_view pointer) {
  std::vector<std::string> steps;
  if (pointer.empty()) return steps;
  if (pointer.front() != '/') return std::nullopt;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const auto end = pointer.find('/');
    std::string step;
    const auto raw = pointer.substr(0, end);
    for (std::size_t i = 0; i < raw.size(); ++i) {
      if (raw[i] == '~' && i + 1 < raw.size() && (raw[i + 1] == '0' || raw[i + 1] == '1')) {
        step += raw[++i] == '0' ? '~' : '/';
      } else {
        step += raw[i];
      }
    }
    steps.push_back(std::move(step));
    pointer = end == std::string_view::npos ? std::string_view{} : pointer.substr(end);
  }
  return steps;
}

/// An index of a list that is there; `end` stands for one behind the last where it is allowed.
std::optional<std::size_t> indexOf(const std::string& step, std::size_t size) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool leadingZero = step.size() > 1 && step.front() == '0';
  if (error != std::errc{} || end != step.data() + step.size() || leadingZero || index >= size) return std::nullopt;
  return index;
}

Value* child(Value& parent, const std::string& step) {
  if (parent.isMap()) return parent.find(step) == nullptr ? nullptr : &parent.at(step);
  if (!parent.isList()) return nullptr;
  const auto index = indexOf(step, parent.size());
  return index ? &parent.at(*index) : nullptr;
}

Value* parentOf(Value& root, const std::vector<std::string>& steps) {
  Value* at = &root;
  for (std::size_t i = 0; at != nullptr && i + 1 < steps.size(); ++i) at = child(*at, steps[i]);
  return at;
}

void insert(Value& list, std::size_t index, const Value& value) {
  Value result = Value::list({}, list.origin());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i == index) result.push(value);
    result.push(list[i]);
  }
  if (index == list.size()) result.push(value);
  list = std::move(result);
}

void eraseItem(Value& list, std::size_t index) {
  Value result = Value::list({}, list.origin());
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i != index) result.push(list[i]);
  }
  list = std::move(result);
}

bool add(Value& root, const std::vector<std::string>& steps, const Value& value) {
  if (steps.empty()) {
    root = value;
    return true;
  }
  Value* parent = parentOf(root, steps);
  if (parent == nullptr) return false;
  if (parent->isMap()) {
    parent->set(Value(steps.back(), value.origin()), value);
    return true;
  }
  if (!parent->isList()) return false;
  const auto index = steps.back() == "-" ? parent->size() : indexOf(steps.back(), parent->size() + 1);
  if (!index) return false;
  insert(*parent, *index, value);
  return true;
}

bool remove(Value& root, const std::vector<std::string>& steps) {
  Value* parent = steps.empty() ? nullptr : parentOf(root, steps);
  if (parent == nullptr || child(*parent, steps.back()) == nullptr) return false;
  if (parent->isMap()) {
    parent->erase(steps.back());
  } else {
    eraseItem(*parent, *indexOf(steps.back(), parent->size()));
  }
  return true;
}

const Value* valueAt(Value& root, const std::vector<std::string>& steps) {
  if (steps.empty()) return &root;
  Value* parent = parentOf(root, steps);
  return parent == nullptr ? nullptr : child(*parent, steps.back());
}

/// `from` of move and copy: the value there, or a Failure.
Result<Value> source(Value& root, const Value& operation) {
  const auto from = pointerSteps(findString(operation, {"from"}));
  const Value* found = from ? valueAt(root, *from) : nullptr;
  if (found == nullptr) return fault("'from' leads to nothing", operation.origin());
  return *found;
}

}  // namespace

Result<Value> patched(const Value& target, const Value& operation) {
  const auto name = findString(operation, {"op"});
  const std::string path(findString(operation, {"path"}));
  const auto steps = pointerSteps(path);
  const Value* value = operation.find("value");
  if (!steps) return fault("'" + path + "' is no JSON pointer such as /spec/replicas", operation.origin());
  if ((name == "add" || name == "replace" || name == "test") && value == nullptr) {
    return fault("the operation '" + std::string(name) + "' needs a value", operation.origin());
  }
  const auto nowhere = [&] { return fault("'" + path + "' leads to nothing in the manifest", operation.origin()); };

  Value result = target;
  if (name == "add") {
    if (!add(result, *steps, *value)) return nowhere();
  } else if (name == "remove") {
    if (!remove(result, *steps)) return nowhere();
  } else if (name == "replace") {
    if (valueAt(result, *steps) == nullptr) return nowhere();
    if (!steps->empty() && parentOf(result, *steps)->isList()) remove(result, *steps);
    add(result, *steps, *value);
  } else if (name == "test") {
    const Value* found = valueAt(result, *steps);
    if (found == nullptr || !(*found == *value)) return fault("the test of '" + path + "' does not hold", operation.origin());
  } else if (name == "move" || name == "copy") {
    auto moved = source(result, operation);
    if (!moved) return moved.failure();
    if (name == "move") remove(result, *pointerSteps(findString(operation, {"from"})));
    if (!add(result, *steps, *moved)) return nowhere();
  } else {
    return fault("an operation is add, remove, replace, move, copy or test, not '" + std::string(name) + "'",
                 operation.origin());
  }
  return result;
}

}  // namespace aictl::stack
