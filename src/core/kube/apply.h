#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/client.h"
#include "core/kube/discovery.h"
#include "core/kube/objects.h"

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
  const Manifest* manifest = nullptr;  ///< one of the waves that were given
  ObjectName name;  ///< with the namespace it goes to, and the uid where the server gave one
  ApplyOutcome outcome = ApplyOutcome::notSent;
  std::string resourceVersion;
  Value before;       ///< of a dry run: as the server has it; null where there is none
  Value object;       ///< of a dry run: as the server would have it
  Findings warnings;  ///< the server's own
  Failure fault;      ///< of `refused` and `failed`
};

using Waves = std::vector<std::vector<Manifest>>;

/// Applies manifests by server-side apply, one PATCH an object: each wave once the one before is done, all
/// of a wave at once. A manifest without a namespace goes to that of the access.
///
/// Before anything is sent it is known that all kinds and namespaces are there, or come in the waves; else
/// Failure. Custom kinds are waited for after the wave that brings them. A wave with a fault is ended and
/// later ones are not begun; once no answer comes, no more is sent. `report` is called as each object is
/// done. The results have the order of the waves.
///
/// Changed and unchanged are told apart by the resourceVersion, which the server raises with each write to
/// its store: above the one that the collection had before, the object was written. That takes one small
/// request a kind and namespace, none an object. Where the user may not list, what was not created counts
/// as changed. (That resource versions compare as numbers is KEP-5504.) A dry run reads each object before,
/// and compares; what goes into a namespace or is of a kind that comes in the waves is taken as created.
Result<std::vector<Applied>> apply(Client& client, Discovery& discovery, const Waves& waves,
                                   const ApplyOptions& options,
                                   const std::function<void(const Applied&)>& report = {});

/// How a run with these results ends: interrupted, noAnswer, refused, or done.
ExitCode exitCode(std::span<const Applied> results);

/// What the results have to say, each thing once: a server that went away is one finding, not a hundred.
Findings findings(std::span<const Applied> results);

}  // namespace aictl::kube
