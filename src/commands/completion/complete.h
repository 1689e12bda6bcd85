#pragma once

#include <functional>
#include <string>
#include <vector>

#include "commands/command.h"
#include "commands/parser.h"
#include "core/schema/schema.h"

namespace aictl::commands {

/// A word that may come next, and what it means.
struct Candidate {
  std::string word;
  std::string description;
};

/// Type names of positionals, which help does not show: an entry that the stack file or the cluster has, and
/// the name of an entry that the cluster has of the template that the command is.
inline constexpr const char* liveEntry = "LIVE ENTRY";
inline constexpr const char* liveName = "LIVE NAME";

/// Writes the candidates that begin with what is typed, for the scripts of `completions/`: a line each,
/// `WORD<tab>DESCRIPTION`, each word once.
void writeCandidates(Context& context, const std::vector<Candidate>& candidates);

/// The words of `a|b|c`, as type names of options say what they take.
std::vector<Candidate> alternatives(std::string_view typeName);

/// The schema of an option's values; nullptr where there is none.
using SchemaOf = std::function<const schema::Node*(const CLI::Option&)>;

/// Whether the word that is being typed is this positional of the command, and no option or value of one.
bool isTyping(const Context& context, const CLI::App& app, const CLI::Option& positional);

/// Writes what may come next on the command line of a command: its options, the values of one, the words of a
/// positional. A last line `:files` or `:folders` says that the shell is to add those. Nothing that is wrong
/// is told: a completion is silent.
void complete(const CLI::App& app, Context& context, const SchemaOf& schemaOf);

}  // namespace aictl::commands
