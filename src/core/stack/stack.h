#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"
#include "core/base/value.h"
#include "core/pack/pack.h"
#include "core/schema/schema.h"

/// A stack: an `aictl.yaml` (or several, merged) becomes entries, and entries become manifests.
namespace aictl::stack {

/// What the command line says about the stack.
struct Options {
  std::vector<std::string> files;      ///< empty: `aictl.yaml`
  std::string environment;             ///< "" for none
  std::vector<std::string> overrides;  ///< `train.resnet50.workers=8`
  std::string nameSpace;               ///< goes over what the stack says; "" for nothing
  std::vector<std::string> packs;      ///< folders, after those of the stack
  std::vector<std::string> commands;   ///< names that no template may have, beside the keys of stacks
};

/// One named thing in a stack.
struct StackEntry {
  pack::Packs::Found found;
  std::string name;
  Value key;                                  ///< the name with its place
  Value spec;                                 ///< as it was written, expressions evaluated, normalised
  Value filled;                               ///< with defaults; what templates see
  std::vector<schema::Reference> references;  ///< to other entries
  bool faulty = false;  ///< it has errors: it is not rendered, nor are those that refer to it

  /// `train/resnet50`
  std::string label() const { return found.definition->name + "/" + name; }
};

struct Stack {
  std::string name;
  std::string nameSpace;  ///< "" where neither the stack nor the command line names one
  std::string environment;
  std::vector<std::string> contexts;    ///< kubeconfig contexts that are allowed; empty: all
  Origin contextsOrigin;                ///< where they are named
  std::string file;                     ///< the first file, as it was named
  std::vector<std::string> files;       ///< all, as they were named; none of a stack of flags
  std::vector<StackEntry> entries;      ///< in the order of the files
  std::vector<Value> plain;             ///< manifests that belong to it as they are, with its labels
  Value patches;                        ///< a list
  std::vector<Origin> fromEnvironment;  ///< places whose values may be secrets of the environment
  std::shared_ptr<pack::Packs> packs;
};

/// Reads, merges and checks a stack. All faults go to `findings`; a stack with errors may be looked at and
/// rendered in part, and nothing of it may be sent.
Stack load(const Options& options, Sources& sources, Findings& findings);

/// The stack that a document is, whose files are read and merged. `options.files` says where it came from.
Stack read(Value document, const Options& options, Sources& sources, Findings& findings);

/// A stack of one entry, made of flags: named `template-name`, in no file. `spec` is as flags gave it.
Stack single(const std::string& templateName, const std::string& name, const Value& spec,
             const Options& options, std::shared_ptr<pack::Packs> packs, Findings& findings);

/// The environments that lie beside the stack's first file: NAME for each `aictl.NAME.yaml`, sorted.
std::vector<std::string> environments(const Options& options);

/// A manifest as it is to be, with the entry it is of ("" for a plain one).
struct Rendered {
  Value object;
  std::string entry;
  std::size_t wave = 0;  ///< those of a lower wave are applied before
};

/// Renders the entries named (all where none is), with those that they refer to, in the order of their
/// references; plain manifests come with a whole stack. `nameSpace` is never empty. Findings of rules,
/// templates, patches and names are added.
std::vector<Rendered> render(const Stack& stack, const std::vector<std::string>& names,
                             const std::string& nameSpace, Findings& findings);

/// The labels of the entries that each entry refers to, by its own label.
std::map<std::string, std::vector<std::string>> needs(const Stack& stack);

/// The entry that a person names: `template/name`, or a name alone where it is the only one of that name.
/// Adds a finding (unknown, or not clear) where there is none.
const StackEntry* findEntry(const Stack& stack, std::string_view name, Findings& findings);

}  // namespace aictl::stack
