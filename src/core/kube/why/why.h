#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"
#include "core/kube/status/status.h"
#include "core/pack/pack.h"
#include "core/pack/reasons.h"

namespace aictl::kube {

/// Something that holds an entry up, or is wrong with it.
struct Answer {
  pack::Diagnosis diagnosis;
  ObjectName about;           ///< what shows it
  std::size_t more = 0;       ///< others of the entry that show the same
  bool isOwnMessage = false;  ///< it is no more than what the object's status says
};

/// What is known of an entry, or of an object that is of none.
struct EntryAnswers {
  std::string entry;  ///< `train/a`; "" of an object that is of no entry
  std::vector<ObjectStatus> objects;
  std::vector<Answer> answers;  ///< the nearest to the cause first
  std::size_t pods = 0;         ///< that were looked at
  std::size_t logs = 0;         ///< of them, whose last lines were

  /// Whether all its objects are ready or have succeeded.
  bool isWell() const;
};

struct WhyAnswers {
  std::vector<EntryAnswers> entries;  ///< in the order of the members
  Findings unread;                    ///< warnings: what this user may not read
};

/// Why the entries are as they are: looks at their objects, pods, events, the last lines of logs and what
/// they point to, by the reasons of the packs; at nodes, taints and requests where a pod waits for one.
/// `now` is in seconds since 1970.
Result<WhyAnswers> why(Client& client, Discovery& discovery, pack::Packs& packs,
                       std::span<const Member> members, std::int64_t now);

}  // namespace aictl::kube
