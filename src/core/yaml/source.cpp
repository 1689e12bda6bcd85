#include "core/yaml/source.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace aictl::yaml {
namespace {

/// Quarters of a token pair that a byte stands for at most: a bracket or comma begins two tokens, the two
/// quotes of a string share theirs.
constexpr std::array<std::uint8_t, 256> quarters = [] {
  std::array<std::uint8_t, 256> table{};
  for (const char c : std::string_view("[{,")) table[static_cast<unsigned char>(c)] = 4;
  for (const char c : std::string_view("\"'!&*?:")) table[static_cast<unsigned char>(c)] = 1;
  return table;
}();

}  // namespace

Source::Source(std::string_view text, std::size_t tokens) : limit_(tokens) {
  char* begin = const_cast<char*>(text.data());  // NOLINT: streambuf's pointers are not const; nothing writes
  setg(begin, begin, begin + text.size());
}

std::streamsize Source::xsgetn(char* to, std::streamsize size) {
  const auto taken = std::min<std::streamsize>(size, egptr() - gptr());
  std::memcpy(to, gptr(), static_cast<std::size_t>(taken));
  std::size_t count = 0;
  for (const char c : std::string_view(to, static_cast<std::size_t>(taken))) {
    count += quarters[static_cast<unsigned char>(c)];
  }
  count_ += count;
  if (count_ / 4 > limit_) throw TooManyTokens{};
  gbump(static_cast<int>(taken));
  return taken;
}

}  // namespace aictl::yaml
