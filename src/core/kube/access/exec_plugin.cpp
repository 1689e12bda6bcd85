#include "core/kube/access/exec_plugin.h"

#include <fmt/format.h>

#include <unistd.h>

#include <cerrno>

#include "core/base/child.h"
#include "core/base/file.h"
#include "core/base/time.h"
#include "core/kube/access/base64.h"
#include "core/yaml/json.h"

namespace aictl::kube {
namespace {

constexpr std::string_view v1 = "client.authentication.k8s.io/v1";
constexpr std::string_view v1beta1 = "client.authentication.k8s.io/v1beta1";
constexpr std::string_view extensionName = "client.authentication.k8s.io/exec";

[[noreturn]] void fail(std::string message, Origin origin, std::string remedy = {}) {
  throw Failure(ExitCode::badInput, Finding{.rule = "kubeconfig",
                                            .message = std::move(message),
                                            .origin = origin,
                                            .remedy = std::move(remedy)});
}

std::string stringOf(const Value& item, std::string_view key) {
  const Value* value = item.find(key);
  if (value == nullptr || value->isNull()) return {};
  if (!value->isString()) fail(fmt::format("'{}' has to be a string", key), value->origin());
  return std::string(value->string());
}

ExecPlugin::Interaction interactionOf(const Value& exec, const ExecPlugin& plugin) {
  const std::string mode = stringOf(exec, "interactiveMode");
  if (mode == "Never") return ExecPlugin::Interaction::never;
  if (mode == "Always") return ExecPlugin::Interaction::always;
  if (mode == "IfAvailable" || (mode.empty() && plugin.apiVersion == v1beta1))
    return ExecPlugin::Interaction::ifAvailable;
  const Value* value = exec.find("interactiveMode");
  fail("'interactiveMode' of an exec plugin has to be Never, IfAvailable or Always",
       value == nullptr ? exec.origin() : value->origin());
}

/// What the cluster has for plugins in its extensions, as JSON.
std::string clusterConfigOf(const Value& cluster) {
  const Value* extensions = cluster.find("extensions");
  if (extensions == nullptr || !extensions->isList()) return {};
  for (const Value& extension : extensions->items()) {
    const Value* content = extension.find("extension");
    if (findString(extension, {"name"}) == extensionName && content != nullptr)
      return yaml::writeJson(*content);
  }
  return {};
}

std::string requestOf(const ExecPlugin& plugin, const Cluster& cluster, bool interactive) {
  Value spec = Value::map({{"interactive", Value(interactive)}});
  if (plugin.wantsCluster) {
    Value about = Value::map({{"server", Value(cluster.server)}});
    if (!cluster.tlsServerName.empty()) about.set("tls-server-name", Value(cluster.tlsServerName));
    if (!cluster.verified) about.set("insecure-skip-tls-verify", Value(true));
    if (!cluster.certificateAuthority.empty()) {
      about.set("certificate-authority-data", Value(toBase64(cluster.certificateAuthority)));
    }
    if (!cluster.proxyUrl.empty()) about.set("proxy-url", Value(cluster.proxyUrl));
    if (!plugin.clusterConfig.empty()) {
      if (Result<Value> config = yaml::readJson(plugin.clusterConfig))
        about.set("config", *std::move(config));
    }
    spec.set("cluster", std::move(about));
  }
  return yaml::writeJson(Value::map({{"kind", Value("ExecCredential")},
                                     {"apiVersion", Value(plugin.apiVersion)},
                                     {"spec", std::move(spec)}}));
}

Failure pluginFailure(const ExecPlugin& plugin, std::string_view what, std::string remedy = {}) {
  return {ExitCode::badInput,
          Finding{.rule = "credentials",
                  .message = fmt::format("the credential plugin '{}' {}", plugin.command, what),
                  .remedy = std::move(remedy)}};
}

Failure endFailure(const ExecPlugin& plugin, const ChildEnd& end, std::chrono::milliseconds time) {
  switch (end.kind) {
    case ChildEnd::Kind::notStarted: {
      std::string remedy = plugin.installHint.substr(0, plugin.installHint.find('\n'));
      if (remedy.empty() && end.number == ENOENT) remedy = "install it, or check PATH";
      return pluginFailure(plugin, fmt::format("could not be started: {}", systemMessage(end.number)),
                           std::move(remedy));
    }
    case ChildEnd::Kind::late:
      return pluginFailure(plugin,
                           fmt::format("gave nothing within {} s", static_cast<double>(time.count()) / 1000));
    case ChildEnd::Kind::stopped:
      return {ExitCode::interrupted, Finding{.rule = "interrupted", .message = "interrupted"}};
    case ChildEnd::Kind::tooMuch:
      return pluginFailure(plugin, "printed more than credentials can be");
    case ChildEnd::Kind::killed:
      return pluginFailure(plugin, fmt::format("was ended by signal {}", end.number));
    default:
      return pluginFailure(plugin, fmt::format("ended with exit code {}", end.number),
                           "run it by hand to see why");
  }
}

Result<PluginCredentials> credentialsOf(const ExecPlugin& plugin, const std::string& output) {
  const Result<Value> answer = yaml::readJson(output);
  if (!answer || findString(*answer, {"kind"}) != "ExecCredential") {
    return pluginFailure(plugin, "did not print an ExecCredential in JSON");
  }
  const std::string_view version = findString(*answer, {"apiVersion"});
  if (version != plugin.apiVersion) {
    return pluginFailure(
        plugin, fmt::format("answers with another version than the kubeconfig's {}", plugin.apiVersion));
  }
  PluginCredentials credentials{
      .token = std::string(findString(*answer, {"status", "token"})),
      .clientCertificate = std::string(findString(*answer, {"status", "clientCertificateData"})),
      .clientKey = std::string(findString(*answer, {"status", "clientKeyData"})),
  };
  if (credentials.clientCertificate.empty() != credentials.clientKey.empty()) {
    return pluginFailure(plugin, "gave a client certificate and key of which one is missing");
  }
  if (credentials.token.empty() && credentials.clientCertificate.empty()) {
    return pluginFailure(plugin, "gave neither a token nor a client certificate");
  }
  const std::string_view expires = findString(*answer, {"status", "expirationTimestamp"});
  if (expires.empty()) return credentials;
  credentials.expires = rfc3339Seconds(expires).value_or(0);
  if (credentials.expires == 0) return pluginFailure(plugin, "gave an expirationTimestamp that is no time");
  return credentials;
}

}  // namespace

ExecPlugin readExecPlugin(const Kubeconfig& all, const Value& exec, const Value& cluster) {
  ExecPlugin plugin;
  if (!exec.isMap()) fail("'exec' has to be a map", exec.origin());
  plugin.apiVersion = stringOf(exec, "apiVersion");
  if (plugin.apiVersion != v1 && plugin.apiVersion != v1beta1) {
    const Value* value = exec.find("apiVersion");
    fail(fmt::format("'apiVersion' of an exec plugin has to be {} or {}", v1, v1beta1),
         value == nullptr ? exec.origin() : value->origin(), "get a new kubeconfig, or a newer plugin");
  }
  plugin.command = stringOf(exec, "command");
  if (plugin.command.empty()) fail("an exec plugin has no command", exec.origin());
  if (plugin.command.find('/') != std::string::npos) plugin.command = all.resolved(*exec.find("command"));
  if (const Value* arguments = exec.find("args"); arguments != nullptr && arguments->isList()) {
    for (const Value& argument : arguments->items()) {
      if (!argument.isString()) fail("an argument of an exec plugin has to be a string", argument.origin());
      plugin.arguments.emplace_back(argument.string());
    }
  }
  if (const Value* environment = exec.find("env"); environment != nullptr && environment->isList()) {
    for (const Value& item : environment->items()) {
      plugin.environment.emplace_back(stringOf(item, "name"), stringOf(item, "value"));
    }
  }
  plugin.installHint = stringOf(exec, "installHint");
  plugin.interaction = interactionOf(exec, plugin);
  const Value* wants = exec.find("provideClusterInfo");
  plugin.wantsCluster = wants != nullptr && wants->isBoolean() && wants->boolean();
  plugin.clusterConfig = clusterConfigOf(cluster);
  return plugin;
}

Result<PluginCredentials> runExecPlugin(const ExecPlugin& plugin, const Cluster& cluster,
                                        const PluginTime& time) {
  const bool terminal = ::isatty(STDIN_FILENO) == 1;
  if (plugin.interaction == ExecPlugin::Interaction::always && !terminal) {
    return pluginFailure(plugin, "has to ask a person, and there is no terminal",
                         "log in from a terminal first");
  }
  const bool interactive = terminal && plugin.interaction != ExecPlugin::Interaction::never;
  Child child{.command = plugin.command,
              .arguments = plugin.arguments,
              .environment = plugin.environment,
              .streams = interactive ? ChildStreams::all : ChildStreams::errors,
              .time = interactive ? time.interactive : time.alone};
  if (time.stop != nullptr)
    child.isStopped = [stop = time.stop] { return stop->load(std::memory_order_relaxed); };
  child.environment.emplace_back("KUBERNETES_EXEC_INFO", requestOf(plugin, cluster, interactive));
  const ChildEnd end = runChild(child);
  if (end.kind != ChildEnd::Kind::exited || end.number != 0) return endFailure(plugin, end, child.time);
  return credentialsOf(plugin, end.output);
}

}  // namespace aictl::kube
