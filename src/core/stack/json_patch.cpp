#include "core/stack/json_patch.h"

#include <algorithm>
#include <charconv>

namespace aictl::stack {
namespace {

using Pointer = std::vector<std::string>;

Failure fault(std::string message, Origin origin) {
  return {ExitCode::badInput, Finding{.rule = "patch", .message = std::move(message), .origin = origin}};
}

/// A step of a JSON pointer without its escapes; none where one is none.
std::optional<std::string> unescaped(std::string_view raw) {
  std::string step;
  for (std::size_t i = 0; i < raw.size(); ++i) {
    if (raw[i] != '~') {
      step += raw[i];
    } else if (++i < raw.size() && (raw[i] == '0' || raw[i] == '1')) {
      step += raw[i] == '0' ? '~' : '/';
    } else {
      return std::nullopt;
    }
  }
  return step;
}

/// The steps of a JSON pointer (RFC 6901); none where it is none.
std::optional<Pointer> parsePointer(std::string_view text) {
  Pointer steps;
  while (!text.empty()) {
    if (text.front() != '/') return std::nullopt;
    text.remove_prefix(1);
    const auto end = std::min(text.find('/'), text.size());
    auto step = unescaped(text.substr(0, end));
    if (!step) return std::nullopt;
    steps.push_back(std::move(*step));
    text.remove_prefix(end);
  }
  return steps;
}

/// A position below `limit`; none where the step is none.
std::optional<std::size_t> indexBelow(std::size_t limit, const std::string& step) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
  const bool leadingZero = step.size() > 1 && step.front() == '0';
  if (error != std::errc{} || end != step.data() + step.size() || leadingZero || index >= limit)
    return std::nullopt;
  return index;
}

const Value* child(const Value& parent, const std::string& step) {
  if (!parent.isList()) return parent.find(step);
  const auto index = indexBelow(parent.size(), step);
  return index ? &parent[*index] : nullptr;
}

const Value* valueAt(const Value& root, std::span<const std::string> steps) {
  const Value* at = &root;
  for (const std::string& step : steps) {
    at = child(*at, step);
    if (at == nullptr) return nullptr;
  }
  return at;
}

/// The value at the end of a path that is there, for changing it.
Value& changed(Value& root, std::span<const std::string> steps) {
  Value* at = &root;
  for (const std::string& step : steps) {
    at = at->isList() ? &at->at(*indexBelow(at->size(), step)) : &at->at(std::string_view(step));
  }
  return *at;
}

/// The list without the item at `begin` where `end` is behind it, and with the new one there if there is one.
Value spliced(const Value& list, std::size_t begin, std::size_t end, const Value* added) {
  Value result = Value::list({}, list.origin());
  result.reserve(list.size() + 1);
  for (std::size_t i = 0; i < begin; ++i) result.push(list[i]);
  if (added != nullptr) result.push(*added);
  for (std::size_t i = end; i < list.size(); ++i) result.push(list[i]);
  return result;
}

/// Each of these says whether the path leads where it has to.
bool add(Value& root, const Pointer& path, const Value& value) {
  if (path.empty()) {
    root = value;
    return true;
  }
  const auto steps = std::span(path).first(path.size() - 1);
  const Value* parent = valueAt(root, steps);
  if (parent == nullptr) return false;
  if (parent->isMap()) {
    changed(root, steps).set(Value(path.back(), value.origin()), value);
    return true;
  }
  if (!parent->isList()) return false;
  const auto index = path.back() == "-" ? parent->size() : indexBelow(parent->size() + 1, path.back());
  if (!index) return false;
  changed(root, steps) = spliced(*parent, *index, *index, &value);
  return true;
}

bool remove(Value& root, const Pointer& path) {
  if (path.empty() || valueAt(root, path) == nullptr) return false;
  const auto steps = std::span(path).first(path.size() - 1);
  Value& parent = changed(root, steps);
  if (parent.isMap()) {
    parent.erase(path.back());
  } else {
    const auto index = *indexBelow(parent.size(), path.back());
    parent = spliced(parent, index, index + 1, nullptr);
  }
  return true;
}

bool replace(Value& root, const Pointer& path, const Value& value) {
  if (valueAt(root, path) == nullptr) return false;
  changed(root, path) = value;
  return true;
}

/// A member of the operation that is a JSON pointer.
Result<Pointer> pointer(const Value& operation, std::string_view key) {
  const Value* text = operation.find(key);
  if (text == nullptr) return fault("an operation needs '" + std::string(key) + "'", operation.origin());
  auto steps = text->isString() ? parsePointer(text->string()) : std::nullopt;
  if (steps) return std::move(*steps);
  const std::string found =
      text->isList() || text->isMap() ? std::string(name(text->kind())) : text->scalarText();
  return fault("'" + found + "' is no JSON pointer such as /spec/replicas", text->origin());
}

Failure nowhere(const Value& operation, std::string_view key) {
  return fault("'" + std::string(findString(operation, {key})) + "' leads to nothing in the manifest",
               operation.find(key)->origin());
}

Result<Value> moved(const Value& target, const Value& operation, const Pointer& path) {
  const auto from = pointer(operation, "from");
  if (!from) return from.failure();
  const Value* found = valueAt(target, *from);
  if (found == nullptr) return nowhere(operation, "from");
  const Value value = *found;
  Value result = target;
  if (findString(operation, {"op"}) == "move") {
    if (from->size() < path.size() && std::equal(from->begin(), from->end(), path.begin())) {
      return fault("a value cannot be moved into itself", operation.origin());
    }
    if (!from->empty()) remove(result, *from);
  }
  if (!add(result, path, value)) return nowhere(operation, "path");
  return result;
}

}  // namespace

Result<Value> patched(const Value& target, const Value& operation) {
  const auto name = findString(operation, {"op"});
  constexpr std::array<std::string_view, 6> known{"add", "remove", "replace", "move", "copy", "test"};
  if (std::ranges::find(known, name) == known.end()) {
    return fault("an operation is add, remove, replace, move, copy or test, not '" + std::string(name) + "'",
                 operation.origin());
  }
  const auto path = pointer(operation, "path");
  if (!path) return path.failure();
  if (name == "move" || name == "copy") return moved(target, operation, *path);

  const Value* value = operation.find("value");
  if (value == nullptr && name != "remove") {
    return fault("the operation '" + std::string(name) + "' needs a value", operation.origin());
  }
  if (name == "test") {
    const Value* found = valueAt(target, *path);
    if (found != nullptr && *found == *value) return target;
    return fault("the test of '" + std::string(findString(operation, {"path"})) + "' does not hold",
                 operation.origin());
  }
  Value result = target;
  const bool done = name == "add"       ? add(result, *path, *value)
                    : name == "replace" ? replace(result, *path, *value)
                                        : remove(result, *path);
  return done ? Result<Value>(std::move(result)) : nowhere(operation, "path");
}

}  // namespace aictl::stack
