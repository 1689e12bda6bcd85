#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/finding.h"
#include "core/base/origin.h"
#include "core/base/value.h"
#include "core/jsone/jsone.h"

namespace aictl::pack {

/// The files of one pack, wherever they are. Paths are from the pack's root, with `/` and with `.yaml`.
class Files {
 public:
  virtual ~Files() = default;

  /// The documents of a file; none where the pack has no such file. Faults in it become findings, and then
  /// the documents before the fault are given.
  virtual std::optional<std::vector<Value>> read(std::string_view path, Findings& findings) = 0;

  /// The names of the `.yaml` files of a folder, without the suffix, sorted.
  virtual std::vector<std::string> list(std::string_view folder) = 0;

  /// The folders at the root that hold a `template.yaml`, sorted.
  virtual std::vector<std::string> templates() = 0;

  /// Their expressions, where they were parsed ahead; nullptr where not.
  virtual const jsone::SyntaxTrees* trees() const { return nullptr; }
};

/// The pack that is compiled in. A file becomes a source (`templates/train/template.yaml`) when it is read.
std::unique_ptr<Files> builtinFiles(Sources& sources);

/// A pack in a folder. Its files become sources under the folder's name. Links that lead out of the folder
/// are not followed.
std::unique_ptr<Files> folderFiles(std::string folder, Sources& sources);

}  // namespace aictl::pack
