#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/path.h"
#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/api/discovery.h"
#include "core/kube/connection/client.h"
#include "core/pack/kinds.h"

namespace aictl::kube {

/// What can be done to an object that is there, where the facts of its kind say how.
enum class Action : std::uint8_t { suspend, resume, scale, restart };

/// `suspend`, `resume`, `scale`, `restart`: the fact, and the command.
std::string_view name(Action action);
/// `suspended`, `resumed`, `scaled`, `restarted`.
std::string_view pastName(Action action);

/// How many pods there are to be.
struct PodCount {
  std::int64_t least = 0;
  std::optional<std::int64_t> most;  ///< none: just so many
};

struct ActionQuestion {
  Action action = Action::suspend;
  PodCount pods;    ///< of `scale`
  std::string now;  ///< of `restart`: the time, as RFC 3339
};

/// A field that a merge patch sets.
struct FieldPatch {
  std::vector<PathStep> path;
  Value before;  ///< null where there is none
  Value after;
};

/// What an action comes to for one object.
struct ActionPlan {
  enum class Means : std::uint8_t {
    cannot,   ///< see `why`
    already,  ///< it is so: nothing has to be sent
    patch
  };
  Means means = Means::cannot;
  std::string why;  ///< why it cannot, as in `it has ended`; "" where its kind has no such action
  Value patch;      ///< a JSON merge patch (RFC 7386)
  std::vector<FieldPatch> fields;  ///< that it sets
};

/// Turns an action on an object that is there into a merge patch. `facts` is nullptr where nothing is known
/// of its kind: then it cannot. A fault of the facts is a Failure.
Result<ActionPlan> planAction(const Value& object, const pack::KindFacts* facts,
                              const ActionQuestion& question);

/// The actions that the kind of an object has.
std::vector<Action> actionsOf(const Value& object, const pack::KindFacts* facts);

/// Sends the patch; gives the object as it is then. It goes to the object that was read and no other: one of
/// its name that was made anew meanwhile is left alone, and that is a Failure (refused).
///
/// The field manager is `aictl`, as that of an apply. To the server they are two (one updates, one applies),
/// and a field that the first has set is the first's alone; `plan` and `apply` take the name for what counts:
/// what an action has set is the stack's to set back, no conflict, and what the stack does not say stays.
Result<Value> sendAction(Client& client, const Discovery& discovery, Action action, const Value& object,
                         const Value& patch);

}  // namespace aictl::kube
