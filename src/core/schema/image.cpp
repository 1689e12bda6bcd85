#include <algorithm>

#include "core/schema/formats.h"
#include "core/schema/words.h"

// The grammar of github.com/distribution/reference:
//   reference := [domain '/'] path [':' tag] ['@' digest]
// with one thing more: what has an upper case letter and no sign of a registry is a path, not a host. Docker
// takes `Team/model` for a host called Team; nobody means that.

namespace aictl::schema {
namespace {

constexpr std::size_t longestName = 255;
constexpr std::size_t longestTag = 128;

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isLower(char c) { return c >= 'a' && c <= 'z'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isAlphanumeric(char c) { return isLower(c) || isUpper(c) || isDigit(c); }
bool isHex(char c) { return isDigit(c) || (c >= 'a' && c <= 'f'); }

struct Image {
  std::string_view domain;
  std::string_view path;
  std::string_view tag;
  std::string_view digest;
  bool hasTag = false;
  bool hasDigest = false;
};

bool looksLikeHost(std::string_view first) {
  return first.find_first_of(".:[") != std::string_view::npos || first == "localhost";
}

Image split(std::string_view text) {
  Image image;
  if (const auto at = text.find('@'); at != std::string_view::npos) {
    image.hasDigest = true;
    image.digest = text.substr(at + 1);
    text = text.substr(0, at);
  }
  const auto slash = text.find('/');
  if (slash != std::string_view::npos && looksLikeHost(text.substr(0, slash))) {
    image.domain = text.substr(0, slash);
    text.remove_prefix(slash + 1);
  }
  const auto colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    image.hasTag = true;
    image.tag = text.substr(colon + 1);
    text = text.substr(0, colon);
  }
  image.path = text;
  return image;
}

/// Calls for each part between the separators; false where one does not hold.
template <class Holds>
bool allParts(std::string_view text, char separator, Holds holds) {
  while (true) {
    const auto end = text.find(separator);
    if (!holds(text.substr(0, end))) return false;
    if (end == std::string_view::npos) return true;
    text.remove_prefix(end + 1);
  }
}

bool isDomain(std::string_view domain) {
  auto host = domain;
  const auto bracket = domain.rfind(']');
  const auto colon = domain.find(':', bracket == std::string_view::npos ? 0 : bracket);
  if (colon != std::string_view::npos) {
    const auto port = domain.substr(colon + 1);
    if (port.empty() || !std::ranges::all_of(port, isDigit)) return false;
    host = domain.substr(0, colon);
  }
  if (host.starts_with('[')) {
    return host.ends_with(']') && host.size() > 2 &&
           std::ranges::all_of(host.substr(1, host.size() - 2),
                               [](char c) { return isHex(static_cast<char>(c | 0x20)) || c == ':'; });
  }
  return allParts(host, '.', [](std::string_view part) {
    return !part.empty() && part.front() != '-' && part.back() != '-' &&
           std::ranges::all_of(part, [](char c) { return isAlphanumeric(c) || c == '-'; });
  });
}

/// Lower case words joined by one of `.`, `_`, `__` and any number of hyphens.
bool isPathComponent(std::string_view part) {
  const auto isWord = [](char c) { return isLower(c) || isDigit(c); };
  if (part.empty() || !isWord(part.front()) || !isWord(part.back())) return false;
  for (std::size_t i = 0; i < part.size();) {
    if (isWord(part[i])) {
      ++i;
      continue;
    }
    const auto end =
        static_cast<std::size_t>(std::ranges::find_if(part.substr(i), isWord) - part.substr(i).begin()) + i;
    const auto separator = part.substr(i, end - i);
    const bool isHyphens = separator.find_first_not_of('-') == std::string_view::npos;
    if (!isHyphens && separator != "." && separator != "_" && separator != "__") return false;
    i = end;
  }
  return true;
}

bool isTag(std::string_view tag) {
  return !tag.empty() && tag.size() <= longestTag && tag.front() != '.' && tag.front() != '-' &&
         std::ranges::all_of(tag,
                             [](char c) { return isAlphanumeric(c) || c == '_' || c == '.' || c == '-'; });
}

bool isDigest(std::string_view digest) {
  const auto colon = digest.find(':');
  if (colon == std::string_view::npos) return false;
  const auto hex = digest.substr(colon + 1);
  const auto algorithm = digest.substr(0, colon);
  const std::size_t length = algorithm == "sha256"   ? 64
                             : algorithm == "sha384" ? 96
                             : algorithm == "sha512" ? 128
                                                     : 0;
  return length != 0 && hex.size() == length && std::ranges::all_of(hex, isHex);
}

bool isPath(std::string_view path) { return allParts(path, '/', isPathComponent); }

std::string lowered(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  return result;
}

}  // namespace

bool isImage(std::string_view text) {
  const Image image = split(text);
  return image.domain.size() + image.path.size() < longestName &&
         (image.domain.empty() || isDomain(image.domain)) && isPath(image.path) &&
         (!image.hasTag || isTag(image.tag)) && (!image.hasDigest || isDigest(image.digest)) &&
         !(image.domain.empty() && image.path.size() == 64 && std::ranges::all_of(image.path, isHex));
}

std::string imageRemedy(std::string_view text) {
  if (const auto scheme = text.find("://"); scheme != std::string_view::npos) {
    const auto meant = std::string(text.substr(scheme + 3));
    return "an image has no scheme" + (isImage(meant) ? "; " + didYouMean({meant}) : std::string());
  }
  const Image image = split(text);
  if (std::ranges::any_of(image.path, isUpper)) {
    const auto before = static_cast<std::size_t>(image.path.data() - text.data());
    auto meant = std::string(text.substr(0, before)) + lowered(image.path);
    meant += text.substr(before + image.path.size());
    return "the repository must be lower case" +
           (isImage(meant) ? "; " + didYouMean({meant}) : std::string());
  }
  if (image.hasTag && !isTag(image.tag))
    return "what follows the last ':' is no tag: letters, digits, '_', '.', '-'; at most 128";
  if (image.hasDigest && !isDigest(image.digest)) return "a digest is sha256: and 64 hexadecimal digits";
  if (!image.domain.empty() && !isDomain(image.domain))
    return "'" + std::string(image.domain) + "' is no registry";
  return {};
}

}  // namespace aictl::schema
