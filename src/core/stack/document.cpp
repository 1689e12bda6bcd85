#include "core/stack/document.h"

#include <algorithm>
#include <filesystem>

#include "core/base/file.h"
#include "core/base/nearest.h"
#include "core/stack/merge.h"
#include "core/yaml/yaml.h"

namespace aictl::stack {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view prefix = "aictl.";
constexpr std::string_view suffix = ".yaml";

Value readStackFile(const std::string& path, Sources& sources, Findings& findings) {
  if (path.empty()) {
    findings.push_back(
        {.rule = "file", .message = "the name of a stack file is empty", .remedy = "see what -f is given"});
    return {};
  }
  const bool isInput = path == "-";
  auto text = readFile(isInput ? "/dev/stdin" : path, yaml::Limits{}.bytes);
  if (!text) {
    for (Finding finding : text.failure().findings) {
      std::error_code error;
      const bool missing = path == firstFile({}) && !fs::exists(path, error);
      if (missing) finding.remedy = "name a stack file with -f, or write one here";
      findings.push_back(std::move(finding));
    }
    return {};
  }
  const auto file = sources.add(isInput ? "standard input" : path, *text);
  Value document = yaml::readDocument(*text, file, findings);
  if (!document.isNull() && !document.isMap()) {
    findings.push_back({.rule = "wrong-type",
                        .message = "a stack is a map, not " + withArticle(document.kind()),
                        .origin = document.origin()});
    return {};
  }
  return document;
}

std::string environmentFile(const Options& options) {
  return (fs::path(firstFile(options)).parent_path() /
          (std::string(prefix) + options.environment + std::string(suffix)))
      .string();
}

}  // namespace

std::string firstFile(const Options& options) {
  return options.files.empty() ? "aictl.yaml" : options.files.front();
}

std::string lockFile(const Options& options) {
  return (fs::path(firstFile(options)).parent_path() / "aictl.lock").string();
}

std::vector<std::string> environments(const Options& options) {
  std::vector<std::string> names;
  fs::path folder = fs::path(firstFile(options)).parent_path();
  if (folder.empty()) folder = ".";
  std::error_code error;
  for (const auto& file : fs::directory_iterator(folder, error)) {
    const std::string name = file.path().filename().string();
    if (name.size() > prefix.size() + suffix.size() && name.starts_with(prefix) && name.ends_with(suffix)) {
      names.push_back(name.substr(prefix.size(), name.size() - prefix.size() - suffix.size()));
    }
  }
  std::ranges::sort(names);
  return names;
}

Value readFiles(const Options& options, Sources& sources, Findings& findings) {
  Value document;
  const auto files = options.files.empty() ? std::vector<std::string>{firstFile(options)} : options.files;
  for (const std::string& file : files) {
    Value next = readStackFile(file, sources, findings);
    if (next.isMap()) document = document.isMap() ? merge(document, next) : std::move(next);
  }
  if (options.environment.empty()) return document;

  std::error_code error;
  const std::string file = environmentFile(options);
  if (!fs::exists(file, error)) {
    findings.push_back(
        {.rule = "unknown-environment",
         .message = "there is no environment '" + options.environment + "': " + file + " is missing",
         .remedy = didYouMean(options.environment, environments(options))});
    return document;
  }
  const Value over = readStackFile(file, sources, findings);
  if (!over.isMap()) return document;
  return document.isMap() ? merge(document, over) : over;
}

std::string besideOrigin(const std::string& path, Origin origin, const Sources& sources) {
  const fs::path given(path);
  if (given.is_absolute()) return path;
  return (fs::path(sources.name(origin.file)).parent_path() / given).string();
}

}  // namespace aictl::stack
