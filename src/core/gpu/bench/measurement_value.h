#pragma once

#include "core/base/value.h"
#include "core/gpu/bench/measurement.h"

namespace aictl::gpu::bench {

/// A measurement with all its samples, as a worker tells it, and back.
Value measurementValue(const Measurement& measurement);
Measurement measurementOf(const Value& value);

/// `memory-read of nvidia0`, `peer-to-peer of nvidia0 and nvidia1`
std::string titleOf(const Measurement& measurement);

/// `bytes/s`, `operations/s`, `ns`
std::string_view name(Unit unit);

/// The unit of that name; none where there is none.
std::optional<Unit> unitOf(std::string_view name);

/// `none`, `unsupported`, `failed`, `wrong`
std::string_view name(Trouble trouble);

Value conditionsValue(const Conditions& conditions);

}  // namespace aictl::gpu::bench
