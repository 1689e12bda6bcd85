#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace aictl {

/// Where a value came from, in 8 bytes: every value of the program carries one.
struct Origin {
  std::uint32_t line = 0;    ///< from 1; 0: the place is the file as a whole (or a flag)
  std::uint16_t column = 0;  ///< in characters, from 1; 65535 stands for everything beyond
  std::uint16_t file = 0;    ///< number in Sources; 0: unknown

  bool known() const { return file != 0; }
  friend bool operator==(const Origin&, const Origin&) = default;
};

/// The files that origins point into: names, and texts for showing the line that a finding is about.
class Sources {
 public:
  /// Adds a file and gives its number, from 1; 0 when 65,535 files are there already. A command line flag
  /// is a source too, named like `--workers`, with an empty text. A text that is not at hand (a compiled-in
  /// template) may be left empty.
  std::uint16_t add(std::string name, std::string text = {});

  /// The name under which the file was added; "" for number 0.
  std::string_view name(std::uint16_t file) const;

  /// The line that the origin names, without its line end; "" where the text is not at hand.
  std::string_view line(Origin origin) const;

  /// `name:line:column`, `name:line`, `name`, or "" where nothing is known.
  std::string place(Origin origin) const;

 private:
  struct File {
    std::string name;
    std::string text;
  };
  std::vector<std::unique_ptr<File>> files_;  // pointers, so that views stay good as files are added
};

}  // namespace aictl
