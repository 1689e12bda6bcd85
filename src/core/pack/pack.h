#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/pack/files.h"
#include "core/pack/template.h"

namespace aictl::pack {

/// A file that templates take in with `include`: its arguments and what it evaluates to.
struct Part {
  struct Argument {
    std::string name;
    std::optional<Value> defaultValue;
  };
  std::vector<Argument> arguments;
  jsone::Template body;
};

/// A folder of templates with the parts that they share. Everything is read at first use.
class Pack {
 public:
  /// What the pack itself does not have (`lib/…`) is looked for in `base`, which must outlive it.
  Pack(std::string name, std::unique_ptr<Files> files, Pack* base);

  const std::string& name() const { return name_; }

  /// The names of its own templates, sorted.
  const std::vector<std::string>& templates();

  /// One of its own templates; nullptr where it has none of that name. A template with faults is a Failure
  /// whose findings have the pack's own places.
  Result<const Template*> find(std::string_view name);

  /// A part or manifest, by its path from the root without `.yaml`; nullptr where there is none.
  Result<const Part*> part(std::string_view path);

  /// The documents of a file of this pack or its base; none where neither has it.
  std::optional<std::vector<Value>> read(std::string_view path, Findings& findings);
  /// The same of this pack alone.
  std::optional<std::vector<Value>> readOwn(std::string_view path, Findings& findings);
  /// The names of the files of a folder of this pack and its base, sorted.
  std::vector<std::string> list(std::string_view folder);

 private:
  Result<const Part*> readPart(const std::string& path, std::vector<Value> documents);

  std::string name_;
  std::unique_ptr<Files> files_;
  Pack* base_;
  const jsone::SyntaxTrees* trees_;  ///< of its base, where it has one
  std::optional<std::vector<std::string>> names_;
  std::map<std::string, Template, std::less<>> templates_;
  std::map<std::string, Part, std::less<>> parts_;
  std::map<std::string, std::vector<Value>, std::less<>> documents_;  ///< of files without faults
};

/// All packs at hand. A template of a later pack hides one of the same name in an earlier one.
class Packs {
 public:
  /// Begins with the built-in pack.
  explicit Packs(Sources& sources);

  void add(std::string name, std::unique_ptr<Files> files);

  /// The names of all templates, sorted.
  std::vector<std::string> templates();

  struct Found {
    Pack* pack = nullptr;  ///< nullptr where there is no template of that name
    const Template* definition = nullptr;
  };
  Result<Found> find(std::string_view templateName);

  /// The documents of a file of the last pack that has it; none where none has.
  std::optional<std::vector<Value>> read(std::string_view path, Findings& findings);

  /// The names of the files of a folder in any of the packs, sorted.
  std::vector<std::string> list(std::string_view folder);

  Pack& builtin() { return *packs_.front(); }
  /// The one that was added last, else the built-in one.
  Pack& last() { return *packs_.back(); }

 private:
  std::vector<std::unique_ptr<Pack>> packs_;
};

}  // namespace aictl::pack
