#include "core/stack/spec_record.h"

#include <algorithm>

#include "core/base/digest.h"
#include "core/stack/mentions.h"
#include "core/yaml/json.h"

namespace aictl::stack {
namespace {

using Names = std::vector<std::string>;

bool mayUseAny(const Value& value, const Names& names) {
  return std::ranges::any_of(names, [&](const std::string& name) { return mayUse(value, name); });
}

void addAll(const Value& value, std::vector<Origin>& origins) {
  origins.push_back(value.origin());
  if (value.isList()) {
    for (const Value& item : value.items()) addAll(item, origins);
  } else if (value.isMap()) {
    for (const Entry& entry : value.entries()) {
      origins.push_back(entry.key.origin());
      addAll(entry.value, origins);
    }
  }
}

void gather(const Value& value, const Names& names, std::vector<Origin>& origins) {
  if (!mayUseAny(value, names)) return;
  if (value.isMap() && !hasOperator(value)) {
    for (const Entry& entry : value.entries()) {
      gather(entry.key, names, origins);
      gather(entry.value, names, origins);
    }
  } else if (value.isList()) {
    for (const Value& item : value.items()) gather(item, names, origins);
  } else {
    addAll(value, origins);
  }
}

class Record {
 public:
  explicit Record(const std::vector<Origin>& hidden) : hidden_(hidden) {}

  Value of(const Value& value) const {
    if (isHidden(value.origin())) return hashed(value);
    if (value.isList()) {
      Value list = Value::list({}, value.origin());
      for (const Value& item : value.items()) list.push(of(item));
      return list;
    }
    if (!value.isMap()) return value;
    Value map = Value::map({}, value.origin());
    for (const Entry& entry : value.entries()) {
      map.set(isHidden(entry.key.origin()) ? hashed(entry.key) : entry.key, of(entry.value));
    }
    return map;
  }

 private:
  bool isHidden(Origin origin) const { return std::ranges::find(hidden_, origin) != hidden_.end(); }

  static Value hashed(const Value& value) {
    return Value("sha256:" + sha256(yaml::writeJson(value)), value.origin());
  }

  const std::vector<Origin>& hidden_;
};

}  // namespace

std::vector<Origin> fromEnvironment(const Value& document) {
  if (!mayUse(document, "env")) return {};
  Names names{"env"};
  const Value* variables = document.find("vars");
  if (variables != nullptr && variables->isMap()) {
    for (const Entry& entry : variables->entries()) {
      if (mayUseAny(entry.value, names)) names.emplace_back(entry.key.string());
    }
  }
  std::vector<Origin> origins;
  gather(document, names, origins);
  return origins;
}

Value specRecord(const Stack& stack) {
  const Record record(stack.fromEnvironment);
  Value specs = Value::map();
  for (const StackEntry& entry : stack.entries) specs.set(Value(entry.label()), record.of(entry.spec));
  return specs;
}

}  // namespace aictl::stack
