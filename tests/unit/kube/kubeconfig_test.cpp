#include "core/kube/access/kubeconfig.h"

#include "core/kube/access/base64.h"
#include "core/kube/access/pod_access.h"
#include "unit/kube/surroundings.h"

using namespace aictl;
using namespace aictl::kube;
using aictl::test::Environment;
using aictl::test::Folder;
using aictl::test::mentions;

namespace {

constexpr std::string_view pem = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";

constexpr std::string_view two = R"(apiVersion: v1
kind: Config
current-context: dev
contexts:
  - name: dev
    context: {cluster: near, user: alice, namespace: ml}
  - name: prod
    context: {cluster: far, user: bob}
  - name: lost
    context: {cluster: gone, user: nobody}
clusters:
  - name: near
    cluster: {server: "https://near:6443/"}
  - name: far
    cluster: {server: "https://far:6443/k8s/c-1"}
users:
  - name: alice
    user: {token: alices-secret}
  - name: bob
    user: {username: bob, password: bobs-secret}
)";

Access read(const AccessOptions& options) {
  Sources sources;
  Result<Access> access = readAccess(options, sources);
  INFO((access ? std::string() : test::said(access.failure().findings, sources)));
  REQUIRE(access);
  return *std::move(access);
}

/// What is said of a kubeconfig that cannot be used.
std::string fault(const AccessOptions& options) {
  Sources sources;
  const Result<Access> access = readAccess(options, sources);
  REQUIRE(!access);
  CHECK(access.failure().code == ExitCode::badInput);
  return test::said(access.failure().findings, sources);
}

/// A kubeconfig with this cluster and user, in YAML's flow style.
std::string one(const std::string& cluster, const std::string& user) {
  return "current-context: c\ncontexts: [{name: c, context: {cluster: k, user: u}}]\nclusters:\n- name: k\n  "
         "cluster: " +
         cluster + "\nusers:\n- name: u\n  user: " + user + "\n";
}

const std::string server = "{server: 'https://k:1'}";

}  // namespace

TEST_CASE("the current context says cluster, user and namespace") {
  const Folder folder;
  const Access access = read({.kubeconfig = folder.write("config", two)});
  CHECK(access.context == "dev");
  CHECK(access.cluster.server == "https://near:6443");
  CHECK(access.user.token == "alices-secret");
  CHECK(access.namespaceName == "ml");
  CHECK(access.cluster.verified);
  CHECK(access.warnings.empty());
}

TEST_CASE("options choose another context, cluster, user and namespace") {
  const Folder folder;
  const std::string file = folder.write("config", two);
  const Access prod = read({.kubeconfig = file, .context = "prod"});
  CHECK(prod.cluster.server == "https://far:6443/k8s/c-1");
  CHECK(prod.user.userName == "bob");
  CHECK(prod.namespaceName == "default");
  const Access mixed = read({.kubeconfig = file, .cluster = "far", .user = "bob", .namespaceName = "other"});
  CHECK(mixed.cluster.name == "far");
  CHECK(mixed.user.password == "bobs-secret");
  CHECK(mixed.namespaceName == "other");
}

TEST_CASE("of several files in KUBECONFIG the first that has a name counts") {
  const Folder folder;
  const std::string first =
      folder.write("first", R"(contexts: [{name: dev, context: {cluster: near, user: carol}}]
users: [{name: carol, user: {token: carols}}, {name: alice, user: {token: other}}]
)");
  const std::string second = folder.write("second", two);
  const Environment environment{{"KUBECONFIG", folder.path() + "/missing:" + first + ":" + second}};
  const Access access = read({});
  CHECK(access.context == "dev");
  CHECK(access.user.token == "carols");
  CHECK(access.namespaceName == "default");
  CHECK(access.cluster.server == "https://near:6443");
  CHECK(read({.user = "alice"}).user.token == "other");
  CHECK(read({.context = "prod"}).user.userName == "bob");
}

TEST_CASE("without KUBECONFIG, ~/.kube/config is read") {
  const Folder folder;
  folder.write(".kube/config", two);
  const Environment environment{{"KUBECONFIG", ""}, {"HOME", folder.path()}};
  CHECK(read({}).context == "dev");
}

TEST_CASE("paths in a kubeconfig are relative to its folder") {
  const Folder folder;
  folder.write("pki/ca.pem", pem);
  folder.write("token", "from-file\n");
  const std::string file = folder.write(
      "config", one("{server: 'https://k:1', certificate-authority: pki/ca.pem}", "{tokenFile: token}"));
  const Access access = read({.kubeconfig = file});
  CHECK(access.cluster.certificateAuthority == pem);
  CHECK(access.user.tokenFile == folder.path() + "/token");
}

TEST_CASE("data in base64 counts before a file") {
  const Folder folder;
  const std::string file = folder.write(
      "config",
      one("{server: 'https://k:1', certificate-authority: nowhere, certificate-authority-data: " +
              toBase64(pem) + "}",
          "{client-certificate-data: " + toBase64(pem) + ", client-key-data: " + toBase64(pem) + "}"));
  const Access access = read({.kubeconfig = file});
  CHECK(access.cluster.certificateAuthority == pem);
  CHECK(access.user.clientKey == pem);
}

TEST_CASE("impersonation stands in the kubeconfig or in options") {
  const Folder folder;
  const std::string file = folder.write(
      "config",
      one(server, "{token: t, as: jane, as-uid: '7', as-groups: [g, h], as-user-extra: {scope: [a, b]}}"));
  const Access access = read({.kubeconfig = file});
  CHECK(access.user.as == "jane");
  CHECK(access.user.asUid == "7");
  CHECK(access.user.asGroups == std::vector<std::string>{"g", "h"});
  CHECK(access.user.asExtras ==
        std::vector<std::pair<std::string, std::string>>{{"scope", "a"}, {"scope", "b"}});
  CHECK(read({.kubeconfig = file, .as = "joe"}).user.as == "joe");
  const std::string plain = folder.write("plain", one(server, "{token: t}"));
  mentions(fault({.kubeconfig = plain, .asGroups = {"g"}}), {"--as USER"});
}

TEST_CASE("a certificate that is not verified is a warning at its place") {
  const Folder folder;
  const std::string file =
      folder.write("config", one("{server: 'https://k:1', insecure-skip-tls-verify: true}", "{token: t}"));
  Sources sources;
  const Result<Access> access = readAccess({.kubeconfig = file}, sources);
  REQUIRE(access);
  CHECK(!access->cluster.verified);
  mentions(test::said(access->warnings, sources), {file + ":5:62: warning", "https://k:1"});
}

TEST_CASE("credentials over http are a warning") {
  const Folder folder;
  const std::string file = folder.write("config", one("{server: 'http://k:1'}", "{token: t}"));
  CHECK(read({.kubeconfig = file}).warnings.size() == 1);
}

TEST_CASE("an unknown context is told with those that there are, and the one that was meant") {
  const Folder folder;
  const std::string file = folder.write("config", two);
  mentions(fault({.kubeconfig = file, .context = "prd"}),
           {"no context 'prd'", "dev, prod, lost", "did you mean 'prod'?"});
}

TEST_CASE("a context whose cluster or user is not there is told at its place") {
  const Folder folder;
  const std::string file = folder.write("config", two);
  mentions(fault({.kubeconfig = file, .context = "lost"}),
           {file + ":10:24", "no cluster 'gone'", "near, far"});
  mentions(fault({.kubeconfig = file, .context = "lost", .cluster = "near"}),
           {file + ":10:36", "no user 'nobody'"});
}

TEST_CASE("a kubeconfig without a current context says how to choose one") {
  const Folder folder;
  std::string text(two);
  text.erase(text.find("current-context: dev\n"), 21);
  mentions(fault({.kubeconfig = folder.write("config", text)}),
           {"no current context", "dev, prod", "--context"});
}

TEST_CASE("a kubeconfig that is not there, a folder, or empty is told by its path") {
  const Folder folder;
  mentions(fault({.kubeconfig = folder.path() + "/none"}), {folder.path() + "/none", "no such file"});
  mentions(fault({.kubeconfig = folder.path()}), {folder.path(), "folder"});
  const std::string empty = folder.write("empty", "");
  mentions(fault({.kubeconfig = empty}), {empty, "empty"});
  const std::string bare = folder.write("bare", "apiVersion: v1\nkind: Config\n");
  mentions(fault({.kubeconfig = bare}), {bare, "empty"});
}

TEST_CASE("with no kubeconfig at all it is said where one is looked for") {
  const Folder folder;
  const Environment environment{{"KUBECONFIG", ""}, {"HOME", folder.path()}, {"KUBERNETES_SERVICE_HOST", ""}};
  mentions(fault({}), {"no kubeconfig", "~/.kube/config", "--kubeconfig"});
}

TEST_CASE("a file that is no kubeconfig says what it is") {
  const Folder folder;
  mentions(fault({.kubeconfig = folder.write("pod", "apiVersion: v1\nkind: Pod\n")}),
           {"/pod:2:7", "kind Pod"});
  mentions(fault({.kubeconfig = folder.write("list", "- a\n")}), {"/list:1:1", "list"});
  mentions(fault({.kubeconfig = folder.write("wrong", "contexts: {a: b}\n")}),
           {"/wrong:1:11", "'contexts' has to be a list"});
}

TEST_CASE("each wrong value of a cluster or user is told at its place") {
  const Folder folder;
  const auto faultOf = [&](const std::string& cluster, const std::string& user) {
    return fault({.kubeconfig = folder.write("config", one(cluster, user))});
  };
  mentions(faultOf("{}", "{token: t}"), {"cluster 'k' has no server"});
  mentions(faultOf("{server: 'ftp://k'}", "{token: t}"), {":5:21", "https://"});
  const std::string inUrl = faultOf("{server: 'https://u:sesame@k'}", "{token: t}");
  mentions(inUrl, {":5:21", "a user or password in its URL"});
  CHECK(inUrl.find("sesame") == std::string::npos);
  mentions(faultOf("{server: 'https://k', certificate-authority-data: '!!!'}", "{token: t}"),
           {":5:62", "'certificate-authority-data' is not valid base64"});
  mentions(
      faultOf("{server: 'https://k', certificate-authority-data: " + toBase64("no pem") + "}", "{token: t}"),
      {"PEM"});
  mentions(faultOf("{server: 'https://k', certificate-authority: none.pem}", "{token: t}"),
           {":5:57", folder.path() + "/none.pem", "no such file"});
  const std::string proxy = faultOf("{server: 'https://k', proxy-url: 'ftp://u:sesame@p'}", "{token: t}");
  mentions(proxy, {":5:45", "'proxy-url' has to be a URL of http, https or socks5"});
  CHECK(proxy.find("sesame") == std::string::npos);
  mentions(faultOf("{server: 'https://k', insecure-skip-tls-verify: 'yes'}", "{token: t}"),
           {"true or false"});
  mentions(faultOf("{server: 'https://k', insecure-skip-tls-verify: true, certificate-authority-data: " +
                       toBase64(pem) + "}",
                   "{token: t}"),
           {"exclude each other"});
  mentions(faultOf(server, "{client-certificate-data: " + toBase64(pem) + "}"), {"without its key"});
  mentions(faultOf(server, "{token: t, username: u}"), {"both a token and a password"});
  mentions(faultOf(server, "{token: [t]}"), {"'token' has to be a string"});
  mentions(faultOf(server, "{token: t, as: a, as-user-extra: x}"), {"'as-user-extra' has to be a map"});
  mentions(faultOf(server, "{token: t, as: a, as-user-extra: {x: {}}}"), {"'x' has to be"});
  mentions(faultOf(server, "{token: t, as: a, as-groups: x}"), {"'as-groups' has to be"});
  mentions(faultOf(server, "{auth-provider: {name: gcp}}"), {"auth-provider", "exec plugin"});
  mentions(faultOf(server, "{exec: {apiVersion: client.authentication.k8s.io/v1alpha1, command: x}}"),
           {"client.authentication.k8s.io/v1 or"});
  mentions(faultOf(server, "{exec: {apiVersion: client.authentication.k8s.io/v1, command: x}}"),
           {"interactiveMode"});
  mentions(faultOf(server, "{exec: {apiVersion: client.authentication.k8s.io/v1beta1}}"), {"no command"});
}

TEST_CASE("no fault of a kubeconfig shows what is secret") {
  const Folder folder;
  for (const std::string user :
       {"{token: [sesame]}", "{token: sesame, username: sesame}", "{client-key-data: 'sesame!'}",
        "{token: sesame, exec: [sesame]}", "{token: 'sesame", "{token: sesame}}",
        "{password: sesame, password: sesame, tokenFile: [x]}", "{token: @sesame}",
        "{token: t}\n- name: v\n  user: {token: sesame}\nclusters: [{name: k, cluster: {server: "
        "'https://u:sesame@k'}}]",
        "{token: sesame\n- x"}) {
    INFO(user);
    Sources sources;
    const Result<Access> access =
        readAccess({.kubeconfig = folder.write("config", one(server, user))}, sources);
    REQUIRE(!access);
    std::string all = test::said(access.failure().findings, sources);
    for (const Finding& finding : access.failure().findings) {
      all += finding.evidence;
      all += sources.line(finding.origin);
    }
    INFO(all);
    CHECK(all.find("sesame") == std::string::npos);
  }
}

TEST_CASE("a kubeconfig of any bytes is a fault, not a crash") {
  const Folder folder;
  for (const std::string_view text :
       {std::string_view("\xff\xfe\x00", 3), std::string_view("{{{{"),
        std::string_view("contexts: [1, null, {name: [x]}]"),
        std::string_view("contexts: [{name: c, context: 7}]\ncurrent-context: c"),
        std::string_view("current-context: c\ncontexts: [{name: c}]")}) {
    fault({.kubeconfig = folder.write("config", text)});
  }
}

TEST_CASE("a pod is known by its service account") {
  const Folder folder;
  folder.write("token", "pod-token");
  folder.write("ca.crt", pem);
  folder.write("namespace", "ml");
  const Environment environment{{"KUBERNETES_SERVICE_HOST", "fd00::1"}, {"KUBERNETES_SERVICE_PORT", "443"}};
  const std::optional<Access> access = podAccess(folder.path());
  REQUIRE(access);
  CHECK(access->cluster.server == "https://[fd00::1]:443");
  CHECK(access->cluster.certificateAuthority == pem);
  CHECK(access->user.tokenFile == folder.path() + "/token");
  CHECK(access->namespaceName == "ml");
  CHECK(!podAccess(folder.path() + "/none"));
}
