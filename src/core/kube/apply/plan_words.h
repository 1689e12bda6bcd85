#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/value.h"
#include "core/kube/apply/plan.h"
#include "core/kube/apply/run_rules.h"

/// What a plan has to say about its steps, in words.
namespace aictl::kube {

/// Whether one of the names given on the command line means the step's object.
bool isNamed(const std::vector<std::string>& names, const Step& step);

/// The place of the step's object in the stack.
Origin placeOf(const Step& step);

/// The entry that an object of a cluster says it is of, as in `train/resnet50`; "" for none.
std::string entryOf(const Value& live);

/// Whose an object is that is not the stack's: another stack, or who made it.
std::string ownerOf(const Value& live, std::string_view manager);

std::string heldRun(const Step& step, std::string_view field, RunState state);
std::string goneRun(const Step& step);

/// The field, its value here, there, and who set it there. No value of a Secret is in it.
std::string conflictWords(const Step& step, const FieldChange& change);

/// Where a stack comes from: `github.com/example/fraud, aictl.yaml, environment 'prod'`, or `flags`.
std::string sourceWords(const Value& source);

/// Why a stack of this name is another one.
std::string otherSource(const ApplySet& set, const Value& there, const Value& here);

/// A value of a field on one line, short: `"v2"`, `4`, `{cpu: 1, …}`; `(none)` of null.
std::string shortText(const Value& value);

/// `in namespace 'ml'`, or `in the whole cluster` for "".
std::string placeWords(std::string_view namespaceName);

}  // namespace aictl::kube
