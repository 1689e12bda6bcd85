#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/watch.h"
#include "core/kube/connection/client.h"

namespace aictl::fleet {

/// Where a pod has come to.
enum class Stage : std::uint8_t {
  coming,   ///< it has no node yet, or has not started
  running,  ///< and what listens in it may not do so yet
  ready,
  ended,
  lost  ///< it did not start in time, or somebody has deleted it
};
Stage stageOf(const Value& pod);

/// How long is waited for pods.
struct Patience {
  std::chrono::milliseconds start{120'000};   ///< until a pod runs
  std::chrono::milliseconds trouble{30'000};  ///< that it may be in trouble (kube::podTrouble) before
};

/// Pods of one run of this program: made, watched, and removed at its end, however it ends.
///
/// All of it takes the right to create, list, watch and delete pods in one namespace, and to read their logs.
class Pods {
 public:
  /// `run` is the value of their label, which no other run has. `said` is told what becomes of the
  /// connection, and at the end what could not be removed.
  Pods(kube::Client& client, kube::Discovery& discovery, std::string nameSpace, std::string run,
       Patience patience, std::function<void(const Finding&)> said);
  ~Pods();
  Pods(const Pods&) = delete;
  Pods& operator=(const Pods&) = delete;

  /// The label that all of them have to have.
  static constexpr std::string_view runLabel = "aictl.dev/fleet-run";

  /// Makes them, all at once. What the server refuses is a Failure, and ends the run.
  std::optional<Failure> create(std::span<const Value> manifests);

  /// Waits until all of these are at that stage, or have gone past it; for those that have started, at most
  /// so long. A Failure where the server cannot be heard for good, or the program is to stop.
  std::optional<Failure> await(std::span<const std::string> names, Stage stage,
                               std::chrono::milliseconds longest);

  Stage stage(const std::string& name) const;
  /// As it was last heard of; null where it was not.
  const Value& object(const std::string& name) const;
  /// What is known of a pod that did not do what it was to do, in a few words.
  std::string trouble(const std::string& name) const;

  /// The lines of its log.
  Result<std::vector<std::string>> log(const std::string& name);

  /// Deletes these, or all that are left; by a connection of its own where this program is to stop. What
  /// cannot be deleted is told, with how to do it by hand. That they are wholly gone is not waited for.
  Findings remove(std::span<const std::string> names);
  Findings removeAll();

 private:
  using Clock = std::chrono::steady_clock;
  struct Pod {
    Value object;
    Clock::time_point made;
    std::optional<Clock::time_point> started;
    std::optional<Clock::time_point> troubled;
    bool isDeleted = false;  ///< and not by us
    bool isLost = false;
  };

  void hear(const Value& object);
  void startWatch();
  void giveUp(Pod& pod, std::chrono::milliseconds longest) const;
  const Pod& pod(const std::string& name) const { return pods_.at(name); }
  Findings removeBy(kube::Client& client, std::span<const std::string> names);

  kube::Client& client_;
  kube::Discovery& discovery_;
  std::string nameSpace_;
  std::string run_;
  Patience patience_;
  std::function<void(const Finding&)> said_;
  kube::Losses losses_;
  std::unique_ptr<kube::Watch> watch_;
  std::optional<Failure> failure_;
  std::map<std::string, Pod> pods_;
};

}  // namespace aictl::fleet
