#include "commands/cluster/status_changes.h"

#include <set>

#include "commands/table.h"
#include "core/kube/apply/live_objects.h"

namespace aictl::commands {

std::vector<kube::Member> StatusChanges::take(std::span<const kube::Member> members) {
  std::vector<kube::Member> changes;
  std::set<std::string> there;
  constexpr std::int64_t anyTime = 0;
  for (const kube::Member& member : members) {
    const std::string identity = kube::identityOf(member.status.name);
    there.insert(identity);
    const auto known = known_.find(identity);
    const bool same = known != known_.end() &&
                      statusRow(known->second, columns_, anyTime) == statusRow(member, columns_, anyTime);
    if (same && known->second.status.name.uid == member.status.name.uid) continue;
    known_.insert_or_assign(identity, member);
    changes.push_back(member);
  }
  for (auto known = known_.begin(); known != known_.end();) {
    if (there.contains(known->first)) {
      ++known;
      continue;
    }
    changes.push_back({known->second.set, {.name = known->second.status.name}});
    known = known_.erase(known);
  }
  return changes;
}

std::string StatusChanges::lines(std::span<const kube::Member> changes, std::int64_t now) {
  if (changes.empty() && !widths_.empty()) return {};
  Table table(widths_);
  if (widths_.empty()) table.add(statusHead(columns_));
  for (const kube::Member& member : changes) table.add(statusRow(member, columns_, now));
  widths_ = table.widths();
  return table.text();
}

}  // namespace aictl::commands
