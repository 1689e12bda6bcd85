#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace aictl::kube {

/// Base64 of RFC 4648, section 4, with padding.
std::string toBase64(std::string_view bytes);

/// The bytes, none where the text is no base64; line ends in it are passed over.
std::optional<std::string> fromBase64(std::string_view text);

}  // namespace aictl::kube
