#include "core/kube/fit/limit_range.h"

#include <string_view>

namespace aictl::kube {
namespace {

/// The defaults that hold for containers, of all limit ranges; the first that has one counts.
struct Defaults {
  Value limits = Value::map();
  Value requests = Value::map();
};

void addMissing(Value& to, const Value* from) {
  if (from == nullptr || !from->isMap()) return;
  for (const Entry& entry : from->entries()) {
    if (to.find(entry.key.string()) == nullptr) to.set(entry.key, entry.value);
  }
}

Defaults defaultsOf(const std::vector<Value>& limitRanges) {
  Defaults defaults;
  for (const Value& range : limitRanges) {
    const Value* items = find(range, {"spec", "limits"});
    if (items == nullptr || !items->isList()) continue;
    for (const Value& item : items->items()) {
      if (findString(item, {"type"}) != "Container") continue;
      addMissing(defaults.limits, item.find("default"));
      addMissing(defaults.requests, item.find("defaultRequest"));
    }
  }
  return defaults;
}

Value mapAt(const Value& map, std::string_view key) {
  const Value* inside = map.find(key);
  return inside != nullptr && inside->isMap() ? *inside : Value::map();
}

Value withDefaults(Value container, const Defaults& defaults) {
  Value resources = mapAt(container, "resources");
  Value limits = mapAt(resources, "limits");
  Value requests = mapAt(resources, "requests");
  // The server takes a limit for the request that is missing before it looks at limit ranges.
  addMissing(requests, &limits);
  addMissing(requests, &defaults.requests);
  addMissing(limits, &defaults.limits);
  resources.set("requests", std::move(requests));
  resources.set("limits", std::move(limits));
  container.set("resources", std::move(resources));
  return container;
}

}  // namespace

Value withLimitRangeDefaults(const Value& podOrTemplate, const std::vector<Value>& limitRanges) {
  const Defaults defaults = defaultsOf(limitRanges);
  const Value* spec = podOrTemplate.find("spec");
  if (spec == nullptr || !spec->isMap() || (defaults.limits.empty() && defaults.requests.empty()))
    return podOrTemplate;
  Value changed = *spec;
  for (const auto* key : {"initContainers", "containers"}) {
    const Value* containers = spec->find(key);
    if (containers == nullptr || !containers->isList()) continue;
    Value all = Value::list();
    for (const Value& container : containers->items()) {
      all.push(container.isMap() ? withDefaults(container, defaults) : container);
    }
    changed.set(key, std::move(all));
  }
  Value result = podOrTemplate;
  result.set("spec", std::move(changed));
  return result;
}

}  // namespace aictl::kube
