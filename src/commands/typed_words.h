#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "core/kube/access/kubeconfig.h"
#include "core/stack/stack.h"

namespace aictl::commands {

/// What the words of a command line say that is still being typed.
class TypedWords {
 public:
  explicit TypedWords(const std::vector<std::string>& words) : words_(words) {}

  /// The values of an option of these names (`-f`, `--file`), in order.
  std::vector<std::string> values(std::initializer_list<std::string_view> names) const;
  /// The last of them, else what the variable of the environment says; "" for neither.
  std::string value(std::initializer_list<std::string_view> names, const char* variable = nullptr) const;

  /// The stack at hand.
  stack::Options stack() const;
  /// The cluster; its namespace is that of the options alone.
  kube::AccessOptions access() const;

 private:
  const std::vector<std::string>& words_;
};

}  // namespace aictl::commands
