#include <algorithm>
#include <ranges>

#include "core/jsone/syntax_trees.h"
#include "core/pack/encoding.h"
#include "core/pack/files.h"

// The bytes that src/core/pack/compile made of templates/: the strings that files share, the trees of their
// expressions, a count of files, and for each, in the order of their paths, path and documents.
extern "C" const char aictlBuiltinPack[];     // NOLINT(modernize-avoid-c-arrays)
extern "C" const char aictlBuiltinPackEnd[];  // NOLINT(modernize-avoid-c-arrays)

namespace aictl::pack {
namespace {

struct File {
  std::string_view path;
  std::string_view bytes;
};

std::string_view takeText(std::string_view& bytes) {
  const auto size = decodeCount(bytes);
  const auto text = bytes.substr(0, size);
  bytes.remove_prefix(size);
  return text;
}

std::vector<File> index(std::string_view bytes) {
  std::vector<File> files(decodeCount(bytes));
  for (File& file : files) {
    file.path = takeText(bytes);
    file.bytes = takeText(bytes);
  }
  return files;
}

class BuiltinFiles : public Files {
 public:
  explicit BuiltinFiles(Sources& sources)
      : sources_(sources),
        bytes_(aictlBuiltinPack, static_cast<std::size_t>(aictlBuiltinPackEnd - aictlBuiltinPack)),
        decoder_(bytes_),
        trees_(takeText(bytes_)),
        files_(index(bytes_)) {}

  std::optional<std::vector<Value>> read(std::string_view path, Findings& /*findings*/) override {
    const auto file = std::ranges::lower_bound(files_, path, {}, &File::path);
    if (file == files_.end() || file->path != path) return std::nullopt;
    const auto number = sources_.add("templates/" + std::string(path));
    std::string_view bytes = file->bytes;
    std::vector<Value> documents(decodeCount(bytes));
    for (Value& document : documents) document = decoder_.decode(bytes, number);
    return documents;
  }

  std::vector<std::string> list(std::string_view folder) override {
    constexpr std::string_view suffix = ".yaml";
    const std::string prefix = std::string(folder) + "/";
    std::vector<std::string> names;
    for (const File& file : files_) {
      if (!file.path.starts_with(prefix)) continue;
      const auto name = file.path.substr(prefix.size());
      if (name.find('/') != std::string_view::npos) continue;
      names.emplace_back(name.substr(0, name.size() - suffix.size()));
    }
    return names;
  }

  std::vector<std::string> templates() override {
    std::vector<std::string> names;
    for (const File& file : files_) {
      const auto slash = file.path.find('/');
      if (slash != std::string_view::npos && file.path.substr(slash) == "/template.yaml") {
        names.emplace_back(file.path.substr(0, slash));
      }
    }
    return names;
  }

  const jsone::SyntaxTrees* trees() const override { return &trees_; }

 private:
  Sources& sources_;
  std::string_view bytes_;
  Decoder decoder_;
  jsone::SyntaxTrees trees_;
  std::vector<File> files_;
};

}  // namespace

std::unique_ptr<Files> builtinFiles(Sources& sources) { return std::make_unique<BuiltinFiles>(sources); }

}  // namespace aictl::pack
