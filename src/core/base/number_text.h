#pragma once

#include <string>

namespace aictl {

/// The text of a number as JavaScript and its JSON print it: the shortest digits that read back equal, with
/// an exponent from 1e21 and below 1e-6 (`3`, `1.1`, `1e+21`, `1.5e-7`, `NaN`, `-Infinity`). ECMA-262,
/// Number::toString.
std::string numberText(double number);

}  // namespace aictl
