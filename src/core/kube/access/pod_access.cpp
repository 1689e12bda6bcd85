#include "core/kube/access/pod_access.h"

#include <fmt/format.h>

#include <cstdlib>

#include "core/base/file.h"
#include "core/kube/access/kubeconfig_files.h"
namespace aictl::kube {

std::optional<Access> podAccess(const std::string& folder) {
  const char* host = std::getenv("KUBERNETES_SERVICE_HOST");
  const char* port = std::getenv("KUBERNETES_SERVICE_PORT");
  if (host == nullptr || port == nullptr || *host == '\0' || *port == '\0') return std::nullopt;
  const std::string tokenFile = folder + "/token";
  if (!readFile(tokenFile, kubeconfigLimit)) return std::nullopt;

  Access access;
  const bool six = std::string_view(host).find(':') != std::string_view::npos;
  access.cluster.name = "in-cluster";
  access.cluster.server =
      six ? fmt::format("https://[{}]:{}", host, port) : fmt::format("https://{}:{}", host, port);
  if (Result<std::string> authority = readFile(folder + "/ca.crt", kubeconfigLimit)) {
    access.cluster.certificateAuthority = *std::move(authority);
  }
  access.user.name = "service account";
  access.user.tokenFile = tokenFile;
  if (Result<std::string> name = readFile(folder + "/namespace", kubeconfigLimit))
    access.namespaceName = *std::move(name);
  return access;
}

}  // namespace aictl::kube
