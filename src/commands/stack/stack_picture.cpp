#include "commands/stack/stack_picture.h"

#include <fmt/format.h>

#include "commands/stack/render_text.h"

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

std::string textOf(const Box& box, std::string_view id) {
  std::string label = box.entry.empty() ? "" : fmt::format("<b>{}</b>", labelText(box.entry));
  for (const std::string& object : box.objects) label += (label.empty() ? "" : "<br/>") + labelText(object);
  return fmt::format("{}[\"{}\"]{}\n", id, label, box.look ? fmt::format(":::{}", box.look->name) : "");
}

/// The boxes in their frames, those of no wave behind them.
std::string framesText(std::span<const Box> boxes, const std::vector<std::string>& ids) {
  std::map<std::size_t, std::string> frames;
  std::string beside;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const std::string text = textOf(boxes[i], ids[i]);
    if (boxes[i].wave) {
      frames[*boxes[i].wave] += "    " + text;
    } else {
      beside += "  " + text;
    }
  }
  std::string text;
  for (const auto& [wave, inside] : frames)
    text += fmt::format("  subgraph wave{0}[\"wave {0}\"]\n{1}  end\n", wave + 1, inside);
  return text + beside;
}

}  // namespace

std::vector<Box> boxesOf(std::span<const stack::Rendered> manifests) {
  std::vector<Box> boxes;
  std::map<std::pair<std::size_t, std::string>, std::size_t> known;  // by wave and entry
  for (const auto& manifest : manifests) {
    const auto [at, isNew] = known.emplace(std::pair(manifest.wave, manifest.entry), boxes.size());
    if (isNew || manifest.entry.empty()) {
      at->second = boxes.size();
      boxes.push_back({.entry = manifest.entry, .wave = manifest.wave});
    }
    boxes[at->second].objects.push_back(objectName(manifest.object));
  }
  return boxes;
}

std::string mermaid(std::span<const Box> boxes,
                    const std::map<std::string, std::vector<std::string>>& needs) {
  std::vector<std::string> ids;
  std::map<std::string, std::string> byEntry;
  std::map<std::string_view, std::string_view> looks;
  for (const Box& box : boxes) {
    ids.push_back(fmt::format("n{}", ids.size()));
    if (!box.entry.empty()) byEntry.emplace(box.entry, ids.back());
    if (box.look) looks.emplace(box.look->name, box.look->style);
  }
  std::string text = "flowchart LR\n" + framesText(boxes, ids);
  for (const auto& [label, needed] : needs) {
    const auto to = byEntry.find(label);
    for (const std::string& other : needed) {
      const auto from = byEntry.find(other);
      if (to != byEntry.end() && from != byEntry.end())
        text += fmt::format("  {} --> {}\n", from->second, to->second);
    }
  }
  for (const auto& [name, style] : looks) text += fmt::format("  classDef {} {}\n", name, style);
  return text;
}

}  // namespace aictl::commands
