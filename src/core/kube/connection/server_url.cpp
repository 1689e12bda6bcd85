#include "core/kube/connection/server_url.h"

namespace aictl::kube {

bool ServerUrl::local() const { return host == "localhost" || host == "::1" || host.starts_with("127."); }

ServerUrl serverUrl(std::string_view url) {
  ServerUrl parts;
  const std::size_t schemeEnd = url.find("://");
  parts.scheme = url.substr(0, schemeEnd);
  url.remove_prefix(schemeEnd + 3);
  const std::size_t pathStart = std::min(url.find('/'), url.size());
  parts.path = url.substr(pathStart);
  std::string_view authority = url.substr(0, pathStart);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  parts.authority = authority;

  std::string_view port;
  if (authority.starts_with('[')) {
    const std::size_t end = std::min(authority.find(']'), authority.size());
    parts.host = authority.substr(1, end - 1);
    port = authority.substr(std::min(end + 1, authority.size()));
  } else {
    const std::size_t colon = std::min(authority.rfind(':'), authority.size());
    parts.host = authority.substr(0, colon);
    port = authority.substr(colon);
  }
  if (port.starts_with(':')) port.remove_prefix(1);
  parts.port = port.empty() ? (parts.scheme == "http" ? "80" : "443") : port;
  return parts;
}

}  // namespace aictl::kube
