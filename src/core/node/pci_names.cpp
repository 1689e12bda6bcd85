#include "core/node/pci_names.h"

#include <fmt/format.h>

#include "core/base/file.h"

namespace aictl::node {
namespace {

/// The list's text: vendors at the beginnings of lines, their devices below them behind a tab.
std::string readList(const std::string& root) {
  constexpr std::size_t limit = 16U << 20U;
  for (const char* path : {"/usr/share/misc/pci.ids", "/usr/share/hwdata/pci.ids"}) {
    auto text = readFile(root + path, limit);
    if (text) return "\n" + *std::move(text);
  }
  return {};
}

}  // namespace

std::string pciName(const std::string& root, std::uint32_t vendor, std::uint32_t device) {
  const std::string list = readList(root);
  const std::size_t begin = list.find(fmt::format("\n{:04x}  ", vendor));
  if (begin == std::string::npos) return {};
  const std::string wanted = fmt::format("\t{:04x}  ", device);
  std::size_t at = list.find('\n', begin + 1);
  while (at != std::string::npos && at + 1 < list.size()) {
    const std::size_t end = std::min(list.find('\n', at + 1), list.size());
    const std::string_view line = std::string_view(list).substr(at + 1, end - at - 1);
    if (line.starts_with(wanted)) return std::string(line.substr(wanted.size()));
    if (!line.empty() && line.front() != '\t' && line.front() != '#') return {};  // the next vendor
    at = end;
  }
  return {};
}

}  // namespace aictl::node
