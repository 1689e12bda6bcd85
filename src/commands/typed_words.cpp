#include "commands/typed_words.h"

#include <algorithm>
#include <cstdlib>

namespace aictl::commands {

std::vector<std::string> TypedWords::values(std::initializer_list<std::string_view> names) const {
  std::vector<std::string> found;
  for (std::size_t i = 0; i < words_.size(); ++i) {
    for (const auto name : names) {
      if (words_[i] == name && i + 1 < words_.size()) found.push_back(words_[i + 1]);
      if (words_[i].starts_with(std::string(name) + "=")) found.push_back(words_[i].substr(name.size() + 1));
    }
  }
  return found;
}

std::string TypedWords::value(std::initializer_list<std::string_view> names, const char* variable) const {
  auto all = values(names);
  if (!all.empty()) return std::move(all.back());
  const char* value = variable == nullptr ? nullptr : std::getenv(variable);
  return value == nullptr ? std::string() : value;
}

stack::Options TypedWords::stack() const {
  return {.files = values({"-f", "--file"}),
          .environment = value({"--environment"}, "AICTL_ENVIRONMENT"),
          .packs = values({"--pack"})};
}

kube::AccessOptions TypedWords::access() const {
  return {.kubeconfig = value({"--kubeconfig"}),
          .context = value({"--context"}, "AICTL_CONTEXT"),
          .cluster = value({"--cluster"}),
          .user = value({"--user"}),
          .namespaceName = value({"-n", "--namespace"}, "AICTL_NAMESPACE"),
          .as = value({"--as"}),
          .asGroups = values({"--as-group"})};
}

}  // namespace aictl::commands
