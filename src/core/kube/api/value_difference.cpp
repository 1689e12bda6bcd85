#include "core/kube/api/value_difference.h"

#include <fmt/format.h>

namespace aictl::kube {
namespace {

std::string below(const std::string& path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

/// What was written short, as `gpus: 2` for `gpus: {count: 2}`: the map stands where its one value does.
bool isShortForm(const Value& map, const Entry& entry) {
  return map.size() == 1 && map.origin().known() && map.origin() == entry.value.origin();
}

void gather(const std::string& path, const Value& before, const Value& after,
            std::vector<Difference>& found) {
  if (before == after) return;
  if (before.isMap() && after.isMap()) {
    for (const Entry& entry : before.entries()) {
      if (after.find(entry.key.string()) == nullptr) {
        found.push_back({below(path, entry.key.string()), entry.value, Value()});
      }
    }
    for (const Entry& entry : after.entries()) {
      const Value* old = before.find(entry.key.string());
      const std::string at = isShortForm(after, entry) ? path : below(path, entry.key.string());
      gather(at, old == nullptr ? Value() : *old, entry.value, found);
    }
  } else if (before.isList() && after.isList() && before.size() == after.size()) {
    for (std::size_t i = 0; i < after.size(); ++i)
      gather(fmt::format("{}[{}]", path, i), before[i], after[i], found);
  } else {
    found.push_back({path, before, after});
  }
}

}  // namespace

std::vector<Difference> differences(const std::string& path, const Value& before, const Value& after) {
  std::vector<Difference> found;
  gather(path, before, after, found);
  return found;
}

}  // namespace aictl::kube
