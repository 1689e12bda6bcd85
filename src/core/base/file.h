#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace aictl {

/// The content of a file, of at most `limit` bytes. Says in words what is wrong where it cannot be read
/// (not there, no right to read, a folder, too large). Waiting for a pipe ends when a signal comes that the
/// program handles: ExitCode::interrupted.
Result<std::string> readFile(const std::string& path, std::size_t limit);

/// Writes a file whole or not at all (a new file beside it, then a rename); folders above it must exist.
/// A device, a pipe or a link stays what it is, and is written into.
Result<bool> writeFile(const std::string& path, std::string_view content);

/// The same where nothing is of that name; what is there, be it a link that leads nowhere, is never touched:
/// a Failure with the rule `exists`. Nothing is left of a file that cannot be written whole.
Result<bool> writeNewFile(const std::string& path, std::string_view content);

/// What went wrong with a file, in a person's words: `no such file`, `permission denied` …
std::string systemMessage(int error);

}  // namespace aictl
