#include "core/kube/connection/curl.h"

#include <dlfcn.h>

namespace aictl::kube {
namespace {

Failure missing(std::string message) {
  return {ExitCode::notHere, Finding{.rule = "library",
                                     .message = std::move(message),
                                     .remedy = "install libcurl (Debian: apt install libcurl4)"}};
}

void* openLibrary() {
  // Debian's two builds with one interface: OpenSSL, and GnuTLS for programs that need that.
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"}) {
    if (void* library = ::dlopen(name, RTLD_LAZY | RTLD_LOCAL)) return library;
  }
  return nullptr;
}

template <class Function>
bool take(void* library, const char* name, Function& function) {
  function = reinterpret_cast<Function>(::dlsym(library, name));
  return function != nullptr;
}

Result<const Curl*> load() {
  void* library = openLibrary();
  if (library == nullptr) return missing("libcurl, which talks to the cluster, is not installed");
  static Curl curl;
  const bool whole = take(library, "curl_global_init", curl.globalInit) &&
                     take(library, "curl_easy_init", curl.easyInit) &&
                     take(library, "curl_easy_cleanup", curl.easyCleanup) &&
                     take(library, "curl_easy_setopt", curl.easySetopt) &&
                     take(library, "curl_easy_getinfo", curl.easyGetinfo) &&
                     take(library, "curl_easy_strerror", curl.easyStrerror) &&
                     take(library, "curl_multi_init", curl.multiInit) &&
                     take(library, "curl_multi_cleanup", curl.multiCleanup) &&
                     take(library, "curl_multi_setopt", curl.multiSetopt) &&
                     take(library, "curl_multi_add_handle", curl.multiAddHandle) &&
                     take(library, "curl_multi_remove_handle", curl.multiRemoveHandle) &&
                     take(library, "curl_multi_perform", curl.multiPerform) &&
                     take(library, "curl_multi_poll", curl.multiPoll) &&
                     take(library, "curl_multi_info_read", curl.multiInfoRead) &&
                     take(library, "curl_slist_append", curl.slistAppend) &&
                     take(library, "curl_slist_free_all", curl.slistFreeAll);
  if (!whole) return missing("libcurl is older than 7.66, which brought what is used here");
  if (curl.globalInit(CURL_GLOBAL_DEFAULT) != CURLE_OK) return missing("libcurl could not be started");
  return &curl;
}

}  // namespace

Result<const Curl*> openCurl() {
  static const Result<const Curl*> curl = load();
  return curl;
}

}  // namespace aictl::kube
