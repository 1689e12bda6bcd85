#pragma once

#include "core/base/value.h"

/// What is absent vanishes: a manifest has nothing in it that nobody said.
namespace aictl::pack {

/// Whether a value is absent: null, or a list or map that is empty or in which everything is absent, unless
/// a person wrote it empty. 0, false and "" are values.
bool isAbsent(const Value& value);

/// The map without its absent entries; the values keep their full shape.
Value given(const Value& map);

/// What a manifest keeps of the value: from the inside out, what is absent is dropped, in lists too.
Value compact(const Value& value);

}  // namespace aictl::pack
