#pragma once

/// The option parser's names, for headers: only what calls it includes CLI/CLI.hpp, which costs the compiler
/// seconds a file, and each start of the program 5,000 instructions for each of them.
namespace CLI {
class App;
class Option;
}  // namespace CLI
