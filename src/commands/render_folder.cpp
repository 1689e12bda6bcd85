#include "commands/render_folder.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "commands/render_text.h"
#include "core/base/file.h"

namespace aictl::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t fileLimit = 64U << 20U;

std::string stem(const stack::Rendered& manifest) {
  std::string kind(findString(manifest.object, {"kind"}));
  for (char& c : kind) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  if (manifest.entry.empty())
    return kind + "-" + std::string(findString(manifest.object, {"metadata", "name"}));
  std::string entry = manifest.entry;
  std::ranges::replace(entry, '/', '-');
  return entry + "-" + kind;
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
  std::map<std::string, int> uses;
  for (const auto& manifest : manifests) ++uses[stem(manifest)];
  std::vector<RenderedFile> files;
  for (const auto& manifest : manifests) {
    std::string name = stem(manifest);
    if (uses[name] > 1) name.append("-").append(findString(manifest.object, {"metadata", "name"}));
    files.push_back({name + "." + std::string(format), renderedText({manifest}, format)});
  }
  return files;
}

Result<bool> writeFolder(const std::string& folder, const std::vector<RenderedFile>& files) {
  std::error_code error;
  fs::create_directories(folder, error);
  if (error) {
    return Failure(ExitCode::badInput,
                   Finding{.rule = "file", .message = folder + ": " + systemMessage(error.value())});
  }
  if (auto foreign = foreignFiles(folder, files); !foreign.empty())
    return Failure(ExitCode::badInput, std::move(foreign));
  const auto old = stale(folder, files);
  std::string list;
  for (const auto& file : files) {
    const auto path = (fs::path(folder) / file.name).string();
    // A file that is right already keeps its time: build tools look at it.
    const auto present = readFile(path, fileLimit);
    if (!present || *present != file.text) {
      auto written = writeFile(path, file.text);
      if (!written) return written;
    }
    list += file.name + "\n";
  }
  for (const auto& name : old) fs::remove(fs::path(folder) / name, error);
  return writeFile(listFile(folder), list);
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
