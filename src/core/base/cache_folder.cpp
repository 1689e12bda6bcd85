#include "core/base/cache_folder.h"

#include <cstdlib>

namespace aictl {

std::string cacheFolder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/aictl";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::string(home) + "/.cache/aictl";
  return {};
}

}  // namespace aictl
