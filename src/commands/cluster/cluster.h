#pragma once

#include <memory>
#include <optional>

#include "commands/command.h"
#include "commands/options.h"
#include "commands/stack/stack_input.h"
#include "core/kube/api/discovery.h"
#include "core/kube/api/manifest.h"
#include "core/kube/connection/client.h"

namespace aictl::commands {

/// A cluster that can be talked to.
struct Connection {
  std::unique_ptr<kube::Client> client;
  std::unique_ptr<kube::Discovery> discovery;
};

/// A stack that is rendered for the cluster that it goes to.
struct Bound {
  StackInput input;
  kube::Access access;
};

/// Finds the cluster, as kube::readAccess does, with what the configuration says where the options and the
/// stack say nothing.
Result<kube::Access> accessTo(Context& context, kube::AccessOptions options);

/// Finds the cluster, whose context gives the namespace where the stack has none, and renders the entries for
/// it. `findings` are those of loading the stack. What is wrong is shown, a fault of the stack alone: it is
/// told without a cluster at hand. A Failure here and below has been shown; only its code is of use.
Result<Bound> bindToCluster(Context& context, stack::Stack stack, const std::vector<std::string>& names,
                            Findings findings, ClusterOptions options);

/// Opens the connection. Nothing is sent yet.
Result<Connection> connect(Context& context, kube::Access access, const ClusterOptions& options);

/// Whether the stack may go to this cluster: its `context:` allows it, and where there are environments, one
/// is chosen. What speaks against it is shown.
bool mayUse(Context& context, const stack::Stack& stack, const stack::Options& options,
            const kube::Access& access);

/// Manifests in waves, as the cluster takes them: namespaces and definitions of kinds first, then by the
/// references of entries. Each carries the label of its ApplySet. The objects are taken out of the input, so
/// that many are there once.
kube::Waves wavesOf(StackInput& input);

}  // namespace aictl::commands
