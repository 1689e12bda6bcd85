#include "commands/stack/render_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/base/text.h"
#include "core/yaml/json.h"
#include "core/yaml/yaml.h"

namespace aictl::commands {
namespace {

std::string json(std::span<const stack::Rendered> manifests) {
  if (manifests.size() == 1) return yaml::writeJson(manifests.front().object, 2) + "\n";
  Value items = Value::list();
  for (const auto& manifest : manifests) items.push(manifest.object);
  return yaml::writeJson(Value::map({{"apiVersion", "v1"}, {"kind", "List"}, {"items", items}}), 2) + "\n";
}

}  // namespace

std::string objectName(const Value& manifest) { return objectName(kube::nameOf(manifest)); }

std::string objectName(const kube::ObjectName& object) {
  const auto group = kube::groupOf(object.kind.apiVersion);
  std::string text = lowered(object.kind.kind);
  if (!group.empty()) text.append(".").append(group);
  return text.append("/").append(object.name);
}

std::string objectName(const kube::ObjectName& object, std::string_view nameSpace) {
  const bool isElsewhere = !object.namespaceName.empty() && object.namespaceName != nameSpace;
  return objectName(object) + (isElsewhere ? " -n " + object.namespaceName : "");
}

std::string entryOrObject(const kube::ObjectName& object) {
  return object.entry.empty() ? objectName(object) : object.entry;
}

std::string renderedText(std::span<const stack::Rendered> manifests, std::string_view format) {
  if (format == "json") return json(manifests);
  std::string text;
  for (const auto& manifest : manifests) {
    if (format == "name") {
      text += objectName(manifest.object) + "\n";
    } else {
      if (!text.empty()) text += "---\n";
      text += yaml::write(manifest.object);
    }
  }
  return text;
}

std::string withOrigins(const std::vector<stack::Rendered>& manifests, const Sources& sources) {
  struct Placed {
    std::string place;
    std::string line;
  };
  std::vector<Placed> lines;
  std::size_t width = 0;
  for (const auto& manifest : manifests) {
    if (!lines.empty()) lines.push_back({"", "---"});
    for (auto& line : yaml::writeLines(manifest.object)) {
      lines.push_back({sources.place(line.origin), std::move(line.text)});
      width = std::max(width, lines.back().place.size());
    }
  }
  std::string text;
  for (const auto& [place, line] : lines) text += fmt::format("{:<{}} | {}\n", place, width, line);
  return text;
}

}  // namespace aictl::commands
