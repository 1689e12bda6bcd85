#include "core/schema/formats.h"

#include <arpa/inet.h>

#include <charconv>

#include "core/base/duration.h"
#include "core/base/names.h"
#include "core/base/quantity.h"
#include "core/schema/words.h"

namespace aictl::schema {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

// Quantities and durations

bool isQuantity(std::string_view text) {
  const auto number = quantity(text);
  return number && *number >= 0;
}

std::string quantityRemedy(std::string_view text) {
  if (quantity(text)) return "it cannot be negative";
  const auto meant = quantityMeant(text);
  const bool isDecimal =
      !meant.empty() && std::string_view("kMGTPE").find(meant.back()) != std::string_view::npos;
  if (!isDecimal) return didYouMean({meant});
  auto binary = meant + 'i';
  if (meant.back() == 'k') binary[binary.size() - 2] = 'K';
  return didYouMean({meant, binary});
}

bool isDuration(std::string_view text) { return duration(text).has_value(); }

/// `5 min`, `10 seconds`, `1H`: the unit by its first letter.
std::string durationRemedy(std::string_view text) {
  if (text.starts_with('-')) return "it cannot be negative";
  const auto digits = text.find_first_not_of("0123456789.");
  if (digits == 0 || digits == std::string_view::npos) return {};
  const auto unit = text.find_first_not_of(' ', digits);
  if (unit == std::string_view::npos) return didYouMean({std::string(text.substr(0, digits))});
  const char letter = static_cast<char>(text[unit] | 0x20);
  const auto meant = std::string(text.substr(0, digits)) + letter;
  return isDuration(meant) ? didYouMean({meant}) : std::string();
}

// Names

std::string nameRemedy(std::string_view text) {
  std::string meant;
  for (const char c : text)
    meant += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c == '_' || c == ' ' ? '-' : c;
  return isDnsSubdomain(meant) ? didYouMean({meant}) : std::string();
}

std::string labelRemedy(std::string_view text) {
  return text.find('.') == std::string_view::npos ? nameRemedy(text) : "";
}

bool isEnvName(std::string_view text) {
  return !text.empty() && !isDigit(text.front()) && std::ranges::all_of(text, [](char c) {
    return isDigit(c) || isLetter(c) || c == '_' || c == '-' || c == '.';
  });
}

// Networks

bool isPort(std::string_view text) {
  unsigned port = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), port);
  return result.ec == std::errc() && result.ptr == text.data() + text.size() && port >= 1 && port <= 65535;
}

/// The bits of an address; 0 where the text is none.
unsigned addressBits(std::string_view text) {
  std::array<unsigned char, sizeof(in6_addr)> address{};
  const std::string terminated(text);
  if (terminated.size() != std::string_view(terminated.c_str()).size()) return 0;
  if (inet_pton(AF_INET, terminated.c_str(), address.data()) == 1) return 32;
  return inet_pton(AF_INET6, terminated.c_str(), address.data()) == 1 ? 128 : 0;
}

bool isIp(std::string_view text) { return addressBits(text) != 0; }

bool isCidr(std::string_view text) {
  const auto slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const auto length = text.substr(slash + 1);
  unsigned bits = 0;
  const auto result = std::from_chars(length.data(), length.data() + length.size(), bits);
  const bool isPlain = result.ec == std::errc() && result.ptr == length.data() + length.size() &&
                       (length.size() == 1 || length.front() != '0');
  return isPlain && isIp(text.substr(0, slash)) && bits <= addressBits(text.substr(0, slash));
}

std::string cidrRemedy(std::string_view text) {
  const auto bits = addressBits(text);
  return bits == 0 ? std::string()
                   : "for this one address write " + std::string(text) + "/" + std::to_string(bits);
}

/// A scheme, a colon, and something after it that has no blanks (RFC 3986, section 3).
bool isUri(std::string_view text) {
  const auto colon = text.find(':');
  if (colon == 0 || colon == std::string_view::npos || colon + 1 == text.size() || !isLetter(text.front()))
    return false;
  const bool isScheme = std::ranges::all_of(text.substr(0, colon), [](char c) {
    return isLetter(c) || isDigit(c) || c == '+' || c == '-' || c == '.';
  });
  return isScheme && std::ranges::none_of(text, [](char c) {
           return static_cast<unsigned char>(c) <= ' ' ||
                  std::string_view("\"<>\\^`{|}\x7f").find(c) != std::string_view::npos;
         });
}

constexpr std::array formats{
    Format{"cidr", "a range of addresses such as 192.168.5.0/24 or fd00::/64", isCidr, cidrRemedy},
    Format{"cron",
           "a schedule of five fields such as '0 3 * * *' (minute, hour, day, month, weekday), or @daily",
           isCron, cronRemedy},
    Format{"dns-label", "a DNS label such as my-model (lower case letters, digits, hyphens; at most 63)",
           isDnsLabel, labelRemedy},
    Format{"dns-subdomain",
           "a DNS name such as models.example.com (lower case letters, digits, hyphens, dots)",
           isDnsSubdomain, nameRemedy},
    Format{"duration", "a duration such as 90s, 12h or 1d", isDuration, durationRemedy, true},
    Format{"env-name",
           "the name of a variable such as LOG_LEVEL (letters, digits, '_', '-', '.'; no digit first)",
           isEnvName, nullptr},
    Format{"image", "a container image such as registry.example.com/team/model:v1", isImage, imageRemedy},
    Format{"ip", "an IP address such as 192.168.5.1 or fd00::1", isIp, nullptr},
    Format{"label-key", "a label's key such as app or example.com/app", isQualifiedName, nullptr},
    Format{"label-value", "a label's value such as v1.2 (letters, digits, '-', '_', '.'; at most 63)",
           isLabelValue, nullptr},
    Format{"port", "a port from 1 to 65535", isPort, nullptr, true},
    Format{"quantity", "a quantity such as 500m, 2 or 16Gi", isQuantity, quantityRemedy, true},
    Format{"uri", "a URI such as https://example.com/data", isUri, nullptr},
};

}  // namespace

const Format* format(std::string_view name) {
  const auto* found = std::ranges::find(formats, name, &Format::name);
  return found == formats.end() ? nullptr : found;
}

std::vector<std::string> formatNames() {
  std::vector<std::string> names;
  names.reserve(formats.size());
  for (const Format& known : formats) names.emplace_back(known.name);
  return names;
}

}  // namespace aictl::schema
