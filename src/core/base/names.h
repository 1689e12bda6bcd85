#pragma once

#include <string>
#include <string_view>

namespace aictl {

/// Whether the text is a DNS label (RFC 1123, as Kubernetes has it): lower case letters, digits and hyphens,
/// beginning and ending with a letter or digit, at most 63 characters.
bool isDnsLabel(std::string_view text);

/// Whether the text is a DNS label that begins with a letter (RFC 1035), as names of Services are.
bool isRfc1035Label(std::string_view text);

/// Whether the text is a DNS subdomain: labels joined by dots, at most 253 characters.
bool isDnsSubdomain(std::string_view text);

/// Whether the text can be a label's key: an optional DNS subdomain and `/`, then a name of at most 63
/// characters of letters, digits, `-`, `_`, `.`.
bool isQualifiedName(std::string_view text);

/// Whether the text can be a label's value: empty, or like the name of a qualified name.
bool isLabelValue(std::string_view text);

/// A DNS label made of any text: lowered, other characters as hyphens; one that changed or is longer than
/// 63 characters ends with 8 hexadecimal digits of the text's SHA-256, so that two texts stay two names.
/// A text that is a label already stays as it is.
std::string kubeName(std::string_view text);

}  // namespace aictl
