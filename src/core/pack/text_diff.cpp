#include "core/pack/text_diff.h"

#include "core/pack/libgit2.h"

namespace aictl::pack {
namespace {

/// The diff begins at the line of the old name: what git says before is of its index.
std::string fromNames(std::string_view text) {
  const std::size_t begin = text.find("--- ");
  return begin == std::string_view::npos ? std::string() : std::string(text.substr(begin));
}

}  // namespace

std::optional<std::string> unifiedDiff(std::string_view before, std::string_view after,
                                       const std::string& name) {
  const LibGit2* git = libGit2();
  if (git == nullptr) return std::nullopt;
  git_patch* patch = nullptr;
  git_diff_options options = GIT_DIFF_OPTIONS_INIT;
  options.flags = GIT_DIFF_FORCE_TEXT;
  if (git->patch_from_buffers(&patch, before.data(), before.size(), name.c_str(), after.data(), after.size(),
                              name.c_str(), &options) != 0) {
    return std::nullopt;
  }
  git_buf text = GIT_BUF_INIT;
  std::string result;
  if (git->patch_to_buf(&text, patch) == 0) result = fromNames({text.ptr, text.size});
  git->buf_dispose(&text);
  git->patch_free(patch);
  return result;
}

}  // namespace aictl::pack
