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

std::streamsize Source::xsgetn(char* to, std::streamsize size) {
  if (gptr() == egptr() && underflow() == traits_type::eof()) return 0;
  const auto taken = std::min<std::streamsize>(size, egptr() - gptr());
  std::memcpy(to, gptr(), static_cast<std::size_t>(taken));
  for (std::streamsize i = 0; i < taken; ++i) count_ += quarters[static_cast<unsigned char>(to[i])];
  if (count_ / 4 > limit_) throw TooManyTokens{};
  gbump(static_cast<int>(taken));
  return taken;
}

Source::int_type Source::underflow() {
  if (gptr() == egptr()) {
    if (endsLine_) return traits_type::eof();
    endsLine_ = true;
    setg(&lineEnd_, &lineEnd_, &lineEnd_ + 1);
  }
  return traits_type::to_int_type(*gptr());
}

}  // namespace aictl::yaml
