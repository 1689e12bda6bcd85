#pragma once

#include <cstddef>
#include <cstdint>
#include <streambuf>
#include <string_view>

namespace aictl::yaml {

/// The text as yaml-cpp takes it in, not copied.
///
/// yaml-cpp may read ahead without limit before its first event (a whole text in brackets), and keeps about
/// 90 bytes for each token. So the text is counted as it is taken, by the tokens that it can hold; the
/// handler sets the count to 0 with each event.
class Source : public std::streambuf {
 public:
  /// Thrown from within yaml-cpp when too many tokens are read ahead.
  struct TooManyTokens {};

  Source(std::string_view text, std::size_t tokens);

  void setCountToZero() { count_ = 0; }

 protected:
  std::streamsize xsgetn(char* to, std::streamsize size) override;

 private:
  std::size_t limit_;
  std::size_t count_ = 0;
};

}  // namespace aictl::yaml
