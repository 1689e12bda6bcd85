#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/objects.h"
#include "core/kube/apply/apply_set.h"
#include "core/kube/connection/client.h"
#include "core/pack/kinds.h"

namespace aictl::kube {

/// Whether it is one of these, perhaps under another version of its group.
bool isOneOf(const Kind& kind, std::span<const Kind> kinds);

/// How an object is, by the facts of its kind.
enum class State : std::uint8_t {
  absent,       ///< it is not there
  hidden,       ///< this user may not read it
  deleting,     ///< it is to go, and is still there
  failed,       ///< it will not become ready or succeed by itself
  progressing,  ///< on its way
  suspended,    ///< somebody has stopped it for now
  ready,
  succeeded  ///< a run that has reached its end
};

/// `absent`, `hidden`, `deleting`, …: the words of JSON output, a promise to scripts.
std::string_view name(State state);

struct ObjectStatus {
  ObjectName name;
  State state = State::absent;
  Value progress = Value::list();  ///< maps with a `name` and what else there is to show
  std::string message;             ///< "" for none
  std::string url;
  std::string created;  ///< RFC 3339, as are those below; "" where it is not known
  std::string started;  ///< of a run
  std::string ended;
  Value pods;                    ///< the labels of its pods, or `self` of a pod; null where it has none
  std::string container;         ///< of them, whose log matters; "" for the first
  std::vector<ObjectName> also;  ///< others that have to be ready for this one to be
};

/// A status with the stack that it is of.
struct Member {
  ApplySet set;
  ObjectStatus status;
};

/// The status of an object that is there, by itself alone. What nothing is known of (`facts` is nullptr) is
/// ready once its condition Ready holds, or where it has no such condition. A fault of the facts is a
/// Failure.
Result<ObjectStatus> statusOf(const Value& object, const pack::KindFacts* facts);

/// Takes what the others in `also` are into account: an object is not ready before they are. `find` gives
/// nullptr for one that is not there.
void includeOthers(ObjectStatus& status, const std::function<const ObjectStatus*(const ObjectName&)>& find);

/// What of a stack is asked for; or objects of anybody, where the set has no stack.
struct StatusQuestion {
  ApplySet set;
  std::vector<ObjectName> expected;  ///< what the stack should have, with namespaces and entries
  std::vector<std::string> entries;  ///< of these alone; empty: all of the stack
  std::vector<ObjectName> named;     ///< objects of anybody; as `entry`, what they were called
};

struct StackStatus {
  std::vector<ObjectStatus> objects;  ///< those expected in their order, then others of the stack
  Findings findings;                  ///< warnings: what could not be read
};

/// Reads the status of a stack: one list a kind and namespace, by the label of the ApplySet. The kinds are
/// those expected; where all of the stack is asked for, or an entry that nothing is expected of, also
/// those that the parent names.
Result<StackStatus> readStatus(Client& client, Discovery& discovery, pack::Kinds& kinds,
                               const StatusQuestion& question);

}  // namespace aictl::kube
