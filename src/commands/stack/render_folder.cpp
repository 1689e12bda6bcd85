#include "commands/stack/render_folder.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "commands/stack/render_text.h"
#include "core/base/file.h"
#include "core/base/text.h"

namespace aictl::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t fileLimit = 64U << 20U;

/// What names a manifest's file, from what mostly is enough to all that makes an object what it is.
std::vector<std::string> nameParts(const stack::Rendered& manifest) {
  const Value& object = manifest.object;
  const auto version = findString(object, {"apiVersion"});
  std::string entry = manifest.entry;
  std::ranges::replace(entry, '/', '-');
  std::vector<std::string> parts;
  if (!entry.empty()) parts.push_back(std::move(entry));
  parts.push_back(lowered(findString(object, {"kind"})));
  const auto name = findString(object, {"metadata", "name"});
  if (manifest.entry.empty()) parts.back().append("-").append(name);
  if (!manifest.entry.empty()) parts.emplace_back(name);
  parts.emplace_back(findString(object, {"metadata", "namespace"}));
  parts.emplace_back(version.substr(0, version.find('/')));
  return parts;
}

/// The first parts, joined.
std::string stem(const std::vector<std::string>& parts, std::size_t count) {
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    if (!parts[i].empty()) text += (text.empty() ? "" : "-") + parts[i];
  }
  return text;
}

/// A name for each manifest that is its own: as short as may be, and longer where several would share it.
std::vector<std::string> stems(const std::vector<stack::Rendered>& manifests) {
  std::vector<std::vector<std::string>> parts;
  std::vector<std::size_t> counts;
  for (const auto& manifest : manifests) {
    parts.push_back(nameParts(manifest));
    counts.push_back(manifest.entry.empty() ? 1 : 2);
  }
  std::vector<std::string> names(manifests.size());
  for (bool changed = true; changed;) {
    std::map<std::string, int> uses;
    for (std::size_t i = 0; i < names.size(); ++i) ++uses[names[i] = stem(parts[i], counts[i])];
    changed = false;
    for (std::size_t i = 0; i < names.size(); ++i) {
      if (uses[names[i]] < 2 || counts[i] == parts[i].size()) continue;
      ++counts[i];
      changed = true;
    }
  }
  return names;
}

std::string listFile(const std::string& folder) { return (fs::path(folder) / ".aictl-files").string(); }

/// The names that an earlier run wrote here; none that leads out of the folder.
std::set<std::string> writtenBefore(const std::string& folder) {
  std::set<std::string> names;
  const auto list = readFile(listFile(folder), fileLimit);
  if (!list) return names;
  std::string_view text = *list;
  while (!text.empty()) {
    const auto end = text.find('\n');
    const std::string name(text.substr(0, end));
    if (!name.empty() && name.find('/') == std::string::npos && name != "..") names.insert(name);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return names;
}

std::set<std::string> stale(const std::string& folder, const std::vector<RenderedFile>& files) {
  auto names = writtenBefore(folder);
  for (const auto& file : files) names.erase(file.name);
  return names;
}

Failure fileFailure(const std::string& path, std::error_code error) {
  return {ExitCode::badInput, Finding{.rule = "file", .message = path + ": " + systemMessage(error.value())}};
}

/// A file that is right already keeps its time: build tools look at it.
Result<bool> writeWhereOther(const std::string& path, std::string_view text) {
  const auto present = readFile(path, fileLimit);
  return present && *present == text ? Result<bool>(true) : writeFile(path, text);
}

/// Files that are to be written and are there, other than they shall be, from somebody else.
Findings foreignFiles(const std::string& folder, const std::vector<RenderedFile>& files) {
  const auto own = writtenBefore(folder);
  Findings findings;
  for (const auto& file : files) {
    const auto path = (fs::path(folder) / file.name).string();
    std::error_code error;
    if (own.contains(file.name) || !fs::exists(path, error)) continue;
    const auto present = readFile(path, fileLimit);
    if (present && *present == file.text) continue;
    findings.push_back({.rule = "file",
                        .message = path + " is there and was not written by aictl",
                        .remedy = "take it away, or name another folder"});
  }
  return findings;
}

}  // namespace

std::vector<RenderedFile> renderedFiles(const std::vector<stack::Rendered>& manifests,
                                        std::string_view format) {
  const auto names = stems(manifests);
  std::vector<RenderedFile> files;
  for (std::size_t i = 0; i < names.size(); ++i) {
    files.push_back({names[i] + "." + std::string(format), renderedText({&manifests[i], 1}, format)});
  }
  return files;
}

Result<bool> writeFolder(const std::string& folder, const std::vector<RenderedFile>& files) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) return fileFailure(folder, error);
  if (auto foreign = foreignFiles(folder, files); !foreign.empty())
    return Failure(ExitCode::badInput, std::move(foreign));
  const auto old = stale(folder, files);
  std::string list;
  for (const auto& file : files) {
    auto written = writeWhereOther((fs::path(folder) / file.name).string(), file.text);
    if (!written) return written;
    list += file.name + "\n";
  }
  for (const auto& name : old) {
    const fs::path path = fs::path(folder) / name;
    fs::remove(path, error);
    if (error) return fileFailure(path.string(), error);
  }
  return writeWhereOther(listFile(folder), list);
}

std::vector<std::string> folderDifferences(const std::string& folder,
                                           const std::vector<RenderedFile>& files) {
  std::vector<std::string> lines;
  for (const auto& file : files) {
    const auto present = readFile((fs::path(folder) / file.name).string(), fileLimit);
    if (!present) {
      lines.push_back("missing " + file.name);
    } else if (*present != file.text) {
      lines.push_back("differs " + file.name);
    }
  }
  for (const auto& name : stale(folder, files)) lines.push_back("stale   " + name);
  return lines;
}

}  // namespace aictl::commands
