#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "commands/cluster/status_text.h"

namespace aictl::commands {

/// The objects of a status that are otherwise than before, as lines of a table. An age that goes on is no
/// change.
class StatusChanges {
 public:
  explicit StatusChanges(Columns columns) : columns_(columns) {}

  /// Those that changed: at first all of them. One that is gone is `absent`.
  std::vector<kube::Member> take(std::span<const kube::Member> members);

  /// Lines of a table, the first with its head; its columns do not get narrower.
  std::string lines(std::span<const kube::Member> changes, std::int64_t now);

 private:
  Columns columns_;
  std::map<std::string, kube::Member> known_;  ///< by identity
  std::vector<std::size_t> widths_;
};

}  // namespace aictl::commands
