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

std::string TypedWords::value(std::initializer_list<std::string_view> names) const {
  auto all = values(names);
  return all.empty() ? std::string() : std::move(all.back());
}

stack::Options TypedWords::stack() const {
  stack::Options options{.files = values({"-f", "--file"}), .environment = value({"--environment"})};
  const char* variable = std::getenv("AICTL_ENVIRONMENT");
  if (options.environment.empty() && variable != nullptr) options.environment = variable;
  return options;
}

kube::AccessOptions TypedWords::access() const {
  return {.kubeconfig = value({"--kubeconfig"}),
          .context = value({"--context"}),
          .cluster = value({"--cluster"}),
          .user = value({"--user"}),
          .namespaceName = value({"-n", "--namespace"}),
          .as = value({"--as"}),
          .asGroups = values({"--as-group"})};
}

}  // namespace aictl::commands
