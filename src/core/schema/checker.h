#pragma once

#include <string>
#include <string_view>

#include "core/schema/graph.h"
#include "core/schema/place.h"

namespace aictl::schema {

/// What one check may cost, however its schema branches: choices within choices could go on without end.
struct Work {
  std::size_t steps = 0;
  std::size_t depth = 0;
  bool gaveUp = false;  ///< what was found is not all, and not sure
};

/// Holds one value against a schema. With a list of findings it tells all that is wrong; without one it only
/// finds out whether something is, and stops at the first fault.
class Checker {
 public:
  Checker(const Graph& graph, std::string_view entry, Findings* findings, Work& work)
      : graph_(graph), entry_(entry), findings_(findings), work_(work) {}

  bool check(const Node& node, const Value& value);

 private:
  // Each gives whether it holds.
  bool at(const Node& node, Place& place);
  bool withinBounds(const Node& node, Place& place);
  bool below(const Node& node, const Place& parent, const Value& value, const Value* key, std::size_t index);
  bool inside(const Node& node, Place& place);
  bool kind(const Node& node, const Place& place);
  bool enumeration(const Node& node, const Place& place);
  bool number(const Node& node, const Place& place);
  bool inRange(const Node::Assertions& assertions, const Place& place);
  bool string(const Node::Assertions& assertions, const Place& place);
  bool format(const Format& format, const Place& place, const std::string& text);

  bool list(const Node& node, const Place& place);
  bool unique(const Place& place);
  bool contained(const Node::Assertions& assertions, const Place& place);

  bool map(const Node& node, Place& place);
  bool entry(const Node& node, Place& place, const Entry& entry);
  bool unknownKey(const Node& node, Place& place, const Entry& entry);
  bool foreignKey(const Node& node, const Node& property, const Place& place, const Entry& entry);
  bool keyName(const Node& node, const Place& place, const Entry& entry);
  bool required(const Node& node, const Place& place);
  bool dependent(const Node::Assertions& assertions, Place& place);

  bool choices(const Node& node, Place& place);
  bool allOf(const std::vector<const Node*>& schemas, Place& place);
  bool anyOf(const std::vector<const Node*>& schemas, Place& place);
  bool oneOf(const std::vector<const Node*>& schemas, Place& place);
  bool noneHolds(const std::vector<const Node*>& schemas, Place& place, std::string_view howMany);
  bool negated(const Node& node, Place& place);

  bool amount(const Amount& allowed, std::size_t number, std::string_view what, const Place& place);
  bool holdsSilently(const Node& node, const Place& place) const;
  bool isSilent() const { return findings_ == nullptr; }

  /// Adds a finding about the place; always false. `message` begins with a verb: the path is put before it.
  bool wrong(const Place& place, std::string rule, std::string message, std::string remedy = {});
  bool tell(Finding finding);

  const Graph& graph_;
  std::string_view entry_;
  Findings* findings_;
  Work& work_;
};

/// Adds what is wrong with a value, and that its check was given up where it was.
void check(const Graph& graph, const Node& node, const Value& value, std::string_view entry,
           Findings& findings);

/// What to do about a key that an object does not have.
struct KeyRemedy {
  std::string text;   ///< the key that was meant, or where this one belongs; "" where that cannot be told
  std::string meant;  ///< the key that was meant, where it is one of the object itself
};
KeyRemedy unknownKeyRemedy(const Node& object, const Place& place, std::string_view key);

}  // namespace aictl::schema
