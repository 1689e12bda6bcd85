#pragma once

#include <string>
#include <string_view>

namespace aictl {

/// SHA-256 in 64 hexadecimal digits.
std::string sha256(std::string_view bytes);

/// base64url(SHA-256) without padding, as the ApplySet convention wants it (RFC 4648, section 5).
std::string sha256Base64Url(std::string_view bytes);

}  // namespace aictl
