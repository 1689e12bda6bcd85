#pragma once

#include <span>
#include <string_view>

namespace aictl::commands {

/// The form of a document that aictl writes, as JSON Schema: a file of commands/schemas.
struct DocumentSchema {
  std::string_view name;  ///< `rdma-bench`
  std::string_view text;
};

/// In the order of their names; written by the build (src/CMakeLists.txt).
std::span<const DocumentSchema> documentSchemas();

}  // namespace aictl::commands
