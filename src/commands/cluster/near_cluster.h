#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "commands/cluster/cluster.h"
#include "core/base/value.h"

namespace aictl::commands {

/// The cluster at hand, for a look that must not take long: where none is configured, or it does not answer
/// within two seconds, or not to this user, there is none. From the first request without an answer on it is
/// not asked again.
class NearCluster {
 public:
  NearCluster(Context& context, const kube::AccessOptions& options);

  bool isThere() const { return connection_.has_value(); }
  /// Where requests went, as `context 'prod'`; "" where no cluster is configured.
  const std::string& name() const { return name_; }

  /// `{nvidia.com/gpu: 8}`: of the extended resources of its first hundred nodes the most that one has.
  const Value& resources() const { return resources_; }

  /// Whether it serves the kind; none where there is no cluster.
  std::optional<bool> has(const std::string& apiVersion, const std::string& kind);

  /// The names of the objects, in the namespace where the resource has namespaces; none of what it has not.
  std::vector<std::string> objects(const kube::Resource& resource);

 private:
  std::optional<Connection> connection_;
  std::string name_;
  Value resources_ = Value::map();
};

}  // namespace aictl::commands
