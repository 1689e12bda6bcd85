#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/kube/connection/client.h"

namespace aictl::kube {

/// A kind as manifests name it.
struct Kind {
  std::string apiVersion;  ///< `v1`, `apps/v1`
  std::string kind;
  friend bool operator==(const Kind&, const Kind&) = default;
};

/// The kind of a manifest; empty texts where it has none.
Kind kindOf(const Value& manifest);

/// `apps` of `apps/v1`, "" of `v1`.
std::string_view groupOf(std::string_view apiVersion);

/// How the server calls a kind.
struct Resource {
  Kind kind;
  std::string plural;
  bool namespaced = true;
  std::vector<std::string> shortNames = {};  ///< `deploy`, `po`

  /// `/apis/apps/v1/namespaces/ml/deployments`; without a namespace over all, or of no namespace.
  std::string collection(std::string_view namespaceName) const;
  /// `/apis/apps/v1/namespaces/ml/deployments/web`.
  std::string object(std::string_view namespaceName, std::string_view name) const;
};

/// Which kinds a server has. What was learnt is kept on disk, for the user alone, for six hours; a kind that
/// is not known is asked for again.
class Discovery {
 public:
  using Done = std::function<void(std::optional<Failure>)>;

  /// `folder` is where to keep it; "" for nowhere. See discoveryFolder().
  Discovery(Client& client, std::string folder);

  /// Learns the versions of groups that these kinds are of: those not known yet, and those where a kind is
  /// missed, all at once. That the server has no such group or kind is no Failure.
  std::optional<Failure> learn(std::span<const Kind> kinds);

  /// Asks for a version of a group anew, after a while; all happens in Client::run, at whose end `done` is
  /// called. Where there is no answer, what is known stays.
  void renew(const std::string& apiVersion, std::chrono::milliseconds delay, Done done);

  /// nullptr where the server has no such kind (or it was not learnt). Good until the next call of learn.
  const Resource* find(const Kind& kind) const;

  /// The kind that a person calls so, as `job`, `Jobs`, `po` or `job.batch`: of the first group that has
  /// one, in the server's order, and of the version that it prefers. nullptr where it has none. Asks the
  /// server for all that it has. Good until the next call of learn.
  Result<const Resource*> search(std::string_view name);

  /// Why find() gives nothing, in words: no such group, or which versions and kinds there are. Asks the
  /// server for its groups. `bringer` is the operator that brings the kind, "" where it is not known.
  Result<Finding> absence(const Kind& kind, std::string_view bringer);

  /// Forgets a version of a group, for when the server turned out to be another than it was.
  void forget(std::string_view apiVersion);

 private:
  struct Version {
    std::vector<Resource> resources;
    bool fresh = false;  ///< from the server, not from the disk
  };
  std::optional<Failure> take(const std::string& apiVersion, Result<Response>& response);
  bool readKept(const std::string& apiVersion);
  void keep(const std::string& apiVersion, const Version& version);

  Client& client_;
  std::string folder_;
  std::unordered_map<std::string, Version> versions_;
};

/// `$XDG_CACHE_HOME/aictl/discovery/SERVER` (or below `~/.cache`), a folder for each server and its
/// certificate authority; "" where there is no home.
std::string discoveryFolder(const Cluster& cluster);

}  // namespace aictl::kube
