#include "commands/cluster/spec_changes.h"

#include <fmt/format.h>

#include "core/kube/api/value_difference.h"
#include "core/kube/apply/plan_words.h"

namespace aictl::commands {
namespace {

/// What came from the environment is kept as a hash, which says nothing to a person.
std::string shown(const Value& value) {
  return value.isString() && value.string().starts_with("sha256:") ? "(hidden)" : kube::shortText(value);
}

std::string line(const std::string& entry, const kube::Difference& difference, const Sources& sources) {
  const Origin origin = difference.after.origin();
  const std::string place = sources.place({origin.line, 0, origin.file});
  return fmt::format("{}: {} {} → {}{}{}", entry, difference.path, shown(difference.before),
                     shown(difference.after), place.empty() ? "" : ", ", place);
}

}  // namespace

std::vector<std::string> specChanges(const Value& before, const Value& after, const Sources& sources) {
  std::vector<std::string> lines;
  for (const Entry& entry : after.entries()) {
    const std::string label(entry.key.string());
    const Value* old = before.find(label);
    if (old == nullptr) {
      lines.push_back(label + ": new");
      continue;
    }
    for (const auto& difference : kube::differences("", *old, entry.value)) {
      lines.push_back(line(label, difference, sources));
    }
  }
  for (const Entry& entry : before.entries()) {
    if (after.find(entry.key.string()) == nullptr)
      lines.push_back(std::string(entry.key.string()) + ": gone");
  }
  return lines;
}

}  // namespace aictl::commands
