#pragma once

#include <cstdlib>
#include <string>
#include <string_view>

/// How a stand-in library is to behave, said by the environment variable STANDIN: `key=value` with commas
/// between, where `1.key=value` is for device 1 alone.
namespace standin {

inline std::string setting(std::string_view key, const std::string& otherwise) {
  const char* all = std::getenv("STANDIN");
  std::string_view rest = all == nullptr ? "" : all;
  while (!rest.empty()) {
    const auto one = rest.substr(0, rest.find(','));
    rest.remove_prefix(one.size() == rest.size() ? one.size() : one.size() + 1);
    const auto equals = one.find('=');
    if (one.substr(0, equals) == key && equals != std::string_view::npos)
      return std::string(one.substr(equals + 1));
  }
  return otherwise;
}

inline std::string setting(std::string_view key, int device, const std::string& otherwise) {
  return setting(std::to_string(device) + "." + std::string(key), setting(key, otherwise));
}

inline long long number(std::string_view key, int device, long long otherwise) {
  const std::string text = setting(key, device, "");
  return text.empty() ? otherwise : std::stoll(text, nullptr, 0);
}

}  // namespace standin
