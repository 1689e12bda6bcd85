#include "core/kube/fit/quota_scope.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace aictl::kube {
namespace {

/// What a scope asks of pods, as an expression of `scopeSelector` has it.
struct Scope {
  std::string_view name;
  std::string_view operation = "Exists";
  std::vector<std::string_view> values;
};

void addNames(std::vector<Scope>& scopes, const Value* names) {
  if (names == nullptr || !names->isList()) return;
  for (const Value& name : names->items()) {
    if (name.isString()) scopes.push_back({.name = name.string()});
  }
}

void addExpressions(std::vector<Scope>& scopes, const Value* expressions) {
  if (expressions == nullptr || !expressions->isList()) return;
  for (const Value& expression : expressions->items()) {
    Scope scope{.name = findString(expression, {"scopeName"}),
                .operation = findString(expression, {"operator"})};
    if (const Value* values = expression.find("values"); values != nullptr && values->isList()) {
      for (const Value& value : values->items()) {
        if (value.isString()) scope.values.push_back(value.string());
      }
    }
    scopes.push_back(std::move(scope));
  }
}

std::vector<Scope> scopesOf(const Value& quota) {
  std::vector<Scope> scopes;
  addNames(scopes, find(quota, {"spec", "scopes"}));
  addExpressions(scopes, find(quota, {"spec", "scopeSelector", "matchExpressions"}));
  return scopes;
}

bool isTerminating(const Value& podSpec) {
  const Value* deadline = podSpec.find("activeDeadlineSeconds");
  return deadline != nullptr && deadline->isInteger();
}

bool asksForNothing(const Value& holder) {
  for (const auto* side : {"requests", "limits"}) {
    for (const auto* resource : {"cpu", "memory"}) {
      if (find(holder, {"resources", side, resource}) != nullptr) return false;
    }
  }
  return true;
}

/// Of the quality of service BestEffort: nothing in it asks for processor or memory.
bool isBestEffort(const Value& podSpec) {
  if (!asksForNothing(podSpec)) return false;
  return std::ranges::all_of(std::array{"initContainers", "containers"}, [&](const char* key) {
    const Value* containers = podSpec.find(key);
    return containers == nullptr || !containers->isList() ||
           std::ranges::all_of(containers->items(), asksForNothing);
  });
}

bool isOfPriority(const Scope& scope, std::string_view priorityClass) {
  const bool listed = std::ranges::find(scope.values, priorityClass) != scope.values.end();
  if (scope.operation == "In") return listed;
  if (scope.operation == "NotIn") return !listed;
  return (scope.operation == "Exists") == !priorityClass.empty();
}

constexpr std::array<std::string_view, 5> known{"Terminating", "NotTerminating", "BestEffort",
                                                "NotBestEffort", "PriorityClass"};

bool isIn(const Scope& scope, const Value& podSpec) {
  if (scope.name == "Terminating") return isTerminating(podSpec);
  if (scope.name == "NotTerminating") return !isTerminating(podSpec);
  if (scope.name == "BestEffort") return isBestEffort(podSpec);
  if (scope.name == "NotBestEffort") return !isBestEffort(podSpec);
  return isOfPriority(scope, findString(podSpec, {"priorityClassName"}));
}

}  // namespace

bool hasScopes(const Value& quota) { return !scopesOf(quota).empty(); }

std::string unknownScope(const Value& quota) {
  for (const Scope& scope : scopesOf(quota)) {
    if (std::ranges::find(known, scope.name) == known.end()) return std::string(scope.name);
  }
  return {};
}

bool isInScopes(const Value& quota, const Value& podSpec) {
  return std::ranges::all_of(scopesOf(quota), [&](const Scope& scope) { return isIn(scope, podSpec); });
}

}  // namespace aictl::kube
