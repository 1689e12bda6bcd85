#include "core/base/digest.h"

#include <sodium.h>

#include <array>

namespace aictl {
namespace {

std::array<unsigned char, crypto_hash_sha256_BYTES> hash(std::string_view bytes) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> result{};
  crypto_hash_sha256(result.data(), reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
  return result;
}

}  // namespace

std::string sha256(std::string_view bytes) {
  const auto digest = hash(bytes);
  std::array<char, crypto_hash_sha256_BYTES * 2 + 1> hex{};
  return sodium_bin2hex(hex.data(), hex.size(), digest.data(), digest.size());
}

std::string sha256Base64Url(std::string_view bytes) {
  const auto digest = hash(bytes);
  constexpr int variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING;
  std::array<char, sodium_base64_ENCODED_LEN(crypto_hash_sha256_BYTES, variant)> text{};
  return sodium_bin2base64(text.data(), text.size(), digest.data(), digest.size(), variant);
}

}  // namespace aictl
