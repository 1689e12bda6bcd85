#pragma once

#include "core/jsone/jsone.h"

namespace aictl::pack {

/// Puts an object of a cluster into a scope: `object`, and beside the functions of templates
/// `condition(TYPE)`, which gives `{holds, fails, reason, message}` of that condition of the object, both
/// false where it has none, and `condition_of(OBJECT, TYPE)`, the same of another one. The object has to
/// outlive the scope.
void addObject(jsone::Scope& scope, const Value& object);

}  // namespace aictl::pack
