#include <algorithm>
#include <filesystem>

#include "core/base/file.h"
#include "core/pack/files.h"
#include "core/yaml/yaml.h"

namespace aictl::pack {
namespace {

namespace fs = std::filesystem;

class FolderFiles : public Files {
 public:
  FolderFiles(std::string folder, Sources& sources) : folder_(std::move(folder)), sources_(sources) {
    std::error_code error;
    root_ = fs::canonical(folder_, error);
  }

  std::optional<std::vector<Value>> read(std::string_view path, Findings& findings) override {
    const fs::path file = fs::path(folder_) / path;
    if (!holdsFile(file)) return std::nullopt;
    auto text = readFile(file.string(), yaml::Limits{}.bytes);
    if (!text) {
      append(findings, std::move(text.failure().findings));
      return std::vector<Value>{};
    }
    const auto number = sources_.add(file.string(), *text);
    return yaml::read(*text, number, findings);
  }

  std::vector<std::string> list(std::string_view folder) override {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& file : fs::directory_iterator(fs::path(folder_) / folder, error)) {
      if (file.path().extension() == ".yaml" && holdsFile(file.path()))
        names.push_back(file.path().stem().string());
    }
    std::ranges::sort(names);
    return names;
  }

  std::vector<std::string> templates() override {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& folder : fs::directory_iterator(folder_, error)) {
      if (holdsFile(folder.path() / "template.yaml")) names.push_back(folder.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
  }

 private:
  /// Whether the path, with all links followed, is a file inside the pack.
  bool holdsFile(const fs::path& file) const {
    std::error_code error;
    const fs::path target = fs::canonical(file, error);
    if (error || root_.empty() || !fs::is_regular_file(target, error)) return false;
    return std::mismatch(root_.begin(), root_.end(), target.begin(), target.end()).first == root_.end();
  }

  std::string folder_;
  fs::path root_;  ///< the folder with all links followed; empty where there is none
  Sources& sources_;
};

}  // namespace

std::unique_ptr<Files> folderFiles(std::string folder, Sources& sources) {
  return std::make_unique<FolderFiles>(std::move(folder), sources);
}

}  // namespace aictl::pack
