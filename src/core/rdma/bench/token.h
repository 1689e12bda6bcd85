#pragma once

#include <string>
#include <string_view>

/// A token that both sides know. It is never sent: each side shows that it has it by a code of a word that
/// the other has just made up.
namespace aictl::rdma::bench {

/// 128 random bits in hexadecimal digits.
std::string randomWord();

/// HMAC-SHA-256 of the word with the token, in hexadecimal digits.
std::string proof(std::string_view token, std::string_view word);

/// What the server proves for the client's word: so its proof is none that a client could give.
std::string serverWord(std::string_view clientWord);

/// Whether it is that proof; takes the same time whatever is wrong.
bool isProof(std::string_view given, std::string_view token, std::string_view word);

}  // namespace aictl::rdma::bench
