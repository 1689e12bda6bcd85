#include "core/schema/place.h"

#include "core/base/path.h"

namespace aictl::schema {
namespace {

std::vector<PathStep> stepsTo(const Place& place) {
  std::vector<PathStep> steps;
  for (const Place* at = &place; at->parent != nullptr; at = at->parent) {
    if (at->key != nullptr) {
      steps.emplace_back(std::string(at->key->string()));
    } else {
      steps.emplace_back(static_cast<std::int64_t>(at->index));
    }
  }
  std::ranges::reverse(steps);
  return steps;
}

}  // namespace

std::string pathOf(const Place& place) { return pathText(stepsTo(place)); }

std::string pathOf(const Place& place, std::string_view key) {
  auto steps = stepsTo(place);
  steps.emplace_back(std::string(key));
  return pathText(steps);
}

}  // namespace aictl::schema
