#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/apply/plan.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// Whether the server stores what is sent.
enum class Storing { store, dryRun };

struct ApplyOptions {
  std::string manager = "aictl";
  Conflicts conflicts = Conflicts::refuse;
  Storing storing = Storing::store;
};

enum class ApplyOutcome : std::uint8_t {
  created,
  changed,
  replaced,
  unchanged,
  held,
  pruned,
  refused,  ///< by the server: its findings say why
  failed,   ///< no trusted answer came; whether it was done is not known
  notSent   ///< an earlier wave had a fault, or the run was stopped
};

/// `created`, `changed`, …, `not sent`.
std::string_view name(ApplyOutcome outcome);

/// What became of one step of a plan.
struct Applied {
  const Step* step = nullptr;
  ApplyOutcome outcome = ApplyOutcome::notSent;
  std::string uid;
  std::string resourceVersion;
  Value object;       ///< of a dry run: as the server would have it
  Findings warnings;  ///< the server's own
  Failure fault;      ///< of `refused` and `failed`
};

/// Carries out the waves of a plan by server-side apply, one PATCH an object that is created or changed:
/// each wave once the one before is done, all of a wave at once. What is replaced is deleted before its
/// wave, and waited for; none of it where the server would not take one of the new ones (askRecreation).
/// Custom kinds are waited for after the wave that brings them.
///
/// A wave with a fault is ended and later ones are not begun; once no answer comes, no more is sent.
/// `before` is called before each wave, and ends all where it gives false.
/// `report` is called as each object is done. The results have the order of the plan. A dry run cannot check
/// what goes into a namespace or is of a kind that comes in the plan: it takes that as done.
std::vector<Applied> applyWaves(Client& client, Discovery& discovery, const Plan& plan,
                                const ApplyOptions& options,
                                const std::function<void(const Applied&)>& report = {},
                                const std::function<bool(std::size_t wave)>& before = {});

/// Deletes what the plan prunes, all at once.
std::vector<Applied> prune(Client& client, Discovery& discovery, const Plan& plan,
                           const std::function<void(const Applied&)>& report = {});

/// How a run with these results ends: interrupted, noAnswer, refused, or done.
ExitCode exitCode(std::span<const Applied> results);

/// What the results have to say, each thing once: a server that went away is one finding, not a hundred.
Findings findings(std::span<const Applied> results);

}  // namespace aictl::kube
