#include "core/kube/access/kubeconfig_files.h"

#include <fmt/format.h>

#include <unistd.h>

#include <cstdlib>

#include "core/base/file.h"
#include "core/yaml/yaml.h"

namespace aictl::kube {
namespace {

[[noreturn]] void fail(std::string message, Origin origin, std::string remedy = {}) {
  throw Failure(ExitCode::badInput, Finding{.rule = "kubeconfig",
                                            .message = std::move(message),
                                            .origin = origin,
                                            .remedy = std::move(remedy)});
}

std::vector<std::string> splitPaths(std::string_view list) {
  std::vector<std::string> paths;
  while (!list.empty()) {
    const std::size_t end = std::min(list.find(':'), list.size());
    std::string path(list.substr(0, end));
    if (!path.empty() && std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return paths;
}

std::vector<std::string> pathsOfUser() {
  if (const char* list = std::getenv("KUBECONFIG"); list != nullptr && *list != '\0') return splitPaths(list);
  if (const char* home = std::getenv("HOME"); home != nullptr && *home != '\0') {
    return {fmt::format("{}/.kube/config", home)};
  }
  return {};
}

void addNamed(const Value& document, std::string_view list, std::string_view bodyKey,
              std::vector<Kubeconfig::Named>& all) {
  const Value* items = document.find(list);
  if (items == nullptr || items->isNull()) return;
  if (!items->isList()) {
    fail(fmt::format("'{}' has to be a list, and is a {}", list, name(items->kind())), items->origin());
  }
  for (const Value& item : items->items()) {
    const Value* itemName = item.find("name");
    if (itemName == nullptr || !itemName->isString()) {
      fail(fmt::format("an item of '{}' has to be a map with a name", list), item.origin());
    }
    if (find(all, itemName->string()) != nullptr) continue;
    const Value* body = item.find(bodyKey);
    if (body != nullptr && !body->isNull() && !body->isMap()) {
      fail(fmt::format("'{}' has to be a map, and is a {}", bodyKey, name(body->kind())), body->origin());
    }
    all.push_back({*itemName, body == nullptr ? Value(nullptr, item.origin()) : *body});
  }
}

void addFile(Kubeconfig& all, const std::string& path, std::string_view text, Sources& sources) {
  // Without its text: a finding shows the line that it is about, and a line may hold a token.
  const std::uint16_t number = sources.add(path);
  all.files.push_back({number, path});
  Findings findings;
  const Value document = yaml::readDocument(text, number, findings);
  if (hasErrors(findings)) throw Failure(ExitCode::badInput, std::move(findings));
  if (document.isNull()) return;
  if (!document.isMap()) {
    fail(fmt::format("this is no kubeconfig but {}", withArticle(document.kind())), document.origin());
  }
  const Value* kind = document.find("kind");
  if (kind != nullptr && kind->isString() && kind->string() != "Config") {
    fail(fmt::format("this is no kubeconfig but a manifest of kind {}", kind->string()), kind->origin());
  }
  addNamed(document, "contexts", "context", all.contexts);
  addNamed(document, "clusters", "cluster", all.clusters);
  addNamed(document, "users", "user", all.users);
  const Value* current = document.find("current-context");
  if (current != nullptr && current->isString() && !current->string().empty() &&
      all.currentContext.isNull()) {
    all.currentContext = *current;
  }
}

}  // namespace

std::string Kubeconfig::resolved(const Value& path) const {
  std::string text(path.string());
  if (text.starts_with('/')) return text;
  for (const File& file : files) {
    if (file.number != path.origin().file) continue;
    const std::size_t slash = file.path.rfind('/');
    return slash == std::string::npos ? text : file.path.substr(0, slash + 1) + text;
  }
  return text;
}

const Kubeconfig::Named* find(const std::vector<Kubeconfig::Named>& all, std::string_view name) {
  for (const Kubeconfig::Named& one : all) {
    if (one.name.string() == name) return &one;
  }
  return nullptr;
}

Kubeconfig readKubeconfigFiles(const std::string& path, Sources& sources) {
  Kubeconfig all;
  if (!path.empty()) {
    Result<std::string> text = readFile(path, kubeconfigLimit);
    if (!text) throw Failure(std::move(text.failure()));
    addFile(all, path, *text, sources);
    if (all.empty()) fail("the kubeconfig is empty", {.file = all.files.front().number});
    return all;
  }
  for (const std::string& one : pathsOfUser()) {
    if (::access(one.c_str(), F_OK) != 0) continue;
    Result<std::string> text = readFile(one, kubeconfigLimit);
    if (!text) throw Failure(std::move(text.failure()));
    addFile(all, one, *text, sources);
  }
  return all;
}

}  // namespace aictl::kube
