#pragma once

#include <atomic>
#include <chrono>

#include "core/base/value.h"
#include "core/kube/access/kubeconfig.h"
#include "core/kube/access/kubeconfig_files.h"

namespace aictl::kube {

/// Reads the `exec` of a user. `cluster` is the body of the cluster, for a plugin that wants to know it.
/// Faults are thrown as Failure.
ExecPlugin readExecPlugin(const Kubeconfig& all, const Value& exec, const Value& cluster);

/// What a plugin gave.
struct PluginCredentials {
  std::string token;
  std::string clientCertificate;  ///< PEM
  std::string clientKey;
  std::int64_t expires = 0;  ///< seconds since 1970; 0: does not
};

/// How long a plugin may take; longer where it talks to a person.
struct PluginTime {
  std::chrono::milliseconds alone{60'000};
  std::chrono::milliseconds interactive{300'000};
  const std::atomic<bool>* stop = nullptr;  ///< looked at meanwhile: true ends it
};

/// Runs the plugin without a shell and reads what it prints. What it writes to its standard error is seen by
/// the user. A Failure names the command and says what was wrong: not found, its exit code, no answer in
/// time, no ExecCredential, another version; or that it was stopped (interrupted). Nothing that it printed is
/// in it.
Result<PluginCredentials> runExecPlugin(const ExecPlugin& plugin, const Cluster& cluster,
                                        const PluginTime& time = {});

}  // namespace aictl::kube
