#include "core/base/hash.h"

#include <functional>

namespace aictl {

std::size_t hash(const Value& value) {
  constexpr std::size_t odd = 0x9E3779B97F4A7C15U;
  const auto mixed = [](std::size_t seed, std::size_t next) { return (seed ^ next) * odd + (seed >> 29U); };
  switch (value.kind()) {
    case Value::Kind::integer:
    case Value::Kind::number:
      return std::hash<double>()(value.number());
    case Value::Kind::string:
      return std::hash<std::string_view>()(value.string());
    case Value::Kind::list: {
      std::size_t result = odd;
      for (const Value& item : value.items()) result = mixed(result, hash(item));
      return result;
    }
    case Value::Kind::map: {
      std::size_t result = ~odd;
      for (const Entry& entry : value.entries()) result += mixed(hash(entry.key), hash(entry.value));
      return result;
    }
    case Value::Kind::null:
    case Value::Kind::boolean:
      break;
  }
  return value.isNull() ? 1 : 2 + static_cast<std::size_t>(value.boolean());
}

}  // namespace aictl
