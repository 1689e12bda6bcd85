#pragma once

#include <string>

#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::pack {

/// What is known of the git repository around a folder: `{commit, branch, tag, dirty, remote}`. All are null
/// where there is no repository, or where libgit2 is not installed.
Value repositoryFacts(const std::string& folder);

/// Where the files of a folder come from; "" each where that is not known.
struct Provenance {
  std::string commit;
  std::string remote;  ///< host and path of `origin`, without credentials
};

/// The part of repositoryFacts that needs no look at the files, which a large repository has many of.
Provenance provenanceOf(const std::string& folder);

/// Where a repository is, without credentials and the same for SSH and HTTPS: host and path, as in
/// `github.com/org/repo` for `git@github.com:org/repo.git`.
std::string hostAndPath(std::string_view url);

/// The commit that a ref (branch, tag or commit) of a remote repository names now.
Result<std::string> remoteCommit(const std::string& url, const std::string& ref);

/// The folder with the files of a remote repository at a commit, fetched into the cache where it is not there
/// yet. `commit` is as remoteCommit gave it. ExitCode::noAnswer where the remote cannot be reached, notHere
/// where libgit2 is not installed.
Result<std::string> fetchCommit(const std::string& url, const std::string& ref, const std::string& commit);

/// The same without fetching: notHere where the cache does not have it.
Result<std::string> keptCommit(const std::string& url, const std::string& ref, const std::string& commit);

}  // namespace aictl::pack
