#include "core/pack/git.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include "core/base/cache_folder.h"
#include "core/base/digest.h"
#include "core/base/file.h"
#include "core/base/text.h"
#include "core/pack/libgit2.h"

namespace aictl::pack {
namespace {

namespace fs = std::filesystem;

/// Owns what the library gave, and gives it back with the library's own function.
template <class T>
class Owned {
 public:
  explicit Owned(void (*release)(T*)) : release_(release) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    if (pointer_ != nullptr) release_(pointer_);
  }
  T** out() { return &pointer_; }
  T* get() const { return pointer_; }

 private:
  void (*release_)(T*);
  T* pointer_ = nullptr;
};

Failure fault(ExitCode code, std::string message, std::string remedy = {}) {
  return {code, Finding{.rule = "git", .message = std::move(message), .remedy = std::move(remedy)}};
}

Failure libraryMissing() {
  return fault(ExitCode::notHere,
               "libgit2 is needed for packs from git, and is not installed (" + libGit2Name() + ")",
               "install it, or name the pack as a folder");
}

/// Where the cache has the files of a commit; "" where there is no cache.
std::string placeOf(const std::string& url, const std::string& commit) {
  const std::string cache = cacheFolder();
  return cache.empty() ? "" : (fs::path(cache) / "packs" / sha256(url).substr(0, 16) / commit).string();
}

Value exactTag(const LibGit2& git, git_repository* repository) {
  git_describe_options options = GIT_DESCRIBE_OPTIONS_INIT;
  options.describe_strategy = GIT_DESCRIBE_TAGS;
  options.max_candidates_tags = 0;
  Owned<git_describe_result> result(git.describe_result_free);
  if (git.describe_workdir(result.out(), repository, &options) != 0) return {};
  git_buf text = GIT_BUF_INIT;
  Value tag;
  if (git.describe_format(&text, result.get(), nullptr) == 0)
    tag = Value(std::string_view(text.ptr, text.size));
  git.buf_dispose(&text);
  return tag;
}

/// Whether a tracked file differs from the commit.
bool isDirty(const LibGit2& git, git_repository* repository) {
  git_status_options options = GIT_STATUS_OPTIONS_INIT;
  options.show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR;
  options.flags = 0;
  Owned<git_status_list> list(git.status_list_free);
  return git.status_list_new(list.out(), repository, &options) == 0 &&
         git.status_list_entrycount(list.get()) > 0;
}

/// Whether a folder or one above it looks like a repository. Opening libgit2 costs more than to look.
bool mayBeInRepository(const std::string& folder) {
  std::error_code error;
  fs::path above = fs::absolute(folder.empty() ? "." : folder, error);
  for (; !error; above = above.parent_path()) {
    // A repository without files of its own has no .git, and its HEAD in the folder itself.
    if (fs::exists(above / ".git", error) || fs::exists(above / "HEAD", error)) return true;
    if (above == above.root_path()) return false;
  }
  return true;
}

std::unique_ptr<Owned<git_repository>> openRepository(const std::string& folder) {
  if (!mayBeInRepository(folder)) return nullptr;
  const LibGit2* git = libGit2();
  if (git == nullptr) return nullptr;
  auto repository = std::make_unique<Owned<git_repository>>(git->repository_free);
  const int opened =
      git->repository_open_ext(repository->out(), folder.empty() ? "." : folder.c_str(), 0, nullptr);
  return opened == 0 ? std::move(repository) : nullptr;
}

/// The id of the commit that a reference stands at; "" where it is none.
std::string commitOf(const LibGit2& git, const git_reference* reference) {
  Owned<git_object> commit(git.object_free);
  if (git.reference_peel(commit.out(), reference, GIT_OBJECT_COMMIT) != 0) return {};
  return git.oid_tostr_s(git.object_id(commit.get()));
}

/// Host and path of `origin`; "" where there is none.
std::string remoteOf(const LibGit2& git, git_repository* repository) {
  Owned<git_remote> origin(git.remote_free);
  if (git.remote_lookup(origin.out(), repository, "origin") != 0) return {};
  return hostAndPath(git.remote_url(origin.get()));
}

int agentKey(git_credential** credential, const char* /*url*/, const char* user, unsigned int allowed,
             void* tried) {
  // Asked again after a refusal: the agent has nothing better to offer.
  auto& wasTried = *static_cast<bool*>(tried);
  if (wasTried || (allowed & GIT_CREDENTIAL_SSH_KEY) == 0) return GIT_EAUTH;
  wasTried = true;
  return libGit2()->credential_ssh_key_from_agent(credential, user);
}

Failure unreachable(const LibGit2& git, const std::string& url) {
  return fault(ExitCode::noAnswer,
               "the repository " + hostAndPath(url) + " cannot be read: " + git.lastError());
}

/// Fetches all branches and tags into a new repository, and puts the files of the commit into its folder.
std::optional<Failure> checkOut(const LibGit2& git, const std::string& url, const std::string& commit,
                                const std::string& folder) {
  Owned<git_repository> repository(git.repository_free);
  Owned<git_remote> remote(git.remote_free);
  git_fetch_options options = GIT_FETCH_OPTIONS_INIT;
  bool tried = false;
  options.callbacks.credentials = agentKey;
  options.callbacks.payload = &tried;
  std::array<char*, 2> specs{
      const_cast<char*>("+refs/heads/*:refs/remotes/origin/*"),  // NOLINT: the API is not const
      const_cast<char*>("+refs/tags/*:refs/tags/*")};            // NOLINT
  const git_strarray refspecs{specs.data(), specs.size()};
  if (git.repository_init(repository.out(), folder.c_str(), 0) != 0 ||
      git.remote_create_anonymous(remote.out(), repository.get(), url.c_str()) != 0 ||
      git.remote_fetch(remote.get(), &refspecs, &options, nullptr) != 0) {
    return unreachable(git, url);
  }
  // By its id, which no branch or tag can pretend to be.
  git_oid id{};
  Owned<git_object> object(git.object_free);
  if (git.oid_fromstr(&id, commit.c_str()) != 0 ||
      git.object_lookup(object.out(), repository.get(), &id, GIT_OBJECT_COMMIT) != 0) {
    return fault(ExitCode::badInput, "the repository " + hostAndPath(url) + " has no commit " + commit,
                 "run 'aictl pack lock' to lock the pack anew");
  }
  git_checkout_options checkout = GIT_CHECKOUT_OPTIONS_INIT;
  checkout.checkout_strategy = GIT_CHECKOUT_FORCE;
  if (git.checkout_tree(repository.get(), object.get(), &checkout) != 0) {
    return fault(ExitCode::badInput,
                 "the files of " + hostAndPath(url) + " cannot be written: " + git.lastError());
  }
  return std::nullopt;
}

}  // namespace

std::string hostAndPath(std::string_view url) {
  if (const auto scheme = url.find("://"); scheme != std::string_view::npos) {
    url.remove_prefix(scheme + 3);
  } else if (const auto colon = url.find(':'); colon < url.find('/')) {
    // The form of scp: `user@host:path`.
    return hostAndPath("ssh://" + std::string(url.substr(0, colon)) + "/" +
                       std::string(url.substr(colon + 1)));
  }
  url = url.substr(0, url.find_first_of("?#"));
  const auto slash = std::min(url.find('/'), url.size());
  std::string_view host = url.substr(0, slash);
  if (const auto user = host.rfind('@'); user != std::string_view::npos) host.remove_prefix(user + 1);
  if (const auto port = host.rfind(':'); port != std::string_view::npos && !host.ends_with(']'))
    host = host.substr(0, port);
  std::string_view path = url.substr(slash);
  while (path.starts_with("//")) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  return lowered(host).append(path);
}

Value repositoryFacts(const std::string& folder) {
  Value facts = Value::map({{"commit", {}}, {"branch", {}}, {"tag", {}}, {"dirty", {}}, {"remote", {}}});
  const auto repository = openRepository(folder);
  if (!repository) return facts;
  const LibGit2& git = *libGit2();
  Owned<git_reference> head(git.reference_free);
  if (git.repository_head(head.out(), repository->get()) == 0) {
    if (const std::string commit = commitOf(git, head.get()); !commit.empty()) facts.set("commit", commit);
    if (git.repository_head_detached(repository->get()) == 0) {
      facts.set("branch", Value(git.reference_shorthand(head.get())));
    }
    facts.set("tag", exactTag(git, repository->get()));
  }
  facts.set("dirty", isDirty(git, repository->get()));
  if (const std::string remote = remoteOf(git, repository->get()); !remote.empty())
    facts.set("remote", remote);
  return facts;
}

Provenance provenanceOf(const std::string& folder) {
  const auto repository = openRepository(folder);
  if (!repository) return {};
  const LibGit2& git = *libGit2();
  Provenance provenance{.remote = remoteOf(git, repository->get())};
  Owned<git_reference> head(git.reference_free);
  if (git.repository_head(head.out(), repository->get()) == 0) provenance.commit = commitOf(git, head.get());
  return provenance;
}

Result<std::string> remoteCommit(const std::string& url, const std::string& ref) {
  const LibGit2* git = libGit2();
  if (git == nullptr) return libraryMissing();
  git_oid oid{};
  if (ref.size() == GIT_OID_HEXSZ && git->oid_fromstr(&oid, ref.c_str()) == 0) return lowered(ref);

  Owned<git_remote> remote(git->remote_free);
  git_remote_callbacks callbacks = GIT_REMOTE_CALLBACKS_INIT;
  bool tried = false;
  callbacks.credentials = agentKey;
  callbacks.payload = &tried;
  const git_remote_head** heads = nullptr;
  std::size_t count = 0;
  if (git->remote_create_detached(remote.out(), url.c_str()) != 0 ||
      git->remote_connect(remote.get(), GIT_DIRECTION_FETCH, &callbacks, nullptr, nullptr) != 0 ||
      git->remote_ls(&heads, &count, remote.get()) != 0) {
    return unreachable(*git, url);
  }
  // An annotated tag is an object of its own: `^{}` stands for the commit that it is of.
  for (const std::string& name : {"refs/tags/" + ref + "^{}", "refs/tags/" + ref, "refs/heads/" + ref, ref}) {
    for (std::size_t i = 0; i < count; ++i) {
      if (heads[i]->name == name) return std::string(git->oid_tostr_s(&heads[i]->oid));
    }
  }
  return fault(ExitCode::badInput,
               "the repository " + hostAndPath(url) + " has no branch or tag '" + ref + "'");
}

Result<std::string> keptCommit(const std::string& url, const std::string& ref, const std::string& commit) {
  const std::string folder = placeOf(url, commit);
  std::error_code error;
  if (!folder.empty() && fs::is_directory(folder, error)) return folder;
  return fault(ExitCode::notHere, "the pack " + hostAndPath(url) + " at " + ref + " is not fetched yet");
}

Result<std::string> fetchCommit(const std::string& url, const std::string& ref, const std::string& commit) {
  const fs::path folder = placeOf(url, commit);
  if (folder.empty()) {
    return fault(ExitCode::badInput, "there is no folder to keep packs from git in",
                 "set HOME or XDG_CACHE_HOME to an absolute path");
  }
  std::error_code error;
  if (fs::is_directory(folder, error)) return folder.string();
  const LibGit2* git = libGit2();
  if (git == nullptr) return libraryMissing();
  fs::create_directories(folder.parent_path(), error);
  // Made beside its place and moved there whole: another run may fetch the same at the same time.
  std::string beside = folder.string() + ".XXXXXX";
  if (error || ::mkdtemp(beside.data()) == nullptr) {
    return fault(ExitCode::badInput, "packs cannot be kept in " + folder.parent_path().string() + ": " +
                                         systemMessage(error ? error.value() : errno));
  }
  if (auto failure = checkOut(*git, url, commit, beside)) {
    fs::remove_all(beside, error);
    failure->findings.front().evidence = "pack " + hostAndPath(url) + " at " + ref;
    return *failure;
  }
  fs::rename(beside, folder, error);
  if (!error) return folder.string();
  const int reason = error.value();
  fs::remove_all(beside, error);
  if (fs::is_directory(folder, error)) return folder.string();
  return fault(ExitCode::badInput, folder.string() + ": " + systemMessage(reason));
}

}  // namespace aictl::pack
