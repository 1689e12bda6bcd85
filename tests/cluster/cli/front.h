#pragma once

#include <fmt/format.h>

#include <functional>
#include <memory>
#include <string>

#include "cluster/cli/cluster.h"
#include "unit/kube/small_server.h"

namespace aictl::test {

/// An answer of a server or of something before it, as `503 Service Unavailable`; with more headers, each
/// with its line end.
inline std::string httpAnswer(const std::string& status, const std::string& body,
                              const std::string& headers = "") {
  return fmt::format(
      "HTTP/1.1 {}\r\nContent-Type: application/json\r\nContent-Length: {}\r\nConnection: close\r\n{}\r\n{}",
      status, body.size(), headers, body);
}

/// An HTTP server before the shared control plane, as a load balancer is: it answers some requests itself and
/// passes all others on, one after another.
class Front {
 public:
  /// Its own answer to a request, of which it is given the line, as in `GET /api/v1/pods HTTP/1.1`; "" to
  /// pass it on.
  using Answer = std::function<std::string(const std::string& line)>;

  explicit Front(Answer answer) : answer_(std::move(answer)), client_(administrator()), server_(serving()) {}

  /// A kubeconfig that leads to it.
  std::string kubeconfig() const {
    return fmt::format(
        "apiVersion: v1\nkind: Config\ncurrent-context: c\n"
        "contexts: [{{name: c, context: {{cluster: c, user: u}}}}]\n"
        "clusters: [{{name: c, cluster: {{server: '{}'}}}}]\nusers: [{{name: u, user: {{token: t}}}}]\n",
        server_.url());
  }
  std::string url() const { return server_.url(); }

  /// So many requests with these words in their line there were.
  std::size_t count(const std::string& words) {
    const auto all = server_.requests();
    return static_cast<std::size_t>(std::ranges::count_if(
        all, [&](const std::string& request) { return lineOf(request).find(words) != std::string::npos; }));
  }

 private:
  static std::unique_ptr<kube::Client> administrator() {
    Sources sources;
    auto access = kube::readAccess({.kubeconfig = ControlPlane::shared().file("kubeconfig")}, sources);
    REQUIRE(access);
    auto client = kube::Client::open(*std::move(access), {});
    REQUIRE(client);
    return *std::move(client);
  }

  SmallServer::Answer serving() {
    return [this](int, const std::string& request) {
      const std::string own = answer_(lineOf(request));
      return own.empty() ? pass(request) : own;
    };
  }

  static std::string lineOf(const std::string& request) { return request.substr(0, request.find('\r')); }

  static std::string header(const std::string& request, const std::string& name) {
    const auto at = request.find("\r\n" + name + ": ");
    if (at == std::string::npos) return {};
    const auto begin = at + name.size() + 4;
    return request.substr(begin, request.find('\r', begin) - begin);
  }

  std::string pass(const std::string& request) const {
    const std::string line = lineOf(request);
    const std::string method = line.substr(0, line.find(' '));
    const auto path = line.find(' ') + 1;
    const auto response = client_->send({.method = method == "PATCH"    ? kube::Method::patch
                                                   : method == "DELETE" ? kube::Method::remove
                                                                        : kube::Method::get,
                                         .path = line.substr(path, line.rfind(' ') - path),
                                         .body = request.substr(request.find("\r\n\r\n") + 4),
                                         .contentType = header(request, "Content-Type"),
                                         .accept = header(request, "Accept")});
    if (!response) return {};
    return httpAnswer(std::to_string(response->status) + " Passed On", response->body);
  }

  Answer answer_;
  std::unique_ptr<kube::Client> client_;
  SmallServer server_;
};

}  // namespace aictl::test
