#include "core/kube/apply/remove.h"

#include <fmt/format.h>

#include <thread>
#include <unordered_set>

#include "core/kube/api/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int statusNotFound = 404;
constexpr int statusConflict = 409;
constexpr std::size_t window = 100;
constexpr milliseconds firstInterval{100};
constexpr milliseconds longestInterval{2'000};

std::string_view text(Propagation propagation) {
  constexpr std::string_view texts[] = {"Background", "Foreground", "Orphan"};
  return texts[static_cast<int>(propagation)];
}

class Run {
 public:
  Run(Client& client, Discovery& discovery, const RemoveOptions& options,
      const std::function<void(const Removed&)>& report, std::span<const ObjectName> objects)
      : client_(client), discovery_(discovery), options_(options), report_(report) {
    for (const ObjectName& object : objects) items_.push_back({.object = &object});
  }

  Result<std::vector<Removed>> run() {
    if (std::optional<Failure> failure = learnKinds()) return *std::move(failure);
    for (std::size_t i = 0; i < window; ++i) startNext();
    client_.run();
    if (options_.wait.count() > 0) waitUntilGone();
    return std::move(items_);
  }

 private:
  std::optional<Failure> learnKinds() {
    std::vector<Kind> kinds;
    for (const Removed& item : items_) {
      if (std::find(kinds.begin(), kinds.end(), item.object->kind) == kinds.end())
        kinds.push_back(item.object->kind);
    }
    return discovery_.learn(kinds);
  }

  void startNext() {
    while (next_ != items_.size() && !unanswered_) {
      Removed& item = items_[next_++];
      const Resource* resource = discovery_.find(item.object->kind);
      if (resource != nullptr) return send(item, *resource);
      item.outcome = RemoveOutcome::absent;
      if (report_) report_(item);
    }
  }

  std::string pathOf(const Resource& resource, const ObjectName& object) const {
    const bool defaulted = resource.namespaced && object.namespaceName.empty();
    return resource.object(defaulted ? client_.access().namespaceName : object.namespaceName, object.name);
  }

  Value body(const ObjectName& object) const {
    Value options = Value::map({{"kind", Value("DeleteOptions")},
                                {"apiVersion", Value("v1")},
                                {"propagationPolicy", Value(text(options_.propagation))}});
    if (!object.uid.empty()) options.set("preconditions", Value::map({{"uid", Value(object.uid)}}));
    return options;
  }

  /// Deleting twice is deleting once where it is known which object is meant. Without a uid the second
  /// request could meet another one of the same name.
  void send(Removed& item, const Resource& resource) {
    const ObjectName& object = *item.object;
    Request request{.method = Method::remove,
                    .path = pathOf(resource, object),
                    .body = yaml::writeJson(body(object)),
                    .accept = metadataAlone,
                    .repeat = object.uid.empty() ? Repeat::never : Repeat::safe};
    client_.submit(std::move(request), [this, &item](Result<Response> response) {
      if (!response) {
        fail(item, std::move(response.failure()));
      } else if (response->status == statusNotFound || replaced(item, *response)) {
        end(item, RemoveOutcome::absent);
      } else if (!response->good()) {
        fail(item, refusal(*response, client_.access(), {.verb = "delete", .object = *item.object}));
      } else {
        hear(item, *response);
      }
      startNext();
    });
  }

  /// Whether another object has its name now.
  static bool replaced(const Removed& item, const Response& response) {
    return response.status == statusConflict && !item.object->uid.empty();
  }

  /// A good answer to a deletion is the object as it waits, or a Status. That says that the object is gone;
  /// but older servers give it of each Service, also of one that waits: who wants to wait has to look.
  void hear(Removed& item, const Response& response) {
    const Result<bool> going = isGoing(item, response);
    if (!going) return fail(item, going.failure());
    if (*going || options_.wait.count() == 0)
      return end(item, *going ? RemoveOutcome::going : RemoveOutcome::removed);
    item.outcome = RemoveOutcome::going;
    unsure_.insert(&item);
  }

  /// Whether an answer has an object that waits for its end, and what for.
  Result<bool> isGoing(Removed& item, const Response& response) const {
    const Result<Value> answer = answerOf(response, client_.access());
    if (!answer) return answer.failure();
    if (findString(*answer, {"metadata", "deletionTimestamp"}).empty()) return false;
    const Value* finalizers = find(*answer, {"metadata", "finalizers"});
    item.waitsFor.clear();
    for (const Value& one :
         finalizers != nullptr && finalizers->isList() ? finalizers->items() : std::span<const Value>()) {
      if (one.isString())
        item.waitsFor += fmt::format("{}{}", item.waitsFor.empty() ? "" : ", ", one.string());
    }
    return true;
  }

  void end(Removed& item, RemoveOutcome outcome) {
    const bool news = item.outcome != outcome;
    item.outcome = outcome;
    if (report_ && news) report_(item);
  }

  void fail(Removed& item, Failure fault) {
    item.fault = std::move(fault);
    const bool refused = item.fault.code == ExitCode::refused;
    if (!refused) unanswered_ = true;
    end(item, refused ? RemoveOutcome::refused : RemoveOutcome::failed);
  }

  void waitUntilGone() {
    const auto deadline = steady_clock::now() + options_.wait;
    milliseconds interval = firstInterval;
    while (!unanswered_ && lookAgain() && steady_clock::now() < deadline) {
      const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
      std::this_thread::sleep_for(std::max(milliseconds(0), std::min(interval, left)));
      interval = std::min(longestInterval, interval * 2);
    }
  }

  /// Whether any is still there.
  bool lookAgain() {
    for (Removed& item : items_) {
      if (item.outcome != RemoveOutcome::going) continue;
      Request request{.path = pathOf(*discovery_.find(item.object->kind), *item.object),
                      .accept = metadataAlone};
      client_.submit(std::move(request),
                     [this, &item](Result<Response> response) { lookAt(item, response); });
    }
    client_.run();
    return std::any_of(items_.begin(), items_.end(),
                       [](const Removed& item) { return item.outcome == RemoveOutcome::going; });
  }

  void lookAt(Removed& item, Result<Response>& response) {
    if (!response) return fail(item, std::move(response.failure()));
    if (response->status == statusNotFound) return end(item, RemoveOutcome::removed);
    if (!response->good()) {
      // Who may delete and not read cannot look, and takes the server's word.
      if (unsure_.contains(&item)) end(item, RemoveOutcome::removed);
      return;
    }
    const Result<bool> going = isGoing(item, *response);
    if (!going) return fail(item, going.failure());
    end(item, *going ? RemoveOutcome::going : RemoveOutcome::removed);
  }

  Client& client_;
  Discovery& discovery_;
  const RemoveOptions& options_;
  const std::function<void(const Removed&)>& report_;
  std::vector<Removed> items_;
  std::unordered_set<const Removed*> unsure_;  ///< of which the server has said that they are gone
  std::size_t next_ = 0;
  bool unanswered_ = false;
};

}  // namespace

std::string_view name(RemoveOutcome outcome) {
  constexpr std::string_view names[] = {"removed", "being removed", "not there",
                                        "refused", "failed",        "not sent"};
  return names[static_cast<int>(outcome)];
}

Result<std::vector<Removed>> remove(Client& client, Discovery& discovery, std::span<const ObjectName> objects,
                                    const RemoveOptions& options,
                                    const std::function<void(const Removed&)>& report) {
  return Run(client, discovery, options, report, objects).run();
}

ExitCode exitCode(std::span<const Removed> results, const RemoveOptions& options) {
  ExitCode worst = ExitCode::done;
  for (const Removed& result : results) {
    if (result.outcome == RemoveOutcome::refused || result.outcome == RemoveOutcome::failed) {
      worst = std::max(worst, result.fault.code);
    } else if (result.outcome == RemoveOutcome::going && options.wait.count() > 0) {
      worst = std::max(worst, ExitCode::noAnswer);
    }
  }
  return worst;
}

}  // namespace aictl::kube
