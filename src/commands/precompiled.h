#pragma once

// What nearly every command takes in, read once by the compiler: the option parser is the costly one.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <string>
#include <string_view>
#include <vector>
