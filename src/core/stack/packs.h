#pragma once

#include "core/base/finding.h"
#include "core/base/value.h"
#include "core/pack/git.h"
#include "core/pack/pack.h"
#include "core/stack/stack.h"

namespace aictl::stack {

/// Adds the packs that the stack names under `packs:` (a folder, from the stack's own folder; or
/// `{git: URL, ref: REF}`, at the commit that `aictl.lock` beside the stack holds), then those of the
/// command line. A pack that is not there, has no template, or has one with a name that is taken by a
/// command or by the stack's own keys, is a finding. `folderOf` gets the files of a commit.
void addPacks(const Value& document, const Options& options, pack::Packs& packs, Sources& sources,
              Findings& findings, decltype(&pack::fetchCommit) folderOf = pack::fetchCommit);

}  // namespace aictl::stack
