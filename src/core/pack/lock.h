#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/base/finding.h"
#include "core/base/origin.h"

namespace aictl::pack {

/// `aictl.lock`: the commit that each pack from git was at when the lock was written, so that a stack gives
/// the same manifests everywhere until someone says otherwise.
struct Lock {
  struct Pin {
    std::string url;
    std::string ref;
    std::string commit;
  };
  std::vector<Pin> pins;

  /// The commit of a pack; none where the lock does not hold it at that ref.
  std::optional<std::string> commit(const std::string& url, const std::string& ref) const;
};

/// Reads a lock; one that is not there is empty. A pin that has no url, ref or commit (40 or 64 hexadecimal
/// digits: it becomes a folder's name) is a finding.
Lock readLock(const std::string& path, Sources& sources, Findings& findings);

/// The lock's text.
std::string writeLock(const Lock& lock);

}  // namespace aictl::pack
