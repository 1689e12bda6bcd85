#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/stack/stack.h"

namespace aictl::commands {

/// A class of boxes that look alike.
struct Look {
  std::string_view name;   ///< `failed`
  std::string_view style;  ///< CSS, as Mermaid's classDef takes it
};

/// A box of a picture: an entry with its objects, or an object that is of no entry.
struct Box {
  std::string entry;                 ///< `train/a`; "" for none
  std::optional<std::size_t> wave;   ///< of an apply, from 0; none of what the stack file does not have
  std::vector<std::string> objects;  ///< a line each, as `job.batch/a`
  std::optional<Look> look;
};

/// The boxes of what was rendered, in its order.
std::vector<Box> boxesOf(std::span<const stack::Rendered> manifests);

/// A stack as a Mermaid flowchart, which code hosts draw: a frame for each wave of an apply, in it its boxes,
/// and an arrow to each entry from those that it refers to (`needs`, as stack::needs() gives it).
std::string mermaid(std::span<const Box> boxes, const std::map<std::string, std::vector<std::string>>& needs);

}  // namespace aictl::commands
