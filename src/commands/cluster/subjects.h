#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "commands/cluster/cluster.h"
#include "core/kube/status/status.h"
#include "core/pack/pack.h"

namespace aictl::commands {

/// What a command is to look at in the cluster.
struct Subjects {
  std::vector<std::string> labels;  ///< what was named, as `train/a` or `pod/a`; empty: all of the stack file
  std::vector<std::string> known;   ///< labels of the entries of the stack file
  /// One of the stack file; one each of entries that no file has, which `aictl TEMPLATE NAME` made: such an
  /// entry is a stack of its own; one each of objects that are named by their kind, whoever made them.
  std::vector<kube::StatusQuestion> stacks;
  std::shared_ptr<pack::Packs> packs;                     ///< have the facts of the kinds
  std::vector<stack::Rendered> manifests;                 ///< of the stack file
  std::map<std::string, std::vector<std::string>> needs;  ///< of it, as stack::needs() gives it
  Connection connection;
};

/// Finds what the names mean: entries of the stack file, `TEMPLATE/NAME` of those that no file has, or
/// `KIND/NAME` of any object; all of the stack file where none is named. What is wrong is shown.
Result<Subjects> subjectsOf(Context& context, const stack::Options& options,
                            const std::vector<std::string>& names, const ClusterOptions& cluster);

/// How all that is asked for is now. What is wrong, and what could not be read, is shown.
Result<std::vector<kube::Member>> readSubjects(Context& context, Subjects& subjects);

/// The manifests of the stack file by the identity of the objects that they become: one that names no
/// namespace is in the stack's, or its kind has none.
std::map<std::string, const stack::Rendered*> manifestsByIdentity(const Subjects& subjects);

/// A finding for each name that nothing was found of, in no stack.
Findings unknownNames(const Subjects& subjects, const std::vector<kube::Member>& members);

}  // namespace aictl::commands
