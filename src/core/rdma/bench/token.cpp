#include "core/rdma/bench/token.h"

#include <sodium.h>

#include <array>

namespace aictl::rdma::bench {
namespace {

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string hexadecimal(const unsigned char* data, std::size_t size) {
  std::string text(size * 2 + 1, '\0');
  sodium_bin2hex(text.data(), text.size(), data, size);
  text.pop_back();
  return text;
}

}  // namespace

std::string randomWord() {
  std::array<unsigned char, 16> random{};
  randombytes_buf(random.data(), random.size());
  return hexadecimal(random.data(), random.size());
}

std::string proof(std::string_view token, std::string_view word) {
  crypto_auth_hmacsha256_state state;
  crypto_auth_hmacsha256_init(&state, bytes(token), token.size());
  crypto_auth_hmacsha256_update(&state, bytes(word), word.size());
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> code{};
  crypto_auth_hmacsha256_final(&state, code.data());
  return hexadecimal(code.data(), code.size());
}

std::string serverWord(std::string_view clientWord) { return "server " + std::string(clientWord); }

bool isProof(std::string_view given, std::string_view token, std::string_view word) {
  const std::string expected = proof(token, word);
  return given.size() == expected.size() &&
         sodium_memcmp(given.data(), expected.data(), expected.size()) == 0;
}

}  // namespace aictl::rdma::bench
