#pragma once

#include <span>
#include <string>

#include "core/stack/stack.h"

namespace aictl::commands {

/// A stack as a Mermaid flowchart, which code hosts draw: a box for each wave of an apply, in it the entries
/// that were rendered with their objects, and an arrow from each entry to those that refer to it. Manifests
/// that the stack has as they are stand alone.
std::string mermaid(const stack::Stack& stack, std::span<const stack::Rendered> manifests);

}  // namespace aictl::commands
