#include "core/base/cache_folder.h"

#include <sys/stat.h>

#include <cerrno>
#include <cstdlib>

namespace aictl {

std::string cacheFolder() {
  const char* cache = std::getenv("XDG_CACHE_HOME");
  if (cache != nullptr && *cache == '/') return std::string(cache) + "/aictl";
  const char* home = std::getenv("HOME");
  if (home != nullptr && *home == '/') return std::string(home) + "/.cache/aictl";
  return {};
}

bool makePrivateFolders(const std::string& path) {
  for (std::size_t end = path.find('/', 1); end != std::string::npos; end = path.find('/', end + 1)) {
    if (::mkdir(path.substr(0, end).c_str(), S_IRWXU) != 0 && errno != EEXIST) return false;
  }
  return true;
}

}  // namespace aictl
