#pragma once

#include <memory>
#include <string>
#include <vector>

#include "commands/cluster/cluster.h"
#include "commands/fleet/options.h"
#include "core/fleet/fleet.h"

namespace aictl::commands {

/// A cluster, and the nodes of it on which something is to run.
class FleetSession {
 public:
  /// Finds the cluster and the nodes. What is wrong is shown, a Failure too; so is which nodes are left out.
  static Result<std::unique_ptr<FleetSession>> open(Context& context, const FleetOptions& options);

  const std::vector<std::string>& nodes() const { return nodes_; }
  fleet::Fleet& fleet() { return *fleet_; }

  /// Says what is started, and what it needs of the cluster.
  void announce(fleet::Access access);

 private:
  FleetSession(Context& context, Connection connection, std::shared_ptr<pack::Packs> packs,
               fleet::PodForm form)
      : context_(context),
        connection_(std::move(connection)),
        packs_(std::move(packs)),
        form_(std::move(form)) {}

  std::optional<Failure> findNodes(const FleetOptions& options, const std::vector<std::string>& ofEntries);
  std::optional<Failure> leaveBusyOut();

  Context& context_;
  Connection connection_;
  std::shared_ptr<pack::Packs> packs_;
  fleet::PodForm form_;
  std::unique_ptr<fleet::Fleet> fleet_;
  std::vector<std::string> nodes_;
};

}  // namespace aictl::commands
