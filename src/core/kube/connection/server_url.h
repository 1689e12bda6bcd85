#pragma once

#include <string>
#include <string_view>

namespace aictl::kube {

/// The parts of a server's URL: `https`, `[::1]:6443`, `::1`, `6443`, `/k8s/clusters/c-1`.
struct ServerUrl {
  std::string scheme;
  std::string authority;  ///< host and port as written, without user and password
  std::string host;       ///< without brackets
  std::string port;       ///< the scheme's own where none is written
  std::string path;

  /// Whether the host is this machine (`localhost`, 127.0.0.0/8, ::1): never asked through a proxy of the
  /// environment, as Go's programs do.
  bool local() const;
};

/// Takes a URL apart that begins with `http://` or `https://`.
ServerUrl serverUrl(std::string_view url);

}  // namespace aictl::kube
