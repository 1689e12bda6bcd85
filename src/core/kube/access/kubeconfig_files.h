#pragma once

#include <string>
#include <vector>

#include "core/base/origin.h"
#include "core/base/result.h"
#include "core/base/value.h"

namespace aictl::kube {

/// Bytes of a kubeconfig, and of a file that it names.
constexpr std::size_t kubeconfigLimit = 10U << 20U;

/// The kubeconfig files of a user, merged by kubectl's rules: of a name that several files have, the first
/// file counts, and so it does for the current context.
struct Kubeconfig {
  struct Named {
    Value name;
    Value body;  ///< what stands under `cluster`, `user` or `context`; null where nothing does
  };
  struct File {
    std::uint16_t number = 0;
    std::string path;
  };

  std::vector<File> files;
  std::vector<Named> contexts;
  std::vector<Named> clusters;
  std::vector<Named> users;
  Value currentContext;

  bool empty() const { return contexts.empty() && clusters.empty() && users.empty(); }
  /// The path as it stands in a file, from that file's folder.
  std::string resolved(const Value& path) const;
};

/// nullptr where there is none of that name.
const Kubeconfig::Named* find(const std::vector<Kubeconfig::Named>& all, std::string_view name);

/// Reads `path` alone where given; else what `KUBECONFIG` lists; else `~/.kube/config`. Of the latter two,
/// files that are not there are passed over. Faults are thrown as Failure.
Kubeconfig readKubeconfigFiles(const std::string& path, Sources& sources);

}  // namespace aictl::kube
