#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "catch.h"
#include "core/base/finding.h"

namespace aictl::test {

/// A folder of its own, removed at the end.
class Folder {
 public:
  Folder() {
    path_ = (std::filesystem::temp_directory_path() / "aictl-kube.XXXXXX").string();
    REQUIRE(::mkdtemp(path_.data()) != nullptr);
  }
  ~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  const std::string& path() const { return path_; }
  /// Writes a file and gives its path.
  std::string write(const std::string& name, std::string_view text) const {
    const std::filesystem::path file = std::filesystem::path(path_) / name;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file) << text;
    return file.string();
  }
  /// A program that a test runs.
  std::string program(const std::string& name, std::string_view text) const {
    const std::string file = write(name, text);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    return file;
  }

 private:
  std::string path_;
};

/// Environment variables for one test; an empty text takes the variable away.
class Environment {
 public:
  explicit Environment(std::initializer_list<std::pair<const char*, std::string>> variables) {
    for (const auto& [name, text] : variables) {
      const char* old = std::getenv(name);
      old_[name] = old == nullptr ? std::nullopt : std::optional<std::string>(old);
      set(name, text.empty() ? std::nullopt : std::optional<std::string>(text));
    }
  }
  ~Environment() {
    for (const auto& [name, text] : old_) set(name, text);
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  static void set(const std::string& name, const std::optional<std::string>& text) {
    text ? ::setenv(name.c_str(), text->c_str(), 1) : ::unsetenv(name.c_str());
  }
  std::map<std::string, std::optional<std::string>> old_;
};

inline std::string said(const Findings& findings, const Sources& sources) {
  std::string all;
  for (const Finding& finding : findings) all += text(finding, sources) + "\n";
  return all;
}

/// Checks that a text has all of these parts.
inline void mentions(const std::string& text, std::initializer_list<std::string_view> parts) {
  INFO(text);
  for (const std::string_view part : parts) {
    INFO(part);
    CHECK(text.find(part) != std::string::npos);
  }
}

}  // namespace aictl::test
