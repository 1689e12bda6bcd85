#include "core/kube/apply.h"

#include <fmt/format.h>

#include <charconv>
#include <thread>

#include "core/kube/preflight.h"
#include "core/kube/refusal.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int statusCreated = 201;
constexpr int statusNotFound = 404;
constexpr int statusConflict = 409;
constexpr int triesOfConflict = 4;
constexpr std::size_t window = 100;  ///< objects under way at once; bodies are made as they are sent
constexpr milliseconds establishing{60'000};
constexpr milliseconds pollInterval{250};

/// Only the metadata comes back: what was sent is known.
constexpr const char* metadata =
    "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json";

/// Whether a conflict is about the moment (two writers at once), not about who owns a field.
bool passing(const Response& response) {
  if (response.status != statusConflict) return false;
  const Result<Value> status = yaml::readJson(response.body);
  const Value* causes = status ? find(*status, {"details", "causes"}) : nullptr;
  return causes == nullptr || causes->empty();
}

/// What the server sets itself, and what therefore says nothing about a difference.
Value withoutBookkeeping(Value object) {
  if (object.find("metadata") == nullptr) return object;
  Value& meta = object.at("metadata");
  for (const char* key : {"managedFields", "resourceVersion", "generation"}) meta.erase(key);
  return object;
}

class Run {
 public:
  Run(Client& client, Discovery& discovery, const ApplyOptions& options,
      const std::function<void(const Applied&)>& report, Preflight preflight)
      : client_(client),
        discovery_(discovery),
        options_(options),
        report_(report),
        known_(std::move(preflight)) {
    query_ = fmt::format("?fieldManager={}&fieldValidation=Strict{}{}", escaped(options.manager),
                         options.conflicts == Conflicts::take ? "&force=true" : "",
                         options.storing == Storing::dryRun ? "&dryRun=All" : "");
  }

  Result<std::vector<Applied>> waves(const Waves& waves) {
    std::size_t begin = 0;
    for (const std::vector<Manifest>& wave : waves) {
      next_ = begin;
      end_ = begin + wave.size();
      for (std::size_t i = 0; i < window; ++i) startNext();
      client_.run();
      if (faulty_) break;
      if (options_.storing == Storing::store) {
        for (std::size_t i = begin; i < end_; ++i) waitForKinds(known_.items[i]);
        if (faulty_) break;
      }
      begin = end_;
    }
    return std::move(known_.items);
  }

 private:
  void startNext() {
    if (next_ == end_ || unanswered_) return;
    Applied& item = known_.items[next_++];
    const Resource* resource = resourceOf(item);
    if (resource == nullptr && options_.storing == Storing::dryRun) {
      end(item, ApplyOutcome::created);  // its kind comes in the same waves, so the server cannot check it
    } else if (resource == nullptr) {
      end(item, ApplyOutcome::refused, refusal({.status = statusNotFound}, client_.access(), asked(item)));
    } else if (options_.storing == Storing::dryRun) {
      readBefore(item, *resource);
    } else {
      send(item, *resource, 1);
    }
  }

  const Resource* resourceOf(Applied& item) {
    const Resource* resource = discovery_.find(item.name.kind);
    if (resource != nullptr && resource->namespaced && item.name.namespaceName.empty()) {
      item.name.namespaceName = client_.access().namespaceName;
    }
    return resource;
  }

  Asked asked(const Applied& item) const {
    return {.verb = "apply", .object = item.name, .manifest = &item.manifest->object};
  }

  void readBefore(Applied& item, const Resource& resource) {
    Request request{.path = resource.object(item.name.namespaceName, item.name.name)};
    client_.submit(std::move(request), [this, &item, &resource](Result<Response> response) {
      if (!response) return end(item, ApplyOutcome::failed, std::move(response.failure()));
      if (!response->good() && response->status != statusNotFound) {
        return end(item, ApplyOutcome::refused, refusal(*response, client_.access(), asked(item)));
      }
      if (response->good()) {
        Result<Value> before = answerOf(*response, client_.access());
        if (!before) return end(item, ApplyOutcome::failed, std::move(before.failure()));
        item.before = *std::move(before);
      }
      send(item, resource, 1);
    });
  }

  void send(Applied& item, const Resource& resource, int tries) {
    Request request{.method = Method::patch,
                    .path = resource.object(item.name.namespaceName, item.name.name) + query_,
                    .body = yaml::writeJson(item.manifest->object),
                    .contentType = "application/apply-patch+yaml"};
    if (options_.storing == Storing::store) request.accept = metadata;
    client_.submit(std::move(request), [this, &item, &resource, tries](Result<Response> response) {
      if (!response) return end(item, ApplyOutcome::failed, std::move(response.failure()));
      if (passing(*response) && tries < triesOfConflict) return send(item, resource, tries + 1);
      item.warnings = warningsOf(*response, asked(item));
      if (!response->good()) {
        const bool comes = response->status == statusNotFound && item.before.isNull() && namespaceComes(item);
        if (comes) return end(item, ApplyOutcome::created);
        return end(item, ApplyOutcome::refused, refusal(*response, client_.access(), asked(item)));
      }
      take(item, *response);
    });
  }

  /// A dry run makes no namespace, so what goes into it cannot be checked.
  bool namespaceComes(const Applied& item) const {
    return options_.storing == Storing::dryRun &&
           std::any_of(known_.items.begin(), known_.items.end(), [&](const Applied& other) {
             return other.name.kind == Kind{"v1", "Namespace"} && other.name.name == item.name.namespaceName;
           });
  }

  void take(Applied& item, const Response& response) {
    Result<Value> answer = answerOf(response, client_.access());
    if (!answer) return end(item, ApplyOutcome::failed, std::move(answer.failure()));
    item.name.uid = findString(*answer, {"metadata", "uid"});
    item.resourceVersion = findString(*answer, {"metadata", "resourceVersion"});
    const bool changed = options_.storing == Storing::dryRun
                             ? !(withoutBookkeeping(*answer) == withoutBookkeeping(item.before))
                             : written(item);
    if (options_.storing == Storing::dryRun) item.object = *std::move(answer);
    end(item, response.status == statusCreated ? ApplyOutcome::created
              : changed                        ? ApplyOutcome::changed
                                               : ApplyOutcome::unchanged);
  }

  /// Whether the object's version is above the one that its collection had before.
  bool written(const Applied& item) const {
    const auto before = known_.revisions.find(collectionKey(item.name));
    if (before == known_.revisions.end()) return true;
    const std::string& text = item.resourceVersion;
    std::uint64_t now = 0;
    if (std::from_chars(text.data(), text.data() + text.size(), now).ec != std::errc()) return true;
    return now > before->second;
  }

  void end(Applied& item, ApplyOutcome outcome, Failure fault = {}) {
    item.outcome = outcome;
    item.fault = std::move(fault);
    if (outcome == ApplyOutcome::refused && item.fault.code == ExitCode::noAnswer)
      item.outcome = ApplyOutcome::failed;
    if (item.outcome == ApplyOutcome::failed) unanswered_ = true;
    if (item.outcome == ApplyOutcome::failed || outcome == ApplyOutcome::refused) faulty_ = true;
    if (report_) report_(item);
    startNext();
  }

  /// After a CustomResourceDefinition: until the server serves what it brings.
  void waitForKinds(Applied& item) {
    const std::vector<Kind> kinds = kindsBrought(item.manifest->object);
    if (kinds.empty()) return;
    const auto deadline = steady_clock::now() + establishing;
    while (true) {
      Result<Value> definition = get(client_, discovery_, item.name);
      if (!definition) return fail(item, std::move(definition.failure()));
      if (established(*definition)) {
        for (const Kind& kind : kinds) discovery_.forget(kind.apiVersion);
        if (std::optional<Failure> failure = discovery_.learn(kinds)) return fail(item, *std::move(failure));
        if (std::all_of(kinds.begin(), kinds.end(), [&](const Kind& kind) { return served(item, kind); }))
          return;
      }
      if (steady_clock::now() > deadline) {
        return fail(item, {ExitCode::noAnswer,
                           Finding{.rule = "time",
                                   .message = fmt::format("{} is not established after {} s",
                                                          describe(item.name), establishing.count() / 1000),
                                   .entry = item.name.entry}});
      }
      std::this_thread::sleep_for(pollInterval);
    }
  }

  static bool established(const Value& definition) {
    const Value* conditions = find(definition, {"status", "conditions"});
    if (conditions == nullptr || !conditions->isList()) return false;
    for (const Value& condition : conditions->items()) {
      if (findString(condition, {"type"}) == "Established")
        return findString(condition, {"status"}) == "True";
    }
    return false;
  }

  /// A version that the definition has, and does not serve, is not waited for.
  bool served(const Applied& item, const Kind& kind) const {
    for (const Value& version : find(item.manifest->object, {"spec", "versions"})->items()) {
      const Value* serves = version.find("served");
      const bool off = serves != nullptr && serves->isBoolean() && !serves->boolean();
      if (off && kind.apiVersion.ends_with(fmt::format("/{}", findString(version, {"name"})))) return true;
    }
    return discovery_.find(kind) != nullptr;
  }

  void fail(Applied& item, Failure fault) {
    item.fault = std::move(fault);
    item.outcome = ApplyOutcome::failed;
    faulty_ = true;
  }

  Client& client_;
  Discovery& discovery_;
  const ApplyOptions& options_;
  const std::function<void(const Applied&)>& report_;
  Preflight known_;
  std::string query_;
  std::size_t next_ = 0;
  std::size_t end_ = 0;
  bool faulty_ = false;
  bool unanswered_ = false;
};

}  // namespace

std::string_view name(ApplyOutcome outcome) {
  constexpr std::string_view names[] = {"created", "changed", "unchanged", "refused", "failed", "not sent"};
  return names[static_cast<int>(outcome)];
}

Result<std::vector<Applied>> apply(Client& client, Discovery& discovery, const Waves& waves,
                                   const ApplyOptions& options,
                                   const std::function<void(const Applied&)>& report) {
  Result<Preflight> known = preflight(client, discovery, waves, options.storing);
  if (!known) return std::move(known.failure());
  return Run(client, discovery, options, report, *std::move(known)).waves(waves);
}

ExitCode exitCode(std::span<const Applied> results) {
  ExitCode worst = ExitCode::done;
  for (const Applied& result : results) {
    if (result.outcome == ApplyOutcome::refused || result.outcome == ApplyOutcome::failed) {
      worst = std::max(worst, result.fault.code);
    }
  }
  return worst;
}

Findings findings(std::span<const Applied> results) {
  Findings all;
  const auto add = [&](const Finding& finding) {
    const bool said = std::any_of(all.begin(), all.end(), [&](const Finding& other) {
      return other.message == finding.message && other.origin == finding.origin;
    });
    if (!said) all.push_back(finding);
  };
  for (const Applied& result : results) {
    for (const Finding& warning : result.warnings) add(warning);
    if (result.outcome == ApplyOutcome::refused || result.outcome == ApplyOutcome::failed) {
      for (const Finding& finding : result.fault.findings) add(finding);
    }
  }
  return all;
}

}  // namespace aictl::kube
