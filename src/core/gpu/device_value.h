#pragma once

#include "core/base/value.h"
#include "core/gpu/answer.h"
#include "core/gpu/device.h"

/// Devices as Values: what a worker sends, and what `-o json` shows.
namespace aictl::gpu {

/// All keys of a device, in the same order; what it does not tell is null. Lists are there always.
Value deviceValue(const Device& device);
Value systemValue(const System& system);

/// What such a value says. Anything that has another form is left out: the value came from a process that
/// a vendor's library ran in.
Device deviceOf(const Value& value);
System systemOf(const Value& value);

}  // namespace aictl::gpu
