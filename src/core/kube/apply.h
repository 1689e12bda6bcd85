#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/client.h"
#include "core/kube/discovery.h"

namespace aictl::kube {

/// One object to be, with the places that its values came from.
struct Manifest {
  Value object;
  std::string entry;  ///< the entry of the stack that it belongs to, for findings; "" for none
};

/// What to do with a field that another manager owns and that has another value.
enum class Conflicts { refuse, take };

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
  unchanged,
  refused,  ///< by the server: its findings say why
  failed,   ///< no trusted answer came; whether it was stored is not known
  notSent   ///< an earlier wave had a fault, or the run was stopped
};

/// `created`, `changed`, `unchanged`, `refused`, `failed`, `not sent`.
std::string_view name(ApplyOutcome outcome);

/// What became of one manifest.
struct Applied {
  const Manifest* manifest = nullptr;
  std::string namespaceName;  ///< "" for an object of no namespace
  ApplyOutcome outcome = ApplyOutcome::notSent;
  Value object;   ///< as the server has it now (or would have it); null where it gave none
  Value before;   ///< of a dry run: as the server has it; null where there is none
  Failure fault;  ///< of `refused` and `failed`; warnings of the server in all cases
};

using Waves = std::vector<std::vector<Manifest>>;

/// Applies manifests by server-side apply, one PATCH an object: each wave once the one before is done, all
/// of a wave at once. Before anything is sent it is known that all kinds and namespaces are there, or come
/// in the waves; else Failure, and nothing was sent. A manifest without a namespace takes the access's one.
/// Custom kinds are waited for after the wave that brings them. A wave with a fault is ended, later ones
/// are not begun. `report` is called as each object is done. The results have the order of the waves.
///
/// Changed and unchanged are told apart by the resourceVersion, which the server raises with each write to
/// its store: above the one that the collection had before, the object was written. That takes one small
/// request a kind, none an object. Where the user may not list, what is not created counts as changed.
/// (KEP-5504 promises that resource versions can be compared as numbers.)
Result<std::vector<Applied>> apply(Client& client, Discovery& discovery, const Waves& waves,
                                   const ApplyOptions& options,
                                   const std::function<void(const Applied&)>& report = {});

/// How a run with these results ends: interrupted, noAnswer, refused, or done.
ExitCode exitCode(std::span<const Applied> results);

}  // namespace aictl::kube
