#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace aictl::commands {

/// Lines in columns, each as wide on a terminal as its widest cell, with two spaces between. Control
/// characters, which a text of a server may have, become spaces: a row is one line, and does nothing to a
/// terminal.
class Table {
 public:
  /// `widths` are the least that columns have, from the first on.
  explicit Table(std::vector<std::size_t> widths = {}) : widths_(std::move(widths)) {}

  void add(std::vector<std::string> row);
  bool empty() const { return rows_.empty(); }

  /// The lines, none with spaces at its end.
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

}  // namespace aictl::commands
