#pragma once

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "commands/command.h"

namespace aictl::commands {

/// A word that may come next, and what it means.
struct Candidate {
  std::string word;
  std::string description;
};

/// Writes the candidates that begin with what is typed, for the scripts of `completions/`: a line each,
/// `WORD<tab>DESCRIPTION`.
void writeCandidates(Context& context, const std::vector<Candidate>& candidates);

/// Writes what may come next on the command line of a command: its options, the values of one, entries of the
/// stack at hand. A last line `:files` or `:folders` says that the shell is to add those. Nothing that is
/// wrong is told: a completion is silent.
void complete(const CLI::App& app, Context& context);

}  // namespace aictl::commands
