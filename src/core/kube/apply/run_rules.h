#pragma once

#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/apply/managed_fields.h"
#include "core/pack/kinds.h"

namespace aictl::kube {

/// How far a run is; `none` of what is no run.
enum class RunState : std::uint8_t { none, underWay, ended };

/// From the kind's facts: one that neither succeeded nor failed is under way. A fault of the facts is a
/// Failure. `facts` may be nullptr, here and below.
Result<RunState> runState(const pack::KindFacts* facts, const Value& live);

/// The first changed field that the kind does not let change, as its path; "" for none. Of a run it is all
/// of its `spec` where the facts name nothing, but what scales, suspends and resumes it.
std::string_view fixedField(const std::vector<FieldChange>& changes, const pack::KindFacts* facts);

/// Whether the facts tell which fields of the kind are fixed. Else the server alone knows.
bool knowsFixedFields(const pack::KindFacts* facts);

/// The manifest to send: a field that the facts say others change after creation gets the value that the
/// server has where we own it still, and goes where we do not.
Result<Value> withoutCeded(const Value& manifest, const Value& live, const pack::KindFacts* facts,
                           std::string_view manager);

}  // namespace aictl::kube
