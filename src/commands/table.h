#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace aictl::commands {

/// A text of a server on one line, which does nothing to a terminal: control characters become spaces.
std::string oneLine(std::string text);

/// Lines in columns, each as wide on a terminal as its widest cell, with two spaces between.
class Table {
 public:
  /// `widths` are the least that columns have, from the first on.
  explicit Table(std::vector<std::size_t> widths = {}) : widths_(std::move(widths)) {}

  void add(std::vector<std::string> row);
  bool empty() const { return rows_.empty(); }
  const std::vector<std::size_t>& widths() const { return widths_; }

  /// The lines, none with spaces at its end.
  std::string text() const;

 private:
  std::vector<std::vector<std::string>> rows_;
  std::vector<std::size_t> widths_;
};

}  // namespace aictl::commands
