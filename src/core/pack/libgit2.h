#pragma once

#include <git2.h>

#include <string>

/// libgit2, opened at first use: linked, it would cost every run more than all the rest. The functions are
/// those of the library's own header; it is taken only at the very version that was built against, since its
/// structures change between versions.
namespace aictl::pack {

struct LibGit2 {
  // The library's own names without their prefix; a name that is declared stands in no parentheses.
  // NOLINTBEGIN(bugprone-macro-parentheses)
#define AICTL_GIT_FUNCTIONS(use)                                                                           \
  use(libgit2_init) use(error_last) use(oid_tostr_s) use(oid_fromstr) use(repository_open_ext)             \
      use(repository_free) use(repository_head) use(repository_head_detached) use(repository_init)         \
          use(reference_free) use(reference_shorthand) use(reference_peel) use(object_id) use(object_free) \
              use(object_lookup) use(object_peel) use(describe_workdir) use(describe_format)               \
                  use(describe_result_free) use(buf_dispose) use(status_list_new)                          \
                      use(status_list_entrycount) use(status_list_free) use(remote_lookup) use(remote_url) \
                          use(remote_free) use(remote_create_detached) use(remote_create_anonymous)        \
                              use(remote_connect) use(remote_ls) use(remote_fetch) use(checkout_tree)      \
                                  use(credential_ssh_key_from_agent) use(patch_from_buffers)               \
                                      use(patch_to_buf) use(patch_free)
#define AICTL_GIT_MEMBER(function) decltype(&git_##function) function = nullptr;
  AICTL_GIT_FUNCTIONS(AICTL_GIT_MEMBER)
#undef AICTL_GIT_MEMBER
  // NOLINTEND(bugprone-macro-parentheses)

  /// What the last call that failed says of it.
  std::string lastError() const;
};

/// The library, opened once; nullptr where it is not installed at the version that was built against.
const LibGit2* libGit2();

/// The file name that is looked for, as `libgit2.so.1.5`.
std::string libGit2Name();

}  // namespace aictl::pack
