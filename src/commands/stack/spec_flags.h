#pragma once

#include <string>
#include <vector>

#include "commands/parser.h"
#include "core/base/finding.h"
#include "core/base/path.h"
#include "core/schema/schema.h"

namespace aictl::commands {

/// The flags of a template, made from its schema:
///   a scalar            --workers 4
///   a boolean           --suspend, --no-suspend
///   an object           --scale.min 1; with a short form also --gpus 2 beside --gpus.vendor amd
///   a list              repeated, or comma-separated
///   a map               --env KEY=VALUE, repeated
/// What a schema wants as a map or list may be written as YAML: --caches '{name: imagenet, path: /d}'. Flags
/// are literal; their values stand at the flag (`--workers: …`).
class SpecFlags {
 public:
  /// Adds the flags of the first level to the help, all others are for --help-all.
  SpecFlags(CLI::App& app, const schema::Node& root, bool showAll);

  /// The schema of what a flag takes; nullptr where the option is none of ours.
  const schema::Node* schemaOf(const CLI::Option& option) const;

  /// What was given, as a spec. Values have the flag as their origin.
  Value spec(Sources& sources, Findings& findings) const;

 private:
  struct Flag {
    CLI::Option* option = nullptr;
    std::string name;  ///< `--scale.min`
    std::vector<std::string> path;
    const schema::Node* node = nullptr;
  };

  void addProperties(const schema::Node& object, const std::vector<std::string>& path,
                     const std::string& prefix);
  void addFlag(const schema::Node::Property& property, const std::vector<std::string>& path,
               const std::string& name);
  Value value(const Flag& flag, Origin origin, Findings& findings) const;

  CLI::App& app_;
  bool showAll_;
  std::vector<const schema::Node*> open_;  ///< the objects that are being gone through: a schema may recur
  std::vector<Flag> flags_;
};

/// The flag of a property: `--gpus.vendor`.
std::string flagName(const std::vector<std::string>& path);

/// The words of a command line that give a spec of this schema: `--workers 4 --gpus.vendor amd`, quoted for a
/// shell.
std::string asFlags(const Value& spec, const schema::Node& root);

}  // namespace aictl::commands
