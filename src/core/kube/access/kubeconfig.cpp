#include "core/kube/access/kubeconfig.h"

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/nearest.h"
#include "core/kube/access/base64.h"
#include "core/kube/access/exec_plugin.h"
#include "core/kube/access/kubeconfig_files.h"
#include "core/kube/access/pod_access.h"

namespace aictl::kube {
namespace {

[[noreturn]] void fail(std::string message, Origin origin, std::string remedy = {}) {
  throw Failure(ExitCode::badInput, Finding{.rule = "kubeconfig",
                                            .message = std::move(message),
                                            .origin = origin,
                                            .remedy = std::move(remedy)});
}

/// A value under a key that has to be a string, with its place; null where there is none or it is empty.
Value stringAt(const Value& body, std::string_view key) {
  const Value* value = body.find(key);
  if (value == nullptr || value->isNull()) return {};
  if (value->isList() || value->isMap()) {
    fail(fmt::format("'{}' has to be a string, and is a {}", key, name(value->kind())), value->origin());
  }
  Value text(value->scalarText(), value->origin());
  return text.string().empty() ? Value() : text;
}

std::string textAt(const Value& body, std::string_view key) {
  const Value value = stringAt(body, key);
  return value.isNull() ? std::string() : std::string(value.string());
}

/// Not shown, since it may have a password.
std::string proxyAt(const Value& body) {
  const Value value = stringAt(body, "proxy-url");
  if (value.isNull() || value.string().empty()) return {};
  std::string url(value.string());
  const bool known = url.find("://") == std::string::npos || url.starts_with("http://") ||
                     url.starts_with("https://") || url.starts_with("socks5");
  if (!known) fail("'proxy-url' has to be a URL of http, https or socks5", value.origin());
  return url;
}

bool flagAt(const Value& body, std::string_view key) {
  const Value* value = body.find(key);
  if (value == nullptr || value->isNull()) return false;
  if (!value->isBoolean()) fail(fmt::format("'{}' has to be true or false", key), value->origin());
  return value->boolean();
}

std::vector<std::string> textsAt(const Value& body, std::string_view key) {
  std::vector<std::string> texts;
  const Value* list = body.find(key);
  if (list == nullptr || list->isNull()) return texts;
  if (!list->isList()) fail(fmt::format("'{}' has to be a list", key), list->origin());
  for (const Value& item : list->items()) {
    if (!item.isString()) fail(fmt::format("an item of '{}' has to be a string", key), item.origin());
    texts.emplace_back(item.string());
  }
  return texts;
}

std::string decodedBase64(const Value& value, std::string_view key) {
  std::optional<std::string> bytes = fromBase64(value.string());
  if (!bytes) {
    fail(fmt::format("'{}' is not valid base64", key), value.origin(),
         "a file that holds the data as it is goes under the key without '-data'");
  }
  return *std::move(bytes);
}

/// What stands in base64 under `key`-data, else the text of the file that `key` names.
std::string dataAt(const Kubeconfig& all, const Value& body, const std::string& key) {
  const std::string dataKey = key + "-data";
  std::string text;
  Origin origin;
  if (const Value data = stringAt(body, dataKey); !data.isNull()) {
    text = decodedBase64(data, dataKey);
    origin = data.origin();
  } else if (const Value path = stringAt(body, key); !path.isNull()) {
    Result<std::string> file = readFile(all.resolved(path), kubeconfigLimit);
    origin = path.origin();
    if (!file) fail(fmt::format("{}: {}", key, file.failure().findings.front().message), origin);
    text = *std::move(file);
  } else {
    return {};
  }
  if (text.find("-----BEGIN ") == std::string::npos) {
    fail(fmt::format("'{}' does not hold PEM data (no '-----BEGIN')", key), origin);
  }
  return text;
}

std::string namesOf(const std::vector<Kubeconfig::Named>& all) {
  if (all.empty()) return "there is none";
  std::string text = "there are ";
  if (all.size() == 1) text = "there is only ";
  constexpr std::size_t shown = 12;
  for (std::size_t i = 0; i < std::min(all.size(), shown); ++i) {
    if (i > 0) text += ", ";
    text += all[i].name.string();
  }
  if (all.size() > shown) text += fmt::format(" and {} more", all.size() - shown);
  return text;
}

const Kubeconfig::Named& chosen(const std::vector<Kubeconfig::Named>& all, std::string_view what,
                                const Value& choice) {
  const Kubeconfig::Named* found = find(all, choice.string());
  if (found != nullptr) return *found;
  std::vector<std::string> names;
  names.reserve(all.size());
  for (const Kubeconfig::Named& one : all) names.emplace_back(one.name.string());
  const std::string meant = nearest(choice.string(), names);
  fail(fmt::format("the kubeconfig has no {} '{}'; {}", what, choice.string(), namesOf(all)), choice.origin(),
       meant.empty() ? std::string() : fmt::format("did you mean '{}'?", meant));
}

Cluster readCluster(const Kubeconfig& all, const Kubeconfig::Named& named, Findings& warnings) {
  const Value& body = named.body;
  Cluster cluster;
  cluster.name = named.name.string();
  const Value server = stringAt(body, "server");
  if (server.isNull()) fail(fmt::format("cluster '{}' has no server", cluster.name), body.origin());
  cluster.server = server.string();
  if (cluster.server.find("://") == std::string::npos) cluster.server.insert(0, "https://");
  if (!cluster.server.starts_with("https://") && !cluster.server.starts_with("http://")) {
    fail("'server' has to be an https:// URL", server.origin());
  }
  if (cluster.server.substr(0, cluster.server.find('/', cluster.server.find("://") + 3)).find('@') !=
      std::string::npos) {
    fail("'server' has a user or password in its URL", server.origin(), "give them under 'users'");
  }
  while (cluster.server.ends_with('/')) cluster.server.pop_back();
  cluster.certificateAuthority = dataAt(all, body, "certificate-authority");
  cluster.tlsServerName = textAt(body, "tls-server-name");
  cluster.proxyUrl = proxyAt(body);
  cluster.verified = !flagAt(body, "insecure-skip-tls-verify");
  if (cluster.verified) return cluster;
  const Origin origin = body.find("insecure-skip-tls-verify")->origin();
  if (!cluster.certificateAuthority.empty()) {
    fail("insecure-skip-tls-verify and a certificate authority exclude each other", origin,
         "remove 'insecure-skip-tls-verify'");
  }
  warnings.push_back({.severity = Severity::warning,
                      .rule = "tls-not-verified",
                      .message = fmt::format("the certificate of {} is not verified: anyone on the way can "
                                             "read and change what is sent",
                                             cluster.server),
                      .origin = origin,
                      .remedy = "give its certificate authority instead of 'insecure-skip-tls-verify'"});
  return cluster;
}

void readImpersonation(const Value& body, User& user) {
  user.as = textAt(body, "as");
  user.asUid = textAt(body, "as-uid");
  user.asGroups = textsAt(body, "as-groups");
  const Value* extras = body.find("as-user-extra");
  if (extras == nullptr || extras->isNull()) return;
  if (!extras->isMap()) fail("'as-user-extra' has to be a map of lists", extras->origin());
  for (const Entry& extra : extras->entries()) {
    for (std::string& text : textsAt(*extras, extra.key.string())) {
      user.asExtras.emplace_back(extra.key.string(), std::move(text));
    }
  }
}

User readUser(const Kubeconfig& all, const Kubeconfig::Named& named, const Kubeconfig::Named* cluster) {
  const Value& body = named.body;
  User user;
  user.name = named.name.string();
  user.clientCertificate = dataAt(all, body, "client-certificate");
  user.clientKey = dataAt(all, body, "client-key");
  if (user.clientCertificate.empty() != user.clientKey.empty()) {
    fail(fmt::format("user '{}' has a client {}", user.name,
                     user.clientKey.empty() ? "certificate without its key" : "key without its certificate"),
         body.origin());
  }
  user.token = textAt(body, "token");
  if (const Value file = stringAt(body, "tokenFile"); !file.isNull()) user.tokenFile = all.resolved(file);
  user.userName = textAt(body, "username");
  user.password = textAt(body, "password");
  if (!user.userName.empty() && !(user.token.empty() && user.tokenFile.empty())) {
    fail(fmt::format("user '{}' has both a token and a password", user.name), body.origin());
  }
  if (const Value* provider = body.find("auth-provider"); provider != nullptr && !provider->isNull()) {
    fail(fmt::format("user '{}' has an auth-provider, which Kubernetes gave up in 1.26", user.name),
         provider->origin(), "use the exec plugin of your provider");
  }
  if (const Value* plugin = body.find("exec"); plugin != nullptr && !plugin->isNull()) {
    user.plugin = readExecPlugin(all, *plugin, cluster == nullptr ? Value() : cluster->body);
  }
  readImpersonation(body, user);
  return user;
}

/// The name that an option gives, else the one in the context; null where neither does.
Value choiceOf(const std::string& option, const Value* context, std::string_view key) {
  if (!option.empty()) return Value(option);
  return context == nullptr ? Value() : stringAt(*context, key);
}

Access accessOf(const Kubeconfig& all, const AccessOptions& options) {
  Access access;
  const Value* context = nullptr;
  const Value& preferred = options.preferredContext.isNull() ? all.currentContext : options.preferredContext;
  const Value contextChoice = options.context.empty() ? preferred : Value(options.context);
  if (!contextChoice.isNull()) {
    const Kubeconfig::Named& named = chosen(all.contexts, "context", contextChoice);
    access.context = named.name.string();
    context = &named.body;
  }
  const Value clusterChoice = choiceOf(options.cluster, context, "cluster");
  const Value userChoice = choiceOf(options.user, context, "user");
  if (clusterChoice.isNull()) {
    if (context == nullptr) {
      fail(fmt::format("the kubeconfig has no current context; {}", namesOf(all.contexts)), {},
           "choose one with --context, or for good with 'kubectl config use-context'");
    }
    fail(fmt::format("context '{}' names no cluster", access.context), context->origin());
  }
  const Kubeconfig::Named& cluster = chosen(all.clusters, "cluster", clusterChoice);
  access.cluster = readCluster(all, cluster, access.warnings);
  if (!userChoice.isNull()) {
    access.user = readUser(all, chosen(all.users, "user", userChoice), &cluster);
  }
  if (context != nullptr) access.namespaceName = textAt(*context, "namespace");
  return access;
}

void applyOptions(const AccessOptions& options, Access& access) {
  if (!options.namespaceName.empty()) {
    access.namespaceName = options.namespaceName;
  } else if (!options.preferredNamespace.isNull()) {
    access.namespaceName = options.preferredNamespace.string();
  }
  if (access.namespaceName.empty()) access.namespaceName = "default";
  User& user = access.user;
  if (!options.as.empty()) user.as = options.as;
  if (!options.asUid.empty()) user.asUid = options.asUid;
  if (!options.asGroups.empty()) user.asGroups = options.asGroups;
  if (user.as.empty() && !(user.asUid.empty() && user.asGroups.empty() && user.asExtras.empty())) {
    fail("groups, a uid or extras to act as are given, but no user", {}, "add --as USER");
  }
  const bool secret = !user.token.empty() || !user.tokenFile.empty() || !user.password.empty() || user.plugin;
  if (secret && access.cluster.server.starts_with("http://")) {
    access.warnings.push_back(
        {.severity = Severity::warning,
         .rule = "not-encrypted",
         .message = fmt::format("credentials go to {} without encryption", access.cluster.server)});
  }
}

}  // namespace

Result<Access> readAccess(const AccessOptions& options, Sources& sources) {
  try {
    const Kubeconfig all = readKubeconfigFiles(options.kubeconfig, sources);
    std::optional<Access> access;
    if (all.empty() && options.context.empty() && options.cluster.empty()) {
      access = podAccess(podSecrets);
      if (!access) {
        fail("there is no kubeconfig: neither KUBECONFIG nor ~/.kube/config names a cluster", {},
             "give one with --kubeconfig FILE or KUBECONFIG");
      }
    } else {
      access = accessOf(all, options);
    }
    applyOptions(options, *access);
    return *std::move(access);
  } catch (Failure& failure) {
    return std::move(failure);
  }
}

}  // namespace aictl::kube
