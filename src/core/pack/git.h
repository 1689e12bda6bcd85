#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::pack {

/// What is known of the git repository around a folder: `{commit, branch, tag, dirty, remote}`. `remote` is
/// host and path alone, without credentials, the same for SSH and HTTPS. All are null where there is no
/// repository, or where libgit2 is not installed.
Value repositoryFacts(const std::string& folder);

/// The commit that a ref (branch, tag or commit) of a remote repository names now.
Result<std::string> remoteCommit(const std::string& url, const std::string& ref);

/// The folder with the files of a remote repository at a commit, fetched into the cache where it is not there
/// yet. ExitCode::noAnswer where the remote cannot be reached, notHere where libgit2 is not installed.
Result<std::string> fetchCommit(const std::string& url, const std::string& ref, const std::string& commit);

}  // namespace aictl::pack
