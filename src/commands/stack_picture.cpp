#include "commands/stack_picture.h"

#include <fmt/format.h>

#include <map>
#include <vector>

#include "commands/render_text.h"

namespace aictl::commands {
namespace {

/// A text inside of the quotes of a label, where Mermaid has `#NAME;` for characters.
std::string labelText(std::string_view text) {
  std::string result;
  for (const char c : text) {
    switch (c) {
      case '"':
        result += "#quot;";
        break;
      case '#':
        result += "#35;";
        break;
      case '<':
        result += "#lt;";
        break;
      case '>':
        result += "#gt;";
        break;
      default:
        result += static_cast<unsigned char>(c) < ' ' ? ' ' : c;
    }
  }
  return result;
}

struct Node {
  std::string id;
  std::string title;                 ///< the entry's label; "" for plain manifests
  std::vector<std::string> objects;  ///< `job.batch/a`
};

/// The nodes of each wave, in the order of the manifests.
std::map<std::size_t, std::vector<Node>> nodesOf(std::span<const stack::Rendered> manifests) {
  std::map<std::size_t, std::vector<Node>> waves;
  std::size_t count = 0;
  for (const auto& manifest : manifests) {
    auto& nodes = waves[manifest.wave];
    if (manifest.entry.empty() || nodes.empty() || nodes.back().title != manifest.entry)
      nodes.push_back({.id = fmt::format("n{}", count++), .title = manifest.entry});
    nodes.back().objects.push_back(objectName(manifest.object));
  }
  return waves;
}

std::string textOf(const Node& node) {
  std::string label = node.title.empty() ? "" : fmt::format("<b>{}</b>", labelText(node.title));
  for (const std::string& object : node.objects) label += (label.empty() ? "" : "<br/>") + labelText(object);
  return fmt::format("    {}[\"{}\"]\n", node.id, label);
}

}  // namespace

std::string mermaid(const stack::Stack& stack, std::span<const stack::Rendered> manifests) {
  std::string text = "flowchart LR\n";
  std::map<std::string, std::string> ids;  // by the labels of entries
  for (const auto& [wave, nodes] : nodesOf(manifests)) {
    text += fmt::format("  subgraph wave{0}[\"wave {0}\"]\n", wave + 1);
    for (const Node& node : nodes) {
      text += textOf(node);
      if (!node.title.empty()) ids.emplace(node.title, node.id);
    }
    text += "  end\n";
  }
  for (const auto& [label, needed] : stack::needs(stack)) {
    const auto to = ids.find(label);
    for (const std::string& other : needed) {
      const auto from = ids.find(other);
      if (to != ids.end() && from != ids.end())
        text += fmt::format("  {} --> {}\n", from->second, to->second);
    }
  }
  return text;
}

}  // namespace aictl::commands
