#include "commands/spec_changes.h"

#include <fmt/format.h>

#include "core/kube/plan_words.h"

namespace aictl::commands {
namespace {

class Comparison {
 public:
  Comparison(std::string entry, const Sources& sources) : entry_(std::move(entry)), sources_(sources) {}

  std::vector<std::string> lines;

  void compare(const std::string& path, const Value& before, const Value& after) {
    if (before == after) return;
    if (!before.isMap() || !after.isMap()) return tell(path, before, after);
    for (const Entry& entry : before.entries()) {
      if (after.find(entry.key.string()) == nullptr) tell(below(path, entry), entry.value, Value());
    }
    for (const Entry& entry : after.entries()) {
      const Value* old = before.find(entry.key.string());
      compare(below(path, entry), old == nullptr ? Value() : *old, entry.value);
    }
  }

 private:
  static std::string below(const std::string& path, const Entry& entry) {
    return path.empty() ? std::string(entry.key.string()) : fmt::format("{}.{}", path, entry.key.string());
  }

  /// What came from the environment is kept as a hash, which says nothing to a person.
  static std::string shown(const Value& value) {
    return value.isString() && value.string().starts_with("sha256:") ? "(hidden)" : kube::shortText(value);
  }

  void tell(const std::string& path, const Value& before, const Value& after) {
    const std::string place = sources_.place(Origin{after.origin().line, 0, after.origin().file});
    lines.push_back(fmt::format("{}: {} {} → {}{}{}", entry_, path, shown(before), shown(after),
                                place.empty() ? "" : ", ", place));
  }

  std::string entry_;
  const Sources& sources_;
};

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
    Comparison comparison(label, sources);
    comparison.compare("", *old, entry.value);
    lines.insert(lines.end(), comparison.lines.begin(), comparison.lines.end());
  }
  for (const Entry& entry : before.entries()) {
    if (after.find(entry.key.string()) == nullptr)
      lines.push_back(std::string(entry.key.string()) + ": gone");
  }
  return lines;
}

}  // namespace aictl::commands
