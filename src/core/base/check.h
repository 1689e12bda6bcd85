#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace aictl {

/// What comes out of a look at one thing; the worse, the later. What cannot be seen is skipped, never passed.
enum class Verdict { skipped, pass, warn, fail };

/// `skipped`, `pass`, `warn`, `fail`
std::string_view name(Verdict verdict);

/// What a check saw at one device, or at the machine.
struct Observation {
  std::string device;  ///< its name; "" for the machine
  Verdict verdict = Verdict::pass;
  std::string evidence;  ///< what was seen, and what was expected
  std::string remedy;    ///< what to do
};

/// A check of a machine and all that it saw.
struct Check {
  std::string name;  ///< short and stable, as in `row-remapping`
  std::vector<Observation> observations;
};

/// The worst of what a check saw.
Verdict verdictOf(const Check& check);

}  // namespace aictl
