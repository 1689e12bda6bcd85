#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/stack/stack.h"

namespace aictl::commands {

struct RenderedFile {
  std::string name;  ///< stable: `train-resnet50-tfjob.yaml`
  std::string text;
};

/// A file each manifest, named by entry and kind, and by the object, its namespace and its group where that
/// is not enough; a plain one by kind and object.
std::vector<RenderedFile> renderedFiles(const std::vector<stack::Rendered>& manifests,
                                        std::string_view format);

/// Writes the files; those that an earlier run wrote and that are not made any more are removed. Which
/// files a run wrote stands in the folder's `.aictl-files`; others are never touched, and one of them that is
/// in the way is a Failure.
Result<bool> writeFolder(const std::string& folder, const std::vector<RenderedFile>& files);

/// A line each difference between the folder and the files: `missing NAME`, `differs NAME`, `stale NAME`.
std::vector<std::string> folderDifferences(const std::string& folder, const std::vector<RenderedFile>& files);

}  // namespace aictl::commands
