#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/finding.h"
#include "core/base/origin.h"
#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::kube {

/// What the command line says about the cluster: kubectl's options of the same names; "" for none.
struct AccessOptions {
  std::string kubeconfig;
  std::string context;
  std::string cluster;
  std::string user;
  std::string namespaceName;
  std::string as;
  std::string asUid;
  std::vector<std::string> asGroups;

  /// What a person's configuration says: strings with their places, null for nothing. It goes over the
  /// kubeconfig's current context and over the context's namespace; in a pod there is no context.
  Value preferredContext = {};
  Value preferredNamespace = {};
};

/// Where a cluster is and how it proves that it is the one.
struct Cluster {
  std::string name;
  std::string server;                ///< URL, without a slash at its end
  std::string certificateAuthority;  ///< PEM; "" for those that the machine trusts
  std::string tlsServerName;
  std::string proxyUrl;
  bool verified = true;  ///< false for insecure-skip-tls-verify
};

/// A program that gives credentials (client.authentication.k8s.io).
struct ExecPlugin {
  enum class Interaction { never, ifAvailable, always };

  std::string apiVersion;
  std::string command;  ///< a name to find in PATH, or an absolute path
  std::vector<std::string> arguments;
  std::vector<std::pair<std::string, std::string>> environment;  ///< set in addition to our own
  std::string installHint;
  std::string clusterConfig;  ///< JSON of the cluster's extension for plugins; "" for none
  Interaction interaction = Interaction::ifAvailable;
  bool wantsCluster = false;  ///< provideClusterInfo
};

/// Who asks. All of it is secret but the names.
struct User {
  std::string name;
  std::string clientCertificate;  ///< PEM
  std::string clientKey;          ///< PEM
  std::string token;
  std::string tokenFile;  ///< read again as it is replaced; before `token`
  std::string userName;   ///< basic authentication
  std::string password;
  std::optional<ExecPlugin> plugin;

  std::string as;  ///< impersonation
  std::string asUid;
  std::vector<std::string> asGroups;
  std::vector<std::pair<std::string, std::string>> asExtras;
};

/// All that is needed to talk to a cluster.
struct Access {
  std::string context;  ///< "" in a pod
  Cluster cluster;
  User user;
  std::string namespaceName;  ///< of the options, else the preferred one, else of the context, else `default`
  Findings warnings;          ///< such as a certificate that is not verified
};

/// Finds and reads the kubeconfig as kubectl does: `options.kubeconfig` alone where given; else the files
/// of `KUBECONFIG`, the first that has a context, cluster, user or the current context wins; else
/// `~/.kube/config`; and where none of these is there, the service account of the pod. Files named in it
/// are read. Each fault is ExitCode::badInput, with its place in the file; no message holds a secret.
/// The files are added to `sources` by name, without their text.
Result<Access> readAccess(const AccessOptions& options, Sources& sources);

}  // namespace aictl::kube
