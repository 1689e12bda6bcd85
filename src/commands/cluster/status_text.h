#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "commands/table.h"
#include "core/kube/status/status.h"

namespace aictl::commands {

enum class Columns : std::uint8_t { usual, wide };

/// `absent` as `not there`, all other states by their names.
std::string_view stateText(kube::State state);

/// `pods: 2 ready, 3 updated of 3; main: 1 ready, CrashLoopBackOff`: what a status shows of progress.
std::string progressText(const Value& progress);

/// The cells of a table of statuses; the usual columns say the namespace of what is in another than its
/// stack. `now` is in seconds since 1970, for ages.
std::vector<std::string> statusHead(Columns columns);
std::vector<std::string> statusRow(const kube::Member& member, Columns columns, std::int64_t now);

/// A table with a head: entry, object, state, progress, age, message; wide also namespace and URL. `now` is
/// in seconds since 1970, for ages.
std::string statusTable(std::span<const kube::Member> members, Columns columns, std::int64_t now,
                        const Layout& layout = {});

/// `{stack, entry, apiVersion, kind, namespace, name, uid, state, progress, message, url, created, started,
/// ended}`: all keys are always there, and null where there is nothing to say.
Value memberValue(const kube::Member& member);

/// `{schema, objects: […]}` of such.
Value statusValue(std::span<const kube::Member> members);

}  // namespace aictl::commands
