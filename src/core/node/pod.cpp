#include "core/node/pod.h"

#include <algorithm>
#include <cctype>

#include "core/node/attribute.h"

namespace aictl::node {
namespace {

constexpr std::size_t uidLength = 36;

bool isUid(std::string_view text) {
  constexpr auto dashes = std::to_array<std::size_t>({8, 13, 18, 23});
  if (text.size() != uidLength) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool isDash = std::ranges::find(dashes, i) != dashes.end();
    if (isDash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) return false;
  }
  return true;
}

/// The uid behind a `pod` of the path. The systemd driver of the kubelet writes it with `_` for `-`.
std::string uidIn(std::string path) {
  std::ranges::replace(path, '_', '-');
  constexpr std::string_view word = "pod";
  for (std::size_t at = path.find(word); at != std::string::npos; at = path.find(word, at + 1)) {
    const std::size_t begin = at + word.size();
    if (isUid(std::string_view(path).substr(begin, uidLength))) return path.substr(begin, uidLength);
  }
  return {};
}

std::string processFolder(const std::string& root, std::int64_t process) {
  return root + "/proc/" + std::to_string(process);
}

}  // namespace

bool hasProcessesOfTheNode(const std::string& root) {
  const std::string ours = linkName("/proc/self/ns/pid");
  return !root.empty() || ours.empty() || ours == "pid:[4026531836]";
}

PodOfProcess podOf(const std::string& root, std::int64_t process) {
  PodOfProcess pod{.uid = uidIn(attribute(processFolder(root, process) + "/cgroup"))};
  if (pod.uid.empty()) return pod;
  for (const std::string& name : namesIn(root + "/var/log/pods")) {
    if (!name.ends_with("_" + pod.uid)) continue;
    const std::size_t first = name.find('_');
    const std::size_t last = name.size() - uidLength - 1;
    if (first >= last) continue;
    pod.namespaceName = name.substr(0, first);
    pod.name = name.substr(first + 1, last - first - 1);
  }
  return pod;
}

std::string processName(const std::string& root, std::int64_t process) {
  return attribute(processFolder(root, process) + "/comm");
}

}  // namespace aictl::node
