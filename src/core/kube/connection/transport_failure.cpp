#include "core/kube/connection/transport_failure.h"

#include <fmt/format.h>

#include <cerrno>

#include "core/kube/connection/server_url.h"

namespace aictl::kube {
namespace {

struct Words {
  std::string message;
  std::string remedy;
  bool said = true;  ///< what curl says adds nothing
  ExitCode code = ExitCode::noAnswer;
  std::string_view rule = "no-answer";
};

bool has(const std::string& text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(),
                     [&](std::string_view part) { return text.find(part) != std::string::npos; });
}

std::string seconds(std::chrono::milliseconds time) {
  return fmt::format("{} s", static_cast<double>(time.count()) / 1000.0);
}

Words notConnected(const Attempt& attempt, const std::string& server) {
  const ServerUrl url = serverUrl(server);
  if (!has(attempt.words, {fmt::format("{} port {}", url.host, url.port)})) {
    return {fmt::format("the proxy on the way to {} does not take the connection", server),
            "check 'proxy-url' in the kubeconfig, or HTTPS_PROXY and NO_PROXY",
            // The URL of a proxy may have a password.
            has(attempt.words, {"://"})};
  }
  const std::string check = "check that the cluster runs, and its address in the kubeconfig";
  switch (attempt.systemError) {
    case ECONNREFUSED:
      return {fmt::format("nothing listens at {} (connection refused)", server), check};
    case ENETUNREACH:
    case EHOSTUNREACH:
      return {fmt::format("there is no way to {} from here", server), "check the network, VPN or proxy"};
    case ETIMEDOUT:
      return {fmt::format("{} does not answer to a connection", server), check};
    default:
      return {fmt::format("no connection to {}", server), check, false};
  }
}

/// OpenSSL's words and those of GnuTLS.
Words notTrusted(const Attempt& attempt, const std::string& server, const Cluster& cluster) {
  const std::string& words = attempt.words;
  Words result{.rule = "certificate"};
  if (has(words, {"expired", "expiration"})) {
    result.message = fmt::format("the certificate of {} has expired", server);
    result.remedy = "the cluster's administrator has to renew it; check this machine's clock, too";
  } else if (has(words, {"not yet valid", "not yet activated"})) {
    result.message = fmt::format("the certificate of {} is not valid yet", server);
    result.remedy = "check this machine's clock";
  } else if (has(words, {"subject name", "does not match", "hostname", "IP address mismatch"})) {
    const ServerUrl url = serverUrl(cluster.server);
    result.message = fmt::format("the certificate of {} is for other names than '{}'", server,
                                 cluster.tlsServerName.empty() ? url.host : cluster.tlsServerName);
    result.remedy = "use a name that is in the certificate, or give it as 'tls-server-name' of the cluster";
  } else if (has(words, {"CRLfile"})) {  // GnuTLS gives no reason
    result.message = fmt::format(
        "the certificate of {} is not trusted here: it has expired, or is of another "
        "authority than the cluster's in the kubeconfig",
        server);
    result.remedy = "get a new kubeconfig, or have the certificate renewed; check this machine's clock, too";
  } else {
    result.message = fmt::format("the certificate of {} is not of an authority that is trusted here", server);
    result.remedy =
        cluster.certificateAuthority.empty()
            ? "give the cluster's authority as 'certificate-authority' in the kubeconfig"
            : "the 'certificate-authority' in the kubeconfig is of another cluster, or of this one "
              "before it was made anew";
  }
  return result;
}

/// Without one in the kubeconfig it is the machine's own bundle that cannot be read.
Words badAuthority(const Cluster& cluster) {
  if (cluster.certificateAuthority.empty()) {
    return {"this machine has no certificate authorities that it trusts, and the kubeconfig names none",
            "install them (the package ca-certificates), or set 'certificate-authority' of the cluster"};
  }
  return {fmt::format("the certificate authority of cluster '{}' cannot be read as PEM", cluster.name), "",
          true, ExitCode::badInput, "kubeconfig"};
}

Words badClientCertificate(const User& user) {
  return {fmt::format(
              "the client certificate and key of user '{}' cannot be read as PEM, or do not belong together",
              user.name),
          "", true, ExitCode::badInput, "kubeconfig"};
}

/// The server's alerts about a client certificate, and that it wants one; other alerts have other causes.
bool refusesCertificate(const std::string& words) {
  return has(words, {"certificate required", "unknown ca", "Unknown CA"}) ||
         (has(words, {"alert"}) && has(words, {"certificate", "Certificate"}));
}

Words noTls(const Attempt& attempt, const std::string& server, const User& user) {
  if (has(attempt.words,
          {"wrong version number", "unexpected TLS packet", "packet with unexpected length"})) {
    return {fmt::format("{} does not speak TLS", server), "check the port, and whether it is http://"};
  }
  if (has(attempt.words, {"reading X.509 key"})) return badClientCertificate(user);
  if (refusesCertificate(attempt.words)) {
    return {fmt::format("{} does not take the client certificate of user '{}'", server, user.name),
            "it may have expired, or be of another cluster: get a new kubeconfig"};
  }
  return {fmt::format("no TLS connection to {}", server), "", false};
}

Words lost(const Attempt& attempt, const std::string& server, const User& user) {
  if (refusesCertificate(attempt.words)) return noTls(attempt, server, user);
  if (has(attempt.words, {"proxy", "CONNECT"})) {
    return {fmt::format("the proxy on the way to {} refuses to lead there", server),
            "check 'proxy-url' in the kubeconfig, or HTTPS_PROXY and NO_PROXY", false};
  }
  return {fmt::format("the connection to {} was lost before it had answered", server), "try again"};
}

Words timedOut(const Attempt& attempt, const std::string& server, const ClientOptions& options) {
  if (!attempt.connected) {
    return {fmt::format("no connection to {} within {}", server,
                        seconds(std::min(options.connectTimeout, options.requestTimeout.count() > 0
                                                                     ? options.requestTimeout
                                                                     : options.connectTimeout))),
            "check the network, VPN or proxy, and that the cluster runs"};
  }
  return {fmt::format("{} did not answer within {}", server, seconds(options.requestTimeout)),
          "try again, or give it longer with --request-timeout"};
}

Words wordsOf(const Attempt& attempt, const Access& access, const ClientOptions& options) {
  const std::string& server = access.cluster.server;
  if (attempt.tooLarge) {
    return {fmt::format("an answer of {} is larger than the {} MiB that are read", server,
                        options.responseLimit >> 20U),
            ""};
  }
  switch (attempt.code) {
    case CURLE_COULDNT_RESOLVE_HOST:
      return {fmt::format("the name '{}' is not known to the DNS", serverUrl(server).host),
              "check the server's address in the kubeconfig, the network and the VPN"};
    case CURLE_COULDNT_RESOLVE_PROXY:
      return {"the name of the proxy is not known to the DNS", "check 'proxy-url' or HTTPS_PROXY"};
    case CURLE_COULDNT_CONNECT:
      return notConnected(attempt, server);
    case CURLE_OPERATION_TIMEDOUT:
      return timedOut(attempt, server, options);
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_ISSUER_ERROR:
      return notTrusted(attempt, server, access.cluster);
    case CURLE_SSL_CONNECT_ERROR:
      if (endedInHandshake(attempt)) return lost(attempt, server, access.user);
      return noTls(attempt, server, access.user);
    case CURLE_SSL_CACERT_BADFILE:
      return badAuthority(access.cluster);
    case CURLE_SSL_CERTPROBLEM:
      return badClientCertificate(access.user);
    case CURLE_URL_MALFORMAT:
      return {fmt::format("the server's URL '{}' is not valid", server), "", true, ExitCode::badInput,
              "kubeconfig"};
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
    case CURLE_PARTIAL_FILE:
      return lost(attempt, server, access.user);
    default:
      return {fmt::format("the request to {} failed", server), "", false};
  }
}

}  // namespace

bool endedInHandshake(const Attempt& attempt) {
  return attempt.code == CURLE_SSL_CONNECT_ERROR &&
         (attempt.systemError == ECONNRESET || has(attempt.words, {"reset by peer", "SSL_ERROR_SYSCALL",
                                                                   "unexpected eof", "properly terminated"}));
}

Failure transportFailure(const Attempt& attempt, const Access& access, const ClientOptions& options) {
  Words words = wordsOf(attempt, access, options);
  return {words.code, Finding{.rule = std::string(words.rule),
                              .message = std::move(words.message),
                              .evidence = words.said ? std::string() : attempt.words,
                              .remedy = std::move(words.remedy)}};
}

}  // namespace aictl::kube
