#include "core/kube/apply/action.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "core/kube/api/objects.h"
#include "core/kube/api/refusal.h"
#include "core/kube/apply/run_rules.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

constexpr std::array all{Action::suspend, Action::resume, Action::scale, Action::restart};
constexpr int statusConflict = 409;
constexpr int statusInvalid = 422;

ActionPlan cannot(std::string why) { return {.why = std::move(why)}; }

/// The fields that a patch sets: all in it that is no map.
void collect(const Value& patch, const Value* object, std::vector<PathStep>& path,
             std::vector<FieldPatch>& fields) {
  for (const Entry& entry : patch.entries()) {
    const Value* there = object == nullptr ? nullptr : object->find(entry.key.string());
    path.emplace_back(std::string(entry.key.string()));
    if (entry.value.isMap()) {
      collect(entry.value, there, path, fields);
    } else {
      fields.push_back({path, there == nullptr ? Value() : *there, entry.value});
    }
    path.pop_back();
  }
}

std::vector<FieldPatch> fieldsOf(const Value& patch, const Value& object) {
  std::vector<FieldPatch> fields;
  std::vector<PathStep> path;
  if (patch.isMap()) collect(patch, &object, path, fields);
  return fields;
}

/// Puts a value under a path of keys, with the maps that it needs.
void setAt(Value& map, std::span<const PathStep> path, const Value& value) {
  const auto& key = std::get<std::string>(path.front());
  if (path.size() == 1) return map.set(Value(key), value);
  if (map.find(key) == nullptr) map.set(Value(key), Value::map());
  setAt(map.at(key), path.subspan(1), value);
}

bool isText(const std::vector<PathStep>& path) {
  const auto& map = std::get<std::string>(path[path.size() - 2]);
  return map == "annotations" || map == "labels";
}

/// Fields with numbers of pods, as the facts name them.
class Scaling {
 public:
  Scaling(const Value& object, const Value& fact) : object_(object), fact_(fact) {}

  Result<ActionPlan> plan(const PodCount& pods) {
    if (const Value* paths = fact_.find("paths"); paths != nullptr && paths->isList()) {
      if (pods.most) return cannot("it takes one number of pods, not bounds");
      return exactly(*paths, pods.least);
    }
    return between(pods.least, pods.most.value_or(pods.least));
  }

 private:
  Result<ActionPlan> exactly(const Value& paths, std::int64_t pods) {
    const Value* beside = fact_.find("beside");
    const std::int64_t others = beside != nullptr && beside->isInteger() ? beside->integer() : 0;
    if (pods < others) return cannot(fmt::format("it has {} that does not scale: take more", others));
    for (const Value& path : paths.items()) {
      if (auto failure = set(path, pods - others)) return *failure;
    }
    return finish();
  }

  /// An upper bound of 0 is no bound at all to those who scale, or is refused.
  Result<ActionPlan> between(std::int64_t least, std::int64_t most) {
    if (most < 1) return cannot("it scales between bounds, of which the upper one is 1 or more, as in 0..1");
    for (const auto& [key, pods] : {std::pair("min", least), std::pair("max", most)}) {
      const Value* path = fact_.find(key);
      if (path == nullptr) continue;
      if (auto failure = set(*path, pods)) return *failure;
    }
    return finish();
  }

  std::optional<Failure> set(const Value& text, std::int64_t pods) {
    const auto path = text.isString() ? parsePath(text.string()) : std::nullopt;
    const bool isKeys = path && path->size() > 1 && std::ranges::all_of(*path, [](const PathStep& step) {
                          return std::holds_alternative<std::string>(step);
                        });
    if (!isKeys)
      return Failure(ExitCode::badInput, Finding{.rule = "kind-facts",
                                                 .message = "scale: the path of a field is keys alone",
                                                 .origin = text.origin()});
    // What has no such part at all cannot get pods in it; annotations are made where there are none.
    const std::vector<PathStep> part(path->begin(), path->end() - 1);
    if (!isText(*path) && follow(object_, part) == nullptr) missing_ = pathText(part);
    setAt(patch_, *path, isText(*path) ? Value(std::to_string(pods)) : Value(pods));
    return std::nullopt;
  }

  ActionPlan finish() {
    if (!missing_.empty()) return cannot(fmt::format("it has no {}", missing_));
    return {.means = ActionPlan::Means::patch, .patch = std::move(patch_)};
  }

  const Value& object_;
  const Value& fact_;
  Value patch_ = Value::map();
  std::string missing_;
};

/// Whether the object has what the patch sets. Where nothing was ever said of suspending, all goes on: an
/// object without any of the fields is as one that was resumed.
bool isSo(const ActionPlan& plan, Action action) {
  const auto& fields = plan.fields;
  const bool same =
      std::ranges::all_of(fields, [](const FieldPatch& field) { return field.before == field.after; });
  const bool untouched =
      std::ranges::all_of(fields, [](const FieldPatch& field) { return field.before.isNull(); });
  return action != Action::restart && (same || (action == Action::resume && untouched));
}

/// Whether it was refused since another object has the name.
bool isOfAnother(const Response& response) {
  if (response.status != statusConflict && response.status != statusInvalid) return false;
  const Result<Value> status = yaml::readJson(response.body);
  if (!status) return false;
  if (findString(*status, {"message"}).find("UID in precondition") != std::string_view::npos) return true;
  const Value* causes = find(*status, {"details", "causes"});
  return causes != nullptr && causes->isList() &&
         std::ranges::any_of(causes->items(), [](const Value& cause) {
           return findString(cause, {"field"}) == "metadata.uid";
         });
}

}  // namespace

std::string_view name(Action action) {
  constexpr std::string_view names[] = {"suspend", "resume", "scale", "restart"};
  return names[static_cast<int>(action)];
}

std::string_view pastName(Action action) {
  constexpr std::string_view names[] = {"suspended", "resumed", "scaled", "restarted"};
  return names[static_cast<int>(action)];
}

Result<ActionPlan> planAction(const Value& object, const pack::KindFacts* facts,
                              const ActionQuestion& question) {
  const std::string_view fact = name(question.action);
  if (facts == nullptr || !facts->has(fact)) return cannot("");
  if (!findString(object, {"metadata", "deletionTimestamp"}).empty()) return cannot("it is being deleted");
  const Result<RunState> run = runState(facts, object);
  if (!run) return run.failure();
  if (*run == RunState::ended) return cannot("it has ended");
  const Result<Value> said = facts->of(object, fact, question.now);
  if (!said) return said.failure();
  if (!said->isMap()) return cannot(said->isNull() ? "its fields do not let it" : "");
  ActionPlan plan{.means = ActionPlan::Means::patch, .patch = *said};
  if (question.action == Action::scale) {
    Result<ActionPlan> scaled = Scaling(object, *said).plan(question.pods);
    if (!scaled || scaled->means == ActionPlan::Means::cannot) return scaled;
    plan = *std::move(scaled);
  }
  plan.fields = fieldsOf(plan.patch, object);
  if (isSo(plan, question.action)) plan.means = ActionPlan::Means::already;
  return plan;
}

std::vector<Action> actionsOf(const Value& object, const pack::KindFacts* facts) {
  std::vector<Action> actions;
  constexpr std::string_view anyTime = "2000-01-01T00:00:00Z";
  std::ranges::copy_if(all, std::back_inserter(actions), [&](Action action) {
    if (facts == nullptr || !facts->has(name(action))) return false;
    const Result<Value> said = facts->of(object, name(action), anyTime);
    return said && said->isMap();
  });
  return actions;
}

Result<Value> sendAction(Client& client, const Discovery& discovery, Action action, const Value& object,
                         const Value& patch) {
  const ObjectName which = nameOf(object);
  const Resource* resource = discovery.find(which.kind);
  if (resource == nullptr) return unknownKind(which);
  Value body = patch;
  if (body.find("metadata") == nullptr) body.set("metadata", Value::map());
  body.at("metadata").set("uid", Value(which.uid));
  const Result<Response> response =
      client.send({.method = Method::patch,
                   .path = resource->object(which.namespaceName, which.name) + "?fieldManager=aictl",
                   .body = yaml::writeJson(body),
                   .contentType = "application/merge-patch+json"});
  if (!response) return response.failure();
  if (response->good()) return answerOf(*response, client.access());
  if (isOfAnother(*response))
    return Failure(
        ExitCode::refused,
        Finding{.rule = "replaced",
                .message = fmt::format("{} was made anew meanwhile, and is left alone", describe(which)),
                .remedy = "try again, if the new one is meant too"});
  return refusal(*response, client.access(), {.verb = name(action), .object = which});
}

}  // namespace aictl::kube
