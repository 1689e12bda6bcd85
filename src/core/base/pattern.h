#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace aictl {

/// A regular expression (PCRE2 over UTF-8; `\d` and `\w` are ASCII, as in ECMA-262 and Go), compiled once.
/// Matching is bounded: a pattern that would need too much work on a text does not match it.
class Pattern {
 public:
  explicit Pattern(std::string_view pattern);
  ~Pattern();
  Pattern(Pattern&&) noexcept;
  Pattern& operator=(Pattern&&) noexcept;

  /// "" where the pattern compiled, else what is wrong with it, with its position.
  const std::string& error() const { return error_; }
  /// Whether it is found anywhere in the text; false where the pattern has an error.
  bool found(std::string_view text) const;

 private:
  struct Code;
  std::unique_ptr<Code> code_;
  std::string error_;
};

}  // namespace aictl
