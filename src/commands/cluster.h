#pragma once

#include <memory>
#include <optional>

#include "commands/command.h"
#include "commands/options.h"
#include "commands/stack_input.h"
#include "core/kube/apply.h"
#include "core/kube/client.h"
#include "core/kube/discovery.h"

namespace aictl::commands {

/// A cluster that can be talked to.
struct Connection {
  std::unique_ptr<kube::Client> client;
  std::unique_ptr<kube::Discovery> discovery;
};

/// Finds the cluster; what is wrong with the kubeconfig is shown, and then the exit code is given.
Result<kube::Access> findCluster(Context& context, const ClusterOptions& options);

/// Opens the connection. Nothing is sent yet.
Result<Connection> connect(Context& context, kube::Access access, const ClusterOptions& options);

/// Whether the stack may go to this cluster: its `context:` allows it, and where there are environments, one
/// is chosen. What speaks against it is shown.
bool mayUse(Context& context, const stack::Stack& stack, const stack::Options& options, const kube::Access& access);

/// Manifests in waves, as the cluster takes them: namespaces and definitions of kinds first, then by the
/// references of entries. Each carries the label of its ApplySet.
kube::Waves wavesOf(const StackInput& input);

/// `applyset-<base64url(sha256(NAME.NAMESPACE.KIND.GROUP))>-v1` of the stack's parent, a ConfigMap of the
/// stack's namespace (KEP-3659).
std::string applySetId(const std::string& stack, const std::string& nameSpace);

}  // namespace aictl::commands
