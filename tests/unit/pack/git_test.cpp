// What is known of a git repository. The repositories are made by git itself; without it, or without libgit2,
// there is nothing to look at.
#include "core/pack/git.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "core/pack/libgit2.h"
#include "packing.h"

using namespace aictl;
namespace fs = std::filesystem;

namespace {

/// Runs git, without a shell and without anything of the person's own settings. Gives its exit code.
int git(const std::string& folder, std::vector<std::string> arguments) {
  std::vector<std::string> words{"git",
                                 "-C",
                                 folder,
                                 "-c",
                                 "user.name=Test",
                                 "-c",
                                 "user.email=test@example.com",
                                 "-c",
                                 "init.defaultBranch=main",
                                 "-c",
                                 "commit.gpgsign=false",
                                 "-c",
                                 "tag.gpgsign=false"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> pointers;
  for (auto& word : words) pointers.push_back(word.data());
  pointers.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t child = 0;
  const int error = ::posix_spawnp(&child, "git", &actions, nullptr, pointers.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return -1;
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Whether there is something to test with; says what is missing.
bool canTest() {
  ::setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
  ::setenv("GIT_CONFIG_GLOBAL", "/dev/null", 1);
  static const bool hasGit = git("/", {"--version"}) == 0;
  if (!hasGit) WARN("skipped: git is not installed");
  if (pack::libGit2() == nullptr) WARN("skipped: " << pack::libGit2Name() << " is not installed");
  return hasGit && pack::libGit2() != nullptr;
}

/// A repository with one commit of one file.
struct Repository {
  TemporaryFolder folder;
  Repository() {
    run({"init", "-q"});
    folder.write("file", "content\n");
    run({"add", "file"});
    run({"commit", "-q", "-m", "first"});
  }
  void run(const std::vector<std::string>& arguments) const { REQUIRE(git(folder.path(), arguments) == 0); }
  Value facts() const { return pack::repositoryFacts(folder.path()); }
};

}  // namespace

TEST_CASE("a repository on a branch has a commit and the branch, and no tag or remote") {
  if (!canTest()) return;
  const Repository repository;
  const Value facts = repository.facts();
  CHECK(findString(facts, {"commit"}).size() == 40);
  CHECK(findString(facts, {"branch"}) == "main");
  CHECK(facts.find("tag")->isNull());
  CHECK(facts.find("remote")->isNull());
  CHECK(*facts.find("dirty") == Value(false));
}

TEST_CASE("a repository is found from a folder inside of it") {
  if (!canTest()) return;
  const Repository repository;
  fs::create_directories(repository.folder.path("deep/er"));
  CHECK(pack::repositoryFacts(repository.folder.path("deep/er")) == repository.facts());
}

TEST_CASE("a tracked file that changed makes a repository dirty, and a new one does not") {
  if (!canTest()) return;
  const Repository repository;
  repository.folder.write("new", "");
  CHECK(*repository.facts().find("dirty") == Value(false));
  repository.folder.write("file", "other\n");
  CHECK(*repository.facts().find("dirty") == Value(true));
}

TEST_CASE("a tag is one that stands at the commit itself") {
  if (!canTest()) return;
  const Repository repository;
  repository.run({"tag", "v1"});
  CHECK(findString(repository.facts(), {"tag"}) == "v1");
  repository.run({"tag", "-a", "v2", "-m", "annotated"});
  CHECK(findString(repository.facts(), {"tag"}) == "v2");
  repository.run({"commit", "-q", "--allow-empty", "-m", "second"});
  CHECK(repository.facts().find("tag")->isNull());
}

TEST_CASE("a detached head has a commit and no branch, one that is not born has neither") {
  if (!canTest()) return;
  const Repository repository;
  repository.run({"checkout", "-q", "--detach"});
  CHECK(findString(repository.facts(), {"commit"}).size() == 40);
  CHECK(repository.facts().find("branch")->isNull());
  const TemporaryFolder unborn;
  REQUIRE(git(unborn.path(), {"init", "-q"}) == 0);
  CHECK(pack::repositoryFacts(unborn.path()).find("commit")->isNull());
}

TEST_CASE("the remote is host and path of origin, without credentials") {
  if (!canTest()) return;
  const Repository repository;
  repository.run({"remote", "add", "origin", "https://user:secret@github.com/org/repo.git"});
  CHECK(findString(repository.facts(), {"remote"}) == "github.com/org/repo");
  repository.run({"remote", "set-url", "origin", "git@github.com:org/repo.git"});
  CHECK(findString(repository.facts(), {"remote"}) == "github.com/org/repo");
}

TEST_CASE("what a folder comes from is the commit and the remote, which the other facts hold too") {
  if (!canTest()) return;
  const Repository repository;
  repository.run({"remote", "add", "origin", "git@github.com:org/repo.git"});
  const auto [commit, remote] = pack::provenanceOf(repository.folder.path());
  CHECK(commit == findString(repository.facts(), {"commit"}));
  CHECK(remote == "github.com/org/repo");
  const TemporaryFolder elsewhere;
  CHECK(pack::provenanceOf(elsewhere.path()).commit.empty());
}

TEST_CASE("a folder in no repository has none of the facts, and all of their names") {
  const TemporaryFolder folder;
  CHECK(yaml::writeInline(pack::repositoryFacts(folder.path())) ==
        "{commit: null, branch: null, tag: null, dirty: null, remote: null}");
}

TEST_CASE("where a repository is, is told alike for all ways to reach it") {
  for (const auto* url :
       {"https://github.com/org/repo", "https://github.com/org/repo.git", "https://github.com/org/repo/",
        "https://GitHub.com/org/repo", "https://github.com:443/org/repo.git", "http://github.com/org/repo",
        "git@github.com:org/repo.git", "github.com:org/repo", "git@github.com:/org/repo.git",
        "ssh://git@github.com/org/repo.git", "ssh://git@github.com:22/org/repo",
        "git://github.com/org/repo.git"}) {
    INFO(url);
    CHECK(pack::hostAndPath(url) == "github.com/org/repo");
  }
}

TEST_CASE("no credential is left in where a repository is") {
  for (const auto* url :
       {"https://user:secret@host/r", "https://secret@host/r", "https://user:se@ret@host/r",
        "https://host/r?token=secret", "https://host/r#secret", "https://user:secret@host:8443/r.git"}) {
    INFO(url);
    CHECK(pack::hostAndPath(url).find("secret") == std::string::npos);
    CHECK(pack::hostAndPath(url).find("se@") == std::string::npos);
    CHECK(pack::hostAndPath(url).find("ret@") == std::string::npos);
  }
  CHECK(pack::hostAndPath("https://user:secret@host:8443/r.git") == "host/r");
}

TEST_CASE("a path that has an address of numbers, or none, is told as it is") {
  CHECK(pack::hostAndPath("ssh://git@[2001:db8::1]:2222/org/repo") == "[2001:db8::1]/org/repo");
  CHECK(pack::hostAndPath("https://[2001:db8::1]/org/repo") == "[2001:db8::1]/org/repo");
  CHECK(pack::hostAndPath("/srv/git/repo.git") == "/srv/git/repo");
  CHECK(pack::hostAndPath("file:///srv/git/repo.git") == "/srv/git/repo");
  CHECK(pack::hostAndPath("https://host") == "host");
  CHECK(pack::hostAndPath("") == "");
}

TEST_CASE("a ref of a remote is a branch, a tag (also an annotated one), or a commit") {
  if (!canTest()) return;
  const Repository repository;
  const std::string commit(findString(repository.facts(), {"commit"}));
  repository.run({"tag", "light"});
  repository.run({"tag", "-a", "heavy", "-m", "annotated"});
  const std::string url = "file://" + repository.folder.path();
  for (const std::string& ref : {std::string("main"), std::string("light"), std::string("heavy"), commit}) {
    INFO(ref);
    const auto found = pack::remoteCommit(url, ref);
    REQUIRE(found);
    CHECK(*found == commit);
  }
  const auto missing = pack::remoteCommit(url, "nothing");
  REQUIRE_FALSE(missing);
  CHECK(missing.failure().code == ExitCode::badInput);
  CHECK(missing.failure().findings.front().message.find("has no branch or tag 'nothing'") !=
        std::string::npos);
}

TEST_CASE("a remote that cannot be reached gives no trusted answer") {
  if (!canTest()) return;
  const TemporaryFolder folder;
  const auto found = pack::remoteCommit("file://" + folder.path("none"), "main");
  REQUIRE_FALSE(found);
  CHECK(found.failure().code == ExitCode::noAnswer);
}

TEST_CASE("the files of a commit are fetched into the person's cache once, and are those of that commit") {
  if (!canTest()) return;
  const Repository repository;
  const std::string commit(findString(repository.facts(), {"commit"}));
  repository.folder.write("file", "later\n");
  repository.run({"commit", "-q", "-a", "-m", "second"});
  const TemporaryFolder cache;
  ::setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
  const std::string url = "file://" + repository.folder.path();
  const auto folder = pack::fetchCommit(url, "main", commit);
  REQUIRE(folder);
  CHECK(folder->find(cache.path()) == 0);
  CHECK(Value(std::string_view("content\n")) ==
        Value(cache.read(folder->substr(cache.path().size() + 1) + "/file")));
  fs::remove_all(repository.folder.path());
  CHECK(*pack::fetchCommit(url, "main", commit) == *folder);
  ::unsetenv("XDG_CACHE_HOME");
}

TEST_CASE("a commit that a repository does not have is told, and leaves nothing in the cache") {
  if (!canTest()) return;
  const Repository repository;
  const TemporaryFolder cache;
  ::setenv("XDG_CACHE_HOME", cache.path().c_str(), 1);
  const auto folder = pack::fetchCommit("file://" + repository.folder.path(), "main", std::string(40, 'a'));
  REQUIRE_FALSE(folder);
  CHECK(folder.failure().findings.front().message.find("has no commit aaaa") != std::string::npos);
  CHECK(folder.failure().findings.front().remedy.find("aictl pack lock") != std::string::npos);
  std::size_t left = 0;
  for (const auto& entry : fs::recursive_directory_iterator(cache.path()))
    left += entry.is_regular_file() ? 1 : 0;
  CHECK(left == 0);
  ::unsetenv("XDG_CACHE_HOME");
}
