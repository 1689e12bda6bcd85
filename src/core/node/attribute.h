#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// The machine as its kernel shows it. All functions of this folder take `root`, the folder that the files of
/// the machine lie under: "" for this machine, `/host` where a pod has the node's files there, a tree of
/// files in a test. What a kernel does not show is none or empty, never a fault.
namespace aictl::node {

/// The text of a small file such as those of sysfs, without the line's end; "" where it cannot be read.
std::string attribute(const std::string& path);

/// The number in such a file, decimal or with `0x`; none where there is none.
std::optional<std::int64_t> integerAttribute(const std::string& path);

/// The names in a folder, sorted; none where it cannot be read.
std::vector<std::string> namesIn(const std::string& folder);

/// The last part of where a link points to; "" where it is no link.
std::string linkName(const std::string& path);

}  // namespace aictl::node
